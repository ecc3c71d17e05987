//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Takes secrets out of bodies before they are kept.
///
/// What looks like a secret by its name goes, at any depth; so does every secret of the connection itself, wherever it
/// stands and however it is written. A body that is no text is not kept at all. Nothing here can tell a secret that has
/// an innocent name and is not the connection's: capture is off unless somebody asks for it.
package struct BodyRedaction: Sendable {
    /// What stands where something was taken out.
    package static let mark = "[redacted]"

    /// Every way in which a secret of the connection may be written, the longest first.
    private let needles: [[UInt8]]

    package init(secrets: [Secret]) {
        self.needles = Set(secrets.flatMap(SecretSpellings.all)).sorted { ($0.count, $0[0]) > ($1.count, $1[0]) }
    }

    /// The text to keep; `nil` for what is not UTF-8.
    package func text(of body: RawBodies.Body) -> String? {
        let bytes = Self.withoutSplitEnd(body.bytes.revealBytes(), isCut: body.size > Int64(body.bytes.count))
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else { return nil }
        let type = body.type?.lowercased() ?? ""
        let named: String
        if let json = try? JSONValue(parsing: text) {
            named = NamedSecrets.redacted(json).text
        } else if type.hasPrefix("application/x-www-form-urlencoded") {
            named = NamedSecrets.redacted(form: text)
        } else {
            named = NamedSecrets.redacted(text: text)
        }
        return self.withoutNeedles(named)
    }

    private func withoutNeedles(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for needle in self.needles { bytes = Self.replace(needle, in: bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replace(_ needle: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let first = needle.first, bytes.count >= needle.count else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            if bytes[position] == first, bytes[position...].starts(with: needle) {
                result += Array(Self.mark.utf8)
                position += needle.count
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return result
    }

    /// A body that was cut may end within a character, whose beginning goes.
    private static func withoutSplitEnd(_ bytes: [UInt8], isCut: Bool) -> [UInt8] {
        guard isCut, let lead = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes }
        let length =
            switch bytes[lead] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        return bytes.count - lead < length ? Array(bytes[..<lead]) : bytes
    }
}
