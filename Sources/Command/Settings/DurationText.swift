//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Times as people write them: `500ms`, `10s`, `2m`, `1h`; a bare number is seconds.
enum DurationText {
    static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), count <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(count)
        case "s", "": return .seconds(count)
        case "m": return .seconds(count * 60)
        case "h": return .seconds(count * 3600)
        default: return nil
        }
    }
}
