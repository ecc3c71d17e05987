//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import NIOCore
import Wire

/// Turns a redirect into the upstream's own origin into one to us, so that an SDK that follows it comes back with its
/// key; one that points elsewhere is relayed untouched (CONTRACT 1.6).
struct LocationRewriting {
    let connection: PreparedConnection
    let destination: Destination

    func write(_ bytes: Span<UInt8>, _ line: FieldLine, into buffer: inout ByteBuffer) {
        guard let path = self.path(bytes, line.valueRange) else {
            return buffer.write(bytes, line.lineRange)
        }
        buffer.write(bytes, line.nameRange)
        buffer.writeStaticString(": /passthrough/")
        buffer.writeString(self.connection.id.description)
        buffer.writeInteger(UInt8(0x2F))
        if self.destination === self.connection.destination {
            buffer.write(bytes, path)
        } else {
            self.writeWithDomain(bytes, path, into: &buffer)
        }
        buffer.writeStaticString("\r\n")
    }

    /// A redirect of a call with `__domain` stays at that host, so the parameter goes along.
    private func writeWithDomain(_ bytes: Span<UInt8>, _ path: ByteRange, into buffer: inout ByteBuffer) {
        var end = Int(path.start)
        var hasQuery = false
        while end < Int(path.end), bytes[end] != 0x23 {
            hasQuery = hasQuery || bytes[end] == 0x3F
            end += 1
        }
        buffer.write(bytes, ByteRange(start: Int(path.start), end: end))
        buffer.writeString("\(hasQuery ? "&" : "?")__domain=\(self.destination.base.authority)")
        buffer.write(bytes, ByteRange(start: end, end: Int(path.end)))
    }

    /// The part of the value behind the connection's base URL; `nil` when it is not below it.
    private func path(_ bytes: Span<UInt8>, _ value: ByteRange) -> ByteRange? {
        var start = Int(value.start)
        let end = Int(value.end)
        guard start < end else { return nil }
        if bytes[start] == 0x2F {
            // `//host` is another authority, and `/\` is read as one by browsers.
            if start + 1 < end, bytes[start + 1] == 0x2F || bytes[start + 1] == 0x5C {
                guard let behind = self.skipOrigin(bytes, value, withoutScheme: true) else { return nil }
                start = behind
            }
        } else {
            guard let behind = self.skipOrigin(bytes, value, withoutScheme: false) else { return nil }
            start = behind
        }
        return self.belowPrefix(bytes, start: start, end: end)
    }

    /// The offset behind the origin that was called.
    private func skipOrigin(_ bytes: Span<UInt8>, _ value: ByteRange, withoutScheme: Bool) -> Int? {
        var origin = self.destination.origin[...]
        if withoutScheme, let colon = origin.firstIndex(of: 0x3A) { origin = origin[(colon + 1)...] }
        var position = Int(value.start)
        for byte in origin {
            guard position < Int(value.end), bytes[position].lowercased == byte else { return nil }
            position += 1
        }
        position = self.skipDefaultPort(bytes, from: position, to: Int(value.end))
        guard position == Int(value.end) || [0x2F, 0x3F, 0x23].contains(bytes[position]) else { return nil }
        return position
    }

    private func skipDefaultPort(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        let base = self.destination.base
        guard base.port == base.scheme.defaultPort else { return start }
        let port = Array(":\(base.port)".utf8)
        guard start + port.count <= end else { return start }
        for offset in port.indices where bytes[start + offset] != port[offset] { return start }
        return start + port.count
    }

    private func belowPrefix(_ bytes: Span<UInt8>, start: Int, end: Int) -> ByteRange? {
        var position = start
        for byte in self.destination.pathPrefix {
            guard position < end, bytes[position] == byte else { return nil }
            position += 1
        }
        guard position < end else { return ByteRange(start: position, end: end) }
        switch bytes[position] {
        case 0x2F: return ByteRange(start: position + 1, end: end)
        case 0x3F, 0x23: return ByteRange(start: position, end: end)
        default: return nil
        }
    }
}
