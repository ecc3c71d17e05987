//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Names and values of a query or a form, decoded and encoded again as signatures want them.
///
/// Both schemes agree: `+` is a space, a name without `=` has an empty value, empty pairs are none, and every byte but the
/// unreserved ones is escaped (RFC 5849 sections 3.4.1.3 and 3.6; AWS's canonical query).
package struct QueryPairs {
    private var encoded: [(name: [UInt8], value: [UInt8])] = []

    package init() {}

    package mutating func append(form bytes: [UInt8]) {
        for pair in bytes.split(separator: 0x26) {
            let parts = pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? Self.normal(parts[1]) : []
            self.encoded.append((Self.normal(parts[0]), value))
        }
    }

    /// Appends a pair that is plain text.
    package mutating func append(_ name: StaticString, _ value: [UInt8]) {
        self.encoded.append((Array("\(name)".utf8), PercentEncoding.encode(value)))
    }

    /// `name=value` of each, sorted by name, then by value, as bytes.
    package var sorted: [UInt8] {
        let sorted = self.encoded.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        return Array(sorted.map { $0.name + [0x3D] + $0.value }.joined(separator: [0x26]))
    }

    private static func normal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let plain = bytes.map { $0 == 0x2B ? UInt8.space : $0 }
        return PercentEncoding.encode(PercentEncoding.decode(plain.span))
    }
}
