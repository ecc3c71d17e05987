//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A language that customers are spoken to in.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case french = "fr"
    case spanish = "es"
    case italian = "it"
    case portuguese = "pt"
    case chinese = "zh"
    case hindi = "hi"

    /// The first language of ours that a link or a browser asks for, else English.
    ///
    /// `tag` is a language tag (RFC 5646), whose region does not matter; `accepted` the value of `Accept-Language`
    /// (RFC 9110 section 12.5.4).
    package static func negotiate(tag: String?, accepted: String?) -> Language {
        if let language = tag.flatMap({ Self.init(tag: Substring($0)) }) { return language }
        let wishes = (accepted ?? "").prefix(500).split(separator: ",").enumerated().compactMap(Self.wish)
        let ordered = wishes.sorted { left, right in
            (right.weight, left.place) < (left.weight, right.place)
        }
        return ordered.first?.language ?? .english
    }

    private init?(tag: Substring) {
        let primary = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first ?? ""
        self.init(rawValue: primary.lowercased())
    }

    private static func wish(
        place: Int, _ text: Substring
    ) -> (language: Language, weight: Double, place: Int)? {
        let parts = text.split(separator: ";")
        guard let tag = parts.first, let language = Self.init(tag: Substring(tag.filter { $0 != " " })) else {
            return nil
        }
        let quality = parts.dropFirst().map { $0.filter { $0 != " " } }.first { $0.hasPrefix("q=") }
        let weight = quality.flatMap { Double($0.dropFirst(2)) } ?? 1
        return weight > 0 ? (language, min(weight, 1), place) : nil
    }
}
