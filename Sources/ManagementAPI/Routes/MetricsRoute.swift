//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// `GET /metrics`: what the server counts, for whoever holds a key.
///
/// It is about the whole server and tells nothing of any workspace.
struct MetricsRoute: Sendable {
    let metrics: @Sendable () async -> [Metric]

    var endpoints: [Endpoint] { [Endpoint(.get, "/metrics", self.show)] }

    @Sendable private func show(_ request: Request, _ context: ManagementContext) async -> Response {
        let text = MetricsText.render(await self.metrics())
        return Response(
            status: .ok, headers: [.contentType: MetricsText.contentType],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
