//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import Model

/// Gives every request its id and every response its time, and takes the body off answers to HEAD.
struct RequestIdentityMiddleware: RouterMiddleware {
    let now: @Sendable () -> Timestamp
    let makeRequestID: @Sendable () -> String

    func handle(
        _ request: Request, context: ManagementContext, next: (Request, ManagementContext) async throws -> Response
    ) async throws -> Response {
        let start = self.now()
        var context = context
        context.requestID = self.requestID(of: request)

        var response = try await next(request, context)
        if request.method == .head { response = response.createHeadResponse() }
        let elapsed = max(0, self.now().milliseconds - start.milliseconds)
        response.headers.set("X-Response-Time", String(elapsed))
        response.headers.set("Passthrough-Request-Id", context.requestID)
        return response
    }

    /// The data plane's id, so that both planes' records speak of one request; anything unlike an id is replaced.
    private func requestID(of request: Request) -> String {
        guard let given = request.headers.values(of: "Passthrough-Request-Id").first,
            (1...128).contains(given.utf8.count),
            given.utf8.allSatisfy(isIDByte)
        else { return self.makeRequestID() }
        return given
    }
}

private func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
    default: false
    }
}
