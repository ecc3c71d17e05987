//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Writes the answers that are ours: a status line, the fields of CONTRACT 1.7 and a JSON body.
struct FailureResponse {
    var failure: GatewayFailure
    /// Replaces the failure's own message: what exactly is wrong with a malformed request.
    var message: StaticString?
    var requestID: RequestID
    var closes: Bool
    /// HEAD: the fields of the body without the body.
    var isHead: Bool
    /// Milliseconds of the whole.
    var totalTime: Int64 = 0
    /// Milliseconds of them since the vendor was sent the request; `nil` when it was not.
    var upstreamTime: Int64?

    func write(into buffer: OutputBuffer) {
        let failure = self.failure
        let body =
            "{\"statusCode\":\(failure.status),\"error\":\"\(failure.reason)\",\"message\":\""
            + "\(self.message ?? failure.message)\",\"code\":\"\(failure.code)\",\"request_id\":\"\(self.requestID)\"}"
        var head =
            "HTTP/1.1 \(failure.status) \(failure.reason)\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\nPassthrough-Error: \(failure.code)\r\n"
            + "Passthrough-Request-Id: \(self.requestID)\r\nX-Response-Time: \(self.totalTime)\r\n"
        if let upstreamTime = self.upstreamTime {
            head += "X-EndApi-Response-Time: \(upstreamTime)\r\n"
            head += "X-Unified-Response-Time: \(max(0, self.totalTime - upstreamTime))\r\n"
        }
        if let seconds = failure.retryAfter { head += "Retry-After: \(seconds)\r\n" }
        if failure == .methodNotAllowed { head += "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n" }
        if failure == .apiKeyMissing || failure == .apiKeyInvalid { head += "WWW-Authenticate: Bearer\r\n" }
        if self.closes { head += "Connection: close\r\n" }
        buffer.write(string: head)
        buffer.write("\r\n")
        if !self.isHead { buffer.write(string: body) }
    }
}
