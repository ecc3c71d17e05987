//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import ManagementAPI

/// What the shards count, under the names that are shown.
struct CounterMetrics {
    let counters: Counters

    var metrics: [Metric] { self.exchanges + self.records + self.lookups + self.channels }

    private var exchanges: [Metric] {
        [
            self.counter(
                "passthrough_requests_total", "Requests whose head was read, those to the management API included.",
                self.counters.requests),
            Metric("passthrough_failures_total", .counter, "Answers of our own, by code.", self.failures),
            Metric(
                "passthrough_upstream_channels_total", .counter,
                "Requests sent to vendors, by whether their channel had served before.",
                [
                    self.sample(self.counters.reusedChannels, ("reused", "true")),
                    self.sample(self.counters.newChannels, ("reused", "false")),
                ]),
            self.counter(
                "passthrough_retries_total", "Requests sent again because a channel that had served before was dead.",
                self.counters.retries),
            self.counter(
                "passthrough_credential_refusals_total",
                "Answers of 401 from vendors over connections whose credential can be refreshed.",
                self.counters.credentialRefusals),
            self.counter(
                "passthrough_replays_total", "Requests sent again with a fresh credential.", self.counters.replays),
            self.counter(
                "passthrough_cuts_total", "Answers that were begun and could not be completed.", self.counters.cuts),
            self.counter(
                "passthrough_dropped_bytes_total", "Bytes that callers sent behind the last answer of their channel.",
                self.counters.droppedBytes),
        ]
    }

    private var records: [Metric] {
        [
            self.counter(
                "passthrough_records_dropped_total", "Exchanges that are not in passthrough_answers_total.",
                self.counters.droppedRecords),
            self.counter(
                "passthrough_bodies_dropped_total",
                "Exchanges whose captured bodies were more than could be handed over.",
                self.counters.droppedBodies),
        ]
    }

    private var lookups: [Metric] {
        let caches = [("connections", self.counters.connectionLookups), ("keys", self.counters.keyLookups)]
        return [
            Metric(
                "passthrough_cache_lookups_total", .counter, "Look-ups of connections and keys in the shards' caches.",
                caches.flatMap { name, counters in
                    [
                        self.sample(counters.hits, ("cache", name), ("result", "hit")),
                        self.sample(counters.misses, ("cache", name), ("result", "miss")),
                    ]
                }),
            Metric(
                "passthrough_cache_loads_total", .counter, "Questions of the shards' caches to the store.",
                caches.map { name, counters in self.sample(counters.loads, ("cache", name)) }),
        ]
    }

    private var channels: [Metric] {
        [
            Metric(
                "passthrough_open_channels", .gauge, "Channels that are open, or being opened, to callers and vendors.",
                [
                    self.sample(self.counters.callerChannels, ("peer", "caller")),
                    self.sample(self.counters.vendorChannels, ("peer", "vendor")),
                ])
        ]
    }

    /// Failures that callers see under one code are counted together.
    private var failures: [Metric.Sample] {
        var codes: [String] = []
        var counts: [String: UInt64] = [:]
        for failure in GatewayFailure.allCases {
            let code = "\(failure.code)"
            if counts[code] == nil { codes.append(code) }
            counts[code, default: 0] &+= self.counters.failures[Int(failure.rawValue)]
        }
        return codes.map { self.sample(counts[$0] ?? 0, ("code", $0)) }
    }

    private func counter(_ name: String, _ help: String, _ value: UInt64) -> Metric {
        Metric(name, .counter, help, [self.sample(value)])
    }

    private func sample(_ value: UInt64, _ labels: (name: String, value: String)...) -> Metric.Sample {
        Metric.Sample(Double(value), labels)
    }
}
