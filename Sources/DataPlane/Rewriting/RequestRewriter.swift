//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
package import Wire

/// Writes the head that goes to the vendor: the caller's own bytes, less what is hop-by-hop or ours, plus the credential.
///
/// One pass over the field lines; lines that stand together in the caller's head are copied together, so names,
/// values, order and case arrive as they were sent (CONTRACT 1.5).
package struct RequestRewriter {
    let connection: PreparedConnection
    let destination: Destination
    let target: PassthroughTarget

    package init(connection: PreparedConnection, destination: Destination, target: PassthroughTarget) {
        self.connection = connection
        self.destination = destination
        self.target = target
    }

    package func write(
        _ bytes: Span<UInt8>, _ head: RequestHead, _ section: FieldSection, into buffer: OutputBuffer
    ) {
        self.writeLines(bytes, head, section, into: buffer)
        buffer.write("\r\n")
    }

    /// As `write`, without the blank line at the end.
    @inline(__always)
    func writeLines(
        _ bytes: Span<UInt8>, _ head: RequestHead, _ section: FieldSection, into buffer: OutputBuffer
    ) {
        buffer.write(bytes, head.method)
        buffer.write(UInt8.space)
        self.target.write(bytes, destination: self.destination, connection: self.connection, into: buffer)
        buffer.write(" HTTP/1.1\r\n")
        buffer.write(self.destination.hostLine)
        self.writeFields(bytes, head, section, into: buffer)
        for header in self.connection.staticHeaders where !Self.has(header.name, bytes, section) {
            buffer.write(header.line)
        }
        buffer.write(self.connection.credentialLines)
    }

    private func writeFields(
        _ bytes: Span<UInt8>, _ head: RequestHead, _ section: FieldSection, into buffer: OutputBuffer
    ) {
        let lastContentType = section.lines.lastIndex { $0.name == .contentType }
        var run = FieldRun()
        for index in section.lines.indices {
            let line = section.lines[index]
            let isRepeated = line.name == .contentType && index != lastContentType
            if !isRepeated, self.isForwarded(line, bytes),
                !(head.namesOthers && section.isNamedByConnection(line, bytes))
            {
                run.extend(line, bytes, buffer)
            } else {
                run.flush(bytes, buffer)
            }
        }
        run.flush(bytes, buffer)
    }

    private func isForwarded(_ line: FieldLine, _ bytes: Span<UInt8>) -> Bool {
        switch line.name {
        case .other, .location, .setCookie, .timing, .trailer, .contentType, .userAgent: !self.isCredential(line, bytes)
        case .contentLength, .transferEncoding: true
        case .cookie: !line.valueRange.isEmpty && !self.isCredential(line, bytes)
        case .authorization, .connection, .expect, .host, .http2Settings, .keepAlive, .passthrough, .proxy, .te,
            .upgrade:
            false
        }
    }

    /// A credential never gives way: the caller's own field of its name stays here.
    private func isCredential(_ line: FieldLine, _ bytes: Span<UInt8>) -> Bool {
        self.connection.credentialNames.contains { $0.isName(of: line, in: bytes) }
    }

    private static func has(_ name: PreparedName, _ bytes: Span<UInt8>, _ section: FieldSection) -> Bool {
        section.lines.contains { name.isName(of: $0, in: bytes) }
    }
}

/// Field lines that stand together and are copied in one go.
struct FieldRun {
    private var start = 0
    private var end = 0

    @inline(__always)
    mutating func extend(_ line: FieldLine, _ bytes: Span<UInt8>, _ buffer: OutputBuffer) {
        if self.end != Int(line.nameRange.start) {
            self.flush(bytes, buffer)
            self.start = Int(line.nameRange.start)
        }
        self.end = Int(line.lineEnd)
    }

    @inline(__always)
    mutating func flush(_ bytes: Span<UInt8>, _ buffer: OutputBuffer) {
        if self.end > self.start { buffer.write(bytes, ByteRange(start: self.start, end: self.end)) }
        self.start = 0
        self.end = 0
    }
}

extension FieldSection {
    /// Whether a `Connection` field names this one (RFC 9110 section 7.6.1).
    ///
    /// What frames the body cannot be named away.
    func isNamedByConnection(_ line: FieldLine, _ bytes: Span<UInt8>) -> Bool {
        guard line.name != .host, line.name != .contentLength, line.name != .transferEncoding else { return false }
        for field in self.lines where field.name == .connection {
            var options = ConnectionOptions(bytes, field.valueRange)
            while let option = options.next(bytes) {
                if let option = option, bytes.matches(option, ignoringCase: bytes, line.nameRange) { return true }
            }
        }
        return false
    }
}
