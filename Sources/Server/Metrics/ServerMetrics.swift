//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
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
    let recorder: CallRecorder
    let startedAt: Timestamp

    func metrics() async -> [Metric] {
        let counters = await self.shards.counters()
        return CounterMetrics(counters: counters).metrics + self.tally.metrics + self.log + self.process
    }

    private var log: [Metric] {
        [
            Metric(
                "passthrough_calls_logged_total", .counter, "Calls that are in the log of calls, or were.",
                [Metric.Sample(Double(self.recorder.written))]),
            Metric(
                "passthrough_calls_dropped_total", .counter,
                "Calls that are not in the log, because it was written too slowly or not at all.",
                [Metric.Sample(Double(self.recorder.dropped))]),
        ]
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
