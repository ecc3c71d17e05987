//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Wire

/// Where a request target leads: through to a vendor, or to the control plane.
package enum Route: Sendable {
    /// `/passthrough/{connection_id}/{rest}?{query}`; the id is `nil` when it is not one.
    case passthrough(id: ConnectionID?, rest: ByteRange, query: ByteRange?)
    case control
    /// `/passthrough` without a connection.
    case nowhere

    /// Reads the raw target, before anything decodes, merges or normalises it (CONTRACT 1.2).
    package static func read(_ bytes: Span<UInt8>, _ target: ByteRange) -> Route {
        let start = Int(target.start)
        let end = Int(target.end)
        guard target.count >= 12, bytes.holds("/passthrough", at: start) == true else { return .control }
        let afterName = start + 12
        guard afterName < end, bytes[afterName] != 0x3F else { return .nowhere }
        guard bytes[afterName] == 0x2F else { return .control }
        let question = Self.first(0x3F, in: bytes, from: afterName, to: end)
        let pathEnd = question ?? end
        let idStart = afterName + 1
        let idEnd = Self.first(0x2F, in: bytes, from: idStart, to: pathEnd) ?? pathEnd
        guard idEnd > idStart else { return .nowhere }
        return .passthrough(
            id: ConnectionID(bytes: bytes.extracting(idStart..<idEnd)),
            rest: ByteRange(start: min(idEnd + 1, pathEnd), end: pathEnd),
            query: question.map { ByteRange(start: $0 + 1, end: end) })
    }

    private static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var index = start
        while index < end {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }
}
