//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Changes as lines, for the socket between a command and a running server.
///
///     connection <24 hexadecimal digits> <version>
///     key <64 hexadecimal digits>
///     integrations <24 hexadecimal digits of a workspace>
enum ChangeText {
    static func render(_ change: Change) -> String {
        switch change {
        case .connection(let id, let version): "connection \(id) \(version)\n"
        case .key(let digest): "key \(self.hexadecimal(digest.bytes))\n"
        case .integrations(let workspace): "integrations \(workspace)\n"
        }
    }

    /// `nil` when the line is none of them.
    static func parse(_ line: Substring) -> Change? {
        let words = line.split(separator: " ")
        switch words.first {
        case "connection":
            guard words.count == 3, let id = ConnectionID(words[1]), let version = UInt64(words[2]) else { return nil }
            return .connection(id, version: version)
        case "key":
            guard words.count == 2, let bytes = self.bytes(words[1]) else { return nil }
            return KeyDigest(bytes: bytes).map { .key($0) }
        case "integrations":
            return words.count == 2 ? WorkspaceID(words[1]).map { .integrations($0) } : nil
        default:
            return nil
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
