//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Wire

/// Writes the head that goes to the caller: the vendor's own bytes, less what is hop-by-hop or ours, plus our fields.
///
/// One pass, lines that stand together copied together (CONTRACT 1.6).
package struct ResponseRewriter {
    /// What a response is rewritten for: a vendor's is not trusted with our names, the control plane's is.
    package enum Origin {
        case vendor(PreparedConnection, Destination)
        case control
    }

    var origin: Origin
    var requestID: RequestID
    /// Milliseconds from the head going up to the head coming down.
    var upstreamTime: Int64
    /// Milliseconds of the whole so far.
    var totalTime: Int64
    package var framing: DownstreamFraming
    /// Whether the caller spoke HTTP/1.0 and its channel stays open.
    package var announcesKeepAlive: Bool
    package var closes: Bool
    /// The path that was called; known for redirects, which may be relative to it.
    package var requestPath: [UInt8] = [0x2F]

    package func write(
        _ bytes: Span<UInt8>, _ head: ResponseHead, _ section: FieldSection, into buffer: OutputBuffer
    ) {
        buffer.write("HTTP/1.1 ")
        buffer.write(bytes, head.statusAndReason)
        // A status line without a reason has its last space all the same (RFC 9112 section 4).
        if head.statusAndReason.count == 3 { buffer.write(UInt8.space) }
        buffer.write("\r\n")
        self.writeFields(bytes, head, section, into: buffer)
        guard !head.isInterim else {
            buffer.write("\r\n")
            return
        }
        self.writeOwnFields(into: buffer)
    }

    private func writeFields(
        _ bytes: Span<UInt8>, _ head: ResponseHead, _ section: FieldSection, into buffer: OutputBuffer
    ) {
        var run = FieldRun()
        for line in section.lines {
            let isNamed = head.namesOthers && section.isNamedByConnection(line, bytes)
            if self.isForwarded(line, head), !isNamed {
                run.extend(line, bytes, buffer)
                continue
            }
            run.flush(bytes, buffer)
            guard !isNamed, case .vendor(let connection, let destination) = self.origin else { continue }
            switch line.name {
            case .location:
                LocationRewriting(connection: connection, destination: destination, requestPath: self.requestPath)
                    .write(bytes, line, into: buffer)
            case .setCookie:
                SetCookieRewriting(connection: connection).write(bytes, line, into: buffer)
            default: break
            }
        }
        run.flush(bytes, buffer)
    }

    private func isForwarded(_ line: FieldLine, _ head: ResponseHead) -> Bool {
        switch line.name {
        case .other, .contentType, .authorization, .cookie, .expect, .host, .te, .trailer, .http2Settings, .userAgent:
            return true
        case .contentLength:
            // 204 and 1xx have none (RFC 9110 section 8.6); HEAD and 304 may say what a GET would have.
            return !head.isInterim && head.status != 204
        case .transferEncoding: return self.framing == .asUpstream && !head.isInterim && head.status != 204
        case .connection, .keepAlive, .upgrade, .proxy: return false
        case .location:
            if case .control = self.origin { return true }
            return !(300..<400).contains(head.status)
        case .setCookie, .passthrough, .timing:
            if case .control = self.origin { return true }
            return false
        }
    }

    private func writeOwnFields(into buffer: OutputBuffer) {
        switch self.framing {
        case .chunking: buffer.write("Transfer-Encoding: chunked\r\n")
        case .asUpstream, .dechunking: break
        }
        if case .vendor = self.origin {
            buffer.write("X-Response-Time: ")
            buffer.write(decimal: self.totalTime)
            buffer.write("\r\nX-EndApi-Response-Time: ")
            buffer.write(decimal: self.upstreamTime)
            buffer.write("\r\nX-Unified-Response-Time: ")
            buffer.write(decimal: max(0, self.totalTime - self.upstreamTime))
            buffer.write("\r\nPassthrough-Request-Id: ")
            self.requestID.write(into: buffer)
            buffer.write("\r\n")
        }
        if self.closes {
            buffer.write("Connection: close\r\n")
        } else if self.announcesKeepAlive {
            buffer.write("Connection: keep-alive\r\n")
        }
        buffer.write("\r\n")
    }
}

extension ResponseRewriter {
    /// For a response whose framing stays and whose channel does too.
    package init(origin: Origin, requestID: RequestID) {
        self.init(
            origin: origin, requestID: requestID, upstreamTime: 0, totalTime: 0, framing: .asUpstream,
            announcesKeepAlive: false, closes: false)
    }
}

/// How the body goes down, given how it came from upstream.
package enum DownstreamFraming: Sendable {
    /// As it came: a length, chunks, or no body; or closed at its end for a caller of HTTP/1.0.
    case asUpstream
    /// It came until the channel closed; the caller gets chunks, so that a cut can be told from an end.
    case chunking
    /// It came in chunks; a caller of HTTP/1.0 gets the content until the channel closes.
    case dechunking
}
