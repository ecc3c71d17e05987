//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Resolves a relative reference against the path of the request it answers (RFC 3986 section 5.2).
///
/// A client would resolve it against our own URL, where `../` leads to another connection.
enum RelativeReference {
    /// The reference as a path from the root; `nil` for one that has a scheme, an authority or such a path already.
    static func resolve(_ reference: [UInt8], against path: [UInt8]) -> [UInt8]? {
        guard let first = reference.first, first != 0x2F, first != 0x5C, !Self.hasScheme(reference) else { return nil }
        let end = reference.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? reference.endIndex
        guard end > 0 else { return path + reference }
        let directory = path.lastIndex(of: 0x2F).map { Array(path[...$0]) } ?? [0x2F]
        return Self.withoutDots(directory + reference[..<end]) + reference[end...]
    }

    private static func hasScheme(_ reference: [UInt8]) -> Bool {
        guard let colon = reference.firstIndex(of: 0x3A), (reference[0] | 0x20) &- 0x61 < 26 else { return false }
        return reference[..<colon].allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2B || byte == 0x2D || byte == 0x2E
        }
    }

    /// RFC 3986 section 5.2.4.
    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch Array(segment) {
            case [0x2E]: if isLast { kept.append([]) }
            case [0x2E, 0x2E]:
                _ = kept.popLast()
                if isLast { kept.append([]) }
            default: kept.append(segment)
            }
        }
        return [0x2F] + Array(kept.joined(separator: [0x2F]))
    }
}
