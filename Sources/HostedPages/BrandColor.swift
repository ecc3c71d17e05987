//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation

/// A workspace's colour, and the colour of text that can be read on it.
struct BrandColor: Sendable, Hashable {
    /// `#rrggbb`.
    let background: String
    /// Black or white, whichever contrasts more: at least 4.58 to 1 on any colour.
    let text: String

    /// The colour of a workspace that has none, or none that can be read.
    static let usual = BrandColor(background: "#1f4fbf", text: "#ffffff")

    /// Reads `#rgb` or `#rrggbb`; anything else is the usual colour.
    init(_ given: String?) {
        guard let given, given.hasPrefix("#") else {
            self = .usual
            return
        }
        let digits = given.utf8.dropFirst().compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == given.utf8.count - 1, digits.count == 3 || digits.count == 6 else {
            self = .usual
            return
        }
        let pairs = digits.count == 3 ? digits.flatMap { [$0, $0] } : digits
        let channels = stride(from: 0, to: 6, by: 2).map { pairs[$0] * 16 + pairs[$0 + 1] }
        let luminance = Self.luminance(channels)
        let onBlack = (luminance + 0.05) / 0.05
        let onWhite = 1.05 / (luminance + 0.05)
        self.init(
            background: "#" + pairs.map { String($0, radix: 16) }.joined(),
            text: onWhite >= onBlack ? "#ffffff" : "#000000")
    }

    private init(background: String, text: String) {
        self.background = background
        self.text = text
    }

    /// Relative luminance (WCAG 2.2).
    private static func luminance(_ channels: [Int]) -> Double {
        let linear = channels.map { value -> Double in
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
}
