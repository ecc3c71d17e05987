//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird

/// Collections that official clients ask for and this server does not keep: empty to read, 501 to write.
struct UnimplementedRoutes: Sendable {
    let collection: String

    var endpoints: [Endpoint] {
        let path = "/unified/\(self.collection)"
        let writes: [HTTPRequest.Method] = [.put, .patch, .delete, .post]
        return [
            Endpoint(.get, path) { _, _ in try .json([String]()) },
            Endpoint(.post, path, refuse),
            Endpoint(.get, path + "/:id") { _, _ in throw Refusal.routeNotFound },
        ] + writes.map { Endpoint($0, path + "/:id", refuse) }
    }
}

private let refuse: Endpoint.Answer = { _, _ in throw Refusal.notImplemented }

/// Says that the process answers; needs no key.
let healthEndpoint = Endpoint(.get, "/healthz") { _, _ in try .json(["status": "ok"]) }
