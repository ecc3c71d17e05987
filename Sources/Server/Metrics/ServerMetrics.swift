//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import ManagementAPI
internal import Model

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// All that `GET /metrics` shows: of the shards, of the exchanges that are over, and of the process.
struct ServerMetrics: Sendable {
    let shards: RunningShards
    let tally: RecordTally
    let startedAt: Timestamp

    func metrics() async -> [Metric] {
        let counters = await self.shards.counters()
        return CounterMetrics(counters: counters).metrics + self.tally.metrics + self.process
    }

    private var process: [Metric] {
        var metrics = [
            Metric(
                "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.",
                [Metric.Sample(Double(self.startedAt.milliseconds) / 1000)])
        ]
        if let bytes = Self.residentBytes {
            metrics.append(
                Metric(
                    "process_resident_memory_bytes", .gauge, "Resident memory of the process.",
                    [Metric.Sample(Double(bytes))]))
        }
        return metrics
    }

    /// From `/proc`: `nil` where there is none.
    private static var residentBytes: Int? {
        SmallFile.read("/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            .map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
}
