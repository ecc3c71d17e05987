//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// IP addresses in canonical text.
enum AddressText {
    /// Four decimal numbers without leading zeros; every other way to write an address is refused.
    static func isVersion4(_ text: some StringProtocol) -> Bool { Self.octets(text) != nil }

    private static func octets(_ text: some StringProtocol) -> [UInt16]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part -> UInt16? in
            guard let octet = UInt8(part), String(octet) == part else { return nil }
            return UInt16(octet)
        }
        return octets.count == 4 ? octets : nil
    }

    /// An IPv6 address as RFC 5952 writes it.
    ///
    /// What has a zone is no address here.
    static func canonicalVersion6(_ text: some StringProtocol) -> String? {
        let halves = Self.halves(of: String(text))
        switch halves.count {
        case 1:
            guard let groups = Self.groups(halves[0]), groups.count == 8 else { return nil }
            return Self.written(groups)
        case 2:
            guard let head = Self.groups(halves[0], mayEndInVersion4: false), let tail = Self.groups(halves[1]),
                head.count + tail.count < 8
            else { return nil }
            return Self.written(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
        default: return nil
        }
    }

    /// What stands before and after each `::`.
    private static func halves(of text: String) -> [Substring] {
        var halves: [Substring] = []
        var start = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let next = text.index(after: index)
            guard text[index] == ":", next < text.endIndex, text[next] == ":" else {
                index = next
                continue
            }
            halves.append(text[start..<index])
            start = text.index(after: next)
            index = start
        }
        return halves + [text[start...]]
    }

    private static func groups(_ text: Substring, mayEndInVersion4: Bool = true) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInVersion4, index == parts.count - 1, let octets = Self.octets(part) {
                groups += [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
                continue
            }
            let isHexadecimal = part.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            guard (1...4).contains(part.utf8.count), isHexadecimal, let group = UInt16(part, radix: 16) else {
                return nil
            }
            groups.append(group)
        }
        return groups
    }

    /// The longest run of zeros, the first of equals, is `::`.
    private static func written(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        let words = groups.map { String($0, radix: 16) }
        guard !best.isEmpty else { return words.joined(separator: ":") }
        return words[..<best.lowerBound].joined(separator: ":") + "::"
            + words[best.upperBound...].joined(separator: ":")
    }
}
