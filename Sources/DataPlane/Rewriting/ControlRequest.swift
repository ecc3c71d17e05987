//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Wire

/// Writes a head that goes to the control plane: the caller's own, less what is hop-by-hop, plus two internal fields
/// that cannot come from outside, because `Passthrough-*` is never forwarded (DESIGN section 1).
struct ControlRequest {
    var requestID: RequestID
    var callerAddress: IPAddress?

    /// Whether the control plane knows the method; its parser answers others without a body.
    static func serves(_ bytes: Span<UInt8>, _ method: ByteRange) -> Bool {
        let methods: [StaticString] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
        return methods.contains { name in
            name.utf8CodeUnitCount == method.count && bytes.holds(name, at: Int(method.start)) == true
        }
    }

    func write(_ bytes: Span<UInt8>, _ head: RequestHead, _ section: FieldSection, into buffer: OutputBuffer) {
        buffer.write(bytes, head.method)
        buffer.write(UInt8.space)
        buffer.write(bytes, head.target)
        buffer.write(" HTTP/1.1\r\n")
        if !section.lines.contains(where: { $0.name == .host }) { buffer.write("Host: localhost\r\n") }
        var run = FieldRun()
        for line in section.lines {
            if Self.isForwarded(line), !(head.namesOthers && section.isNamedByConnection(line, bytes)) {
                run.extend(line, bytes, buffer)
            } else {
                run.flush(bytes, buffer)
            }
        }
        run.flush(bytes, buffer)
        buffer.write("Passthrough-Request-Id: ")
        self.requestID.write(into: buffer)
        if let address = self.callerAddress {
            buffer.write(string: "\r\nPassthrough-Caller-Address: \(address)")
        }
        buffer.write("\r\n\r\n")
    }

    private static func isForwarded(_ line: FieldLine) -> Bool {
        switch line.name {
        case .connection, .expect, .http2Settings, .keepAlive, .passthrough, .proxy, .te, .upgrade: false
        default: true
        }
    }
}
