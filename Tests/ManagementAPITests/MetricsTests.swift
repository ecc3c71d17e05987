//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

/// `GET /metrics` in the text format of Prometheus.
@Suite struct MetricsTests {
    private static let text = #"""
        # HELP some_total What \\ and\nwhy "so".
        # TYPE some_total counter
        some_total 3
        some_total{a="x",b="\"\\\n"} 0
        # HELP some_bytes Half.
        # TYPE some_bytes gauge
        some_bytes 0.5
        # HELP some_seconds Long.
        # TYPE some_seconds histogram
        some_seconds_bucket{le="0.1"} 1
        some_seconds_bucket{le="+Inf"} 2
        some_seconds_sum 1000000000000000
        some_seconds_count 2

        """#

    @Test func metricsAreShownAsText() async throws {
        try await Rig.run { session in
            for key in [session.rig.key, session.rig.otherKey] {
                let answer = try await session.send(.get, "/metrics", key: key)
                #expect(answer.status == 200)
                #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
                #expect(answer.text == Self.text)
            }
        }
    }

    @Test func metricsAreForHoldersOfAKey() async throws {
        try await Rig.run { session in
            try await session.send(.get, "/metrics", headers: [:]).expectFailure(401, "api_key_missing")
            try await session.send(.get, "/metrics", key: "Bearer nobody").expectFailure(401, "api_key_invalid")
            try await session.send(.post, "/metrics").expectFailure(405, "method_not_allowed")
        }
    }
}
