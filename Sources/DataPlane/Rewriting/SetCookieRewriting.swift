//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Takes `Domain` out of a `Set-Cookie` and puts `Path` below the connection's own, so that a client's cookie jar
/// cannot carry one connection's cookies to another (CONTRACT 1.6).
struct SetCookieRewriting {
    let connection: PreparedConnection

    func write(_ bytes: Span<UInt8>, _ line: FieldLine, into buffer: OutputBuffer) {
        buffer.write(bytes, line.nameRange)
        buffer.write(": ")
        var path: ByteRange?
        var start = Int(line.valueRange.start)
        let end = Int(line.valueRange.end)
        var isFirst = true
        while start <= end {
            var stop = start
            while stop < end, bytes[stop] != 0x3B { stop += 1 }
            let part = Self.trimmed(bytes, start, stop)
            switch isFirst ? Attribute.other : Attribute.read(bytes, part) {
            case .domain: break
            case .path(let value): path = value
            case .other:
                if !isFirst { buffer.write("; ") }
                buffer.write(bytes, part)
            }
            isFirst = false
            start = stop + 1
        }
        self.writePath(bytes, path, into: buffer)
        buffer.write("\r\n")
    }

    /// A path of the vendor's own stays below ours; `/`, none and anything that is not one become ours.
    private func writePath(_ bytes: Span<UInt8>, _ path: ByteRange?, into buffer: OutputBuffer) {
        buffer.write("; Path=/passthrough/")
        buffer.write(string: self.connection.id.description)
        buffer.write(UInt8(0x2F))
        guard let path = path, path.count > 1, bytes[Int(path.start)] == 0x2F else { return }
        let prefix = self.connection.destination.pathPrefix
        let value = Array(path.range.map { bytes[$0] })
        let isBelow = value.starts(with: prefix) && (value.count == prefix.count || value[prefix.count] == 0x2F)
        let rest = (isBelow ? value.dropFirst(prefix.count) : value[...]).drop { $0 == 0x2F }
        guard !DotSegments.stand(in: Array(rest).span) else { return }
        buffer.write(Array(rest))
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int) -> ByteRange {
        var (start, stop) = (start, stop)
        while start < stop, bytes[start] == .space || bytes[start] == .tab { start += 1 }
        while stop > start, bytes[stop - 1] == .space || bytes[stop - 1] == .tab { stop -= 1 }
        return ByteRange(start: start, end: stop)
    }

    private enum Attribute {
        case domain
        case path(ByteRange)
        case other

        static func read(_ bytes: Span<UInt8>, _ part: ByteRange) -> Attribute {
            var equals = Int(part.start)
            while equals < Int(part.end), bytes[equals] != 0x3D { equals += 1 }
            let name = trimmed(bytes, Int(part.start), equals)
            if bytes.matches(name, ignoringCase: "domain") { return .domain }
            guard bytes.matches(name, ignoringCase: "path") else { return .other }
            return .path(trimmed(bytes, min(equals + 1, Int(part.end)), Int(part.end)))
        }
    }
}
