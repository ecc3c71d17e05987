//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Takes every `__domain` out of a query and leaves all other bytes as they are (CONTRACT 1.3).
struct QueryFilter {
    /// Values of the `__domain` parameters, percent-decoded, in order.
    private(set) var domains: [[UInt8]] = []

    /// Whether the query has to be filtered at all: cheap, and almost always the answer is no.
    static func mayHoldDomain(_ bytes: Span<UInt8>, _ query: ByteRange) -> Bool {
        var isStart = true
        for index in query.range {
            let byte = bytes[index]
            if isStart, byte == 0x5F || byte == 0x25 { return true }
            isStart = byte == 0x26
        }
        return false
    }

    /// The query without parameters of these names; `nil` when nothing is left of it.
    static func removing(_ names: [[UInt8]], from query: [UInt8]) -> [UInt8]? {
        let parameters = query.split(separator: 0x26, omittingEmptySubsequences: false)
        let kept = parameters.filter { parameter in
            let name = PercentEncoding.decode(Array(parameter.prefix { $0 != 0x3D }).span)
            return !names.contains(name)
        }
        if kept.count < parameters.count, kept.isEmpty { return nil }
        return Array(kept.joined(separator: [0x26]))
    }

    /// The query without its `__domain` parameters; `nil` when nothing is left of it.
    mutating func filter(_ query: [UInt8]) -> [UInt8]? {
        var kept: [ArraySlice<UInt8>] = []
        var removed = false
        for parameter in query.split(separator: 0x26, omittingEmptySubsequences: false) {
            let equals = parameter.firstIndex(of: 0x3D) ?? parameter.endIndex
            let name = PercentEncoding.decode(Array(parameter[..<equals]).span)
            guard name == Array("__domain".utf8) else {
                kept.append(parameter)
                continue
            }
            removed = true
            let value = equals < parameter.endIndex ? Array(parameter[(equals + 1)...]) : []
            self.domains.append(PercentEncoding.decode(value.span))
        }
        if removed, kept.isEmpty { return nil }
        return Array(kept.joined(separator: [0x26]))
    }
}
