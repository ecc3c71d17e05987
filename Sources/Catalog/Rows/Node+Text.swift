//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Yams

extension Node {
    /// The scalar's text when YAML reads it as a string, not as a number, a truth value, a date or nothing.
    var text: String? {
        guard let scalar = self.scalar, !scalar.isPlain || self.isPlainString(scalar.string) else { return nil }
        return scalar.string
    }

    /// Whether YAML reads this unquoted text as a string.
    ///
    /// Asking Yams costs a dozen regular expressions a scalar; only what begins like a number is worth that.
    private func isPlainString(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return false }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return self.tag == Tag(.str)
        default:
            return !Self.words.contains(text.lowercased())
        }
    }

    private static let words: Set<String> = ["~", "null", "true", "false", "yes", "no", "on", "off", "=", "<<"]
}

extension Node.Scalar {
    /// Written without quotes.
    var isPlain: Bool { self.style == .plain || self.style == .any }
}
