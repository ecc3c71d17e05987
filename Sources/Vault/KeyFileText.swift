//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Reads and writes the text of a key file.
struct KeyFileText {
    /// For errors.
    var path: String

    private static let title = "passthrough-keys 1"

    func render(_ ring: KeyRing) -> String {
        var lines = [Self.title, "pepper \(Self.hexadecimal(ring.pepper))"]
        lines += ring.keys.map { "key \($0.name) \(Self.hexadecimal($0.bytes))" }
        return lines.joined(separator: "\n") + "\n"
    }

    func parse(_ text: String) throws(KeyFileError) -> KeyRing {
        var pepper: Secret?
        var keys: [KeyRing.Key] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.first.map(String.init) == Self.title else { throw .malformed(path: self.path, line: 1) }
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard let last = words.last, let bytes = Self.secret(last) else {
                throw .malformed(path: self.path, line: index + 1)
            }
            switch (words[0], words.count) {
            case ("pepper", 2) where pepper == nil: pepper = bytes
            case ("key", 3): keys.append(KeyRing.Key(name: String(words[1]), bytes: bytes))
            default: throw .malformed(path: self.path, line: index + 1)
            }
        }
        guard let pepper, let ring = KeyRing(pepper: pepper, keys: keys) else {
            throw .malformed(path: self.path, line: lines.count)
        }
        return ring
    }

    private static func hexadecimal(_ secret: Secret) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = secret.revealBytes().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func secret(_ digits: Substring) -> Secret? {
        guard digits.utf8.count == KeyRing.keyLength * 2 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = digit.hexDigitValue, digit.isASCII else { return nil }
            let nibble = UInt8(truncatingIfNeeded: value)
            if let first = high {
                bytes.append(first << 4 | nibble)
                high = nil
            } else {
                high = nibble
            }
        }
        return Secret(bytes: bytes)
    }
}
