//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// `GET /metrics` counts what has happened to the server.
    @Suite struct MetricsOfTheServer {
        @Test func whatHappenedIsCounted() throws {
            // Shards count for themselves, so what is asked goes over one channel.
            let rig = try Rig()
            let socket = try rig.connect()
            let known = message("GET ~/x HTTP/1.1")
            for _ in 0..<20 { #expect(try Self.ask(rig, socket, rig.fill(known, for: .bearer)) == 200) }
            let nobody = known.replacing("{K}", with: "pt_nobody")
            for _ in 0..<3 { #expect(try Self.ask(rig, socket, rig.fill(nobody, for: .bearer)) == 401) }
            #expect(try Self.ask(rig, socket, rig.fill(known, for: .unreachable)) == 502)

            var metrics = try Metrics.read(from: rig)
            #expect(eventually { self.isCounted(24, rig, &metrics) })

            #expect(metrics[#"passthrough_answers_total{status="2xx"}"#] == 20)
            #expect(metrics[#"passthrough_answers_total{status="4xx"}"#] == 3)
            #expect(metrics[#"passthrough_answers_total{status="5xx"}"#] == 1)
            #expect(metrics[#"passthrough_failures_total{code="api_key_invalid"}"#] == 3)
            #expect(metrics[#"passthrough_failures_total{code="upstream_unreachable"}"#] == 1)
            #expect(metrics[#"passthrough_upstream_channels_total{reused="true"}"#] == 19)
            #expect(metrics[#"passthrough_upstream_channels_total{reused="false"}"#] == 1)
            #expect(metrics[#"passthrough_vendor_duration_seconds_bucket{le="+Inf"}"#] == 20)
            #expect(metrics["passthrough_records_dropped_total"] == 0)
            #expect(metrics[#"passthrough_cache_loads_total{cache="connections"}"#] == 2)
            #expect(metrics[#"passthrough_open_channels{peer="caller"}"#] >= 2)
            #expect(metrics[#"passthrough_open_channels{peer="vendor"}"#] == 1)
            #expect(metrics["process_resident_memory_bytes"] > 1 << 20)
            #expect(try rig.server.stop() == 0)
        }

        /// Nothing of the account or the key is in a name or a label.
        @Test func idsAreNoLabels() throws {
            let rig = try Rig.shared()
            let socket = try rig.connect()
            _ = try Self.ask(rig, socket, rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
            let names = try Metrics.read(from: rig).samples.keys.joined(separator: "\n")

            for secret in [Rig.key, Rig.credential, Account.bearer.id, "127.0.0.1"] {
                #expect(!names.contains(secret))
            }
        }

        private static func ask(_ rig: Rig, _ socket: RawSocket, _ request: [UInt8]) throws -> Int {
            try socket.send(request)
            return try socket.readResponse().status
        }

        /// Exchanges are counted when their records come, twice a second.
        private func isCounted(_ count: Int, _ rig: Rig, _ metrics: inout Metrics) -> Bool {
            guard let read = try? Metrics.read(from: rig) else { return false }
            metrics = read
            return metrics["passthrough_exchange_duration_seconds_count"] >= count
        }
    }
}
