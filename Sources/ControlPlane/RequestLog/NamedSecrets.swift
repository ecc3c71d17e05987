//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Takes out values whose names say that they are secret.
enum NamedSecrets {
    /// Parts of names, without what may stand between words; `access_token`, `AccessToken` and `access-token` are one.
    private static let parts = [
        "token", "secret", "password", "passwd", "passphrase", "apikey", "accesskey", "privatekey", "authkey",
        "authorization", "credential", "signature", "cookie", "session", "assertion", "jwt", "bearer", "clientkey",
        "signingkey", "encryptionkey", "otp", "cvv", "cvc", "cardnumber", "ssn",
    ]
    /// Whole names.
    private static let names: Set<String> = ["code", "pass", "pwd", "pin", "key", "auth", "sig", "state", "pem"]

    static func isSecret(_ name: some StringProtocol) -> Bool {
        let plain = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
        return Self.names.contains(plain) || Self.parts.contains { plain.contains($0) }
    }

    static func redacted(_ json: JSONValue) -> JSONValue {
        switch json {
        case .object(let members):
            .object(
                Dictionary(
                    uniqueKeysWithValues: members.map { name, value in
                        (
                            name,
                            Self.isSecret(name) && value != .null ? .string(BodyRedaction.mark) : Self.redacted(value)
                        )
                    }))
        case .array(let values): .array(values.map(Self.redacted))
        default: json
        }
    }

    static func redacted(form text: String) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).map { pair -> String in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, Self.isSecret(Self.decoded(halves[0])) else { return String(pair) }
            return "\(halves[0])=\(BodyRedaction.mark)"
        }.joined(separator: "&")
    }

    private static func decoded(_ name: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = name.utf8
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == 0x25, digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Of a text of any other kind, JSON that was cut among them: a name, a separator, and what follows it.
    static func redacted(text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            guard Self.isWord(bytes[position]) else {
                result.append(bytes[position])
                position += 1
                continue
            }
            let start = position
            while position < bytes.count, Self.isWord(bytes[position]) { position += 1 }
            let name = bytes[start..<position]
            result += name
            guard name.count <= 64, Self.isSecret(String(decoding: name, as: UTF8.self)) else { continue }
            let value = Self.value(after: position, in: bytes)
            guard !value.isEmpty else { continue }
            result += bytes[position..<value.lowerBound] + Array(BodyRedaction.mark.utf8)
            position = value.upperBound
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the value of a name that ends at `end` stands; empty when nothing separates one from it.
    private static func value(after end: Int, in bytes: [UInt8]) -> Range<Int> {
        var start = end
        var separators = 0
        while start < bytes.count, let kind = Self.separator(bytes[start]) {
            separators += kind ? 1 : 0
            start += 1
        }
        guard separators > 0 else { return end..<end }
        // In quotes up to the next one that is not escaped, else up to what cannot be in a value.
        let quote = start > end && [0x22, 0x27].contains(bytes[start - 1]) ? bytes[start - 1] : nil
        var stop = start
        while stop < bytes.count {
            if let quote {
                if bytes[stop] == 0x5C { stop += 1 } else if bytes[stop] == quote { break }
            } else if [0x20, 0x0A, 0x0D, 0x26, 0x2C, 0x3B, 0x3C, 0x7D].contains(bytes[stop]) {
                break
            }
            stop += 1
        }
        return start..<min(stop, bytes.count)
    }

    /// Whether the byte separates, or only stands around (`false`); `nil` for one that does neither.
    private static func separator(_ byte: UInt8) -> Bool? {
        switch byte {
        case 0x3A, 0x3D, 0x3E: true
        case 0x20, 0x09, 0x22, 0x27: false
        default: nil
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
        default: byte >= 0x80
        }
    }
}
