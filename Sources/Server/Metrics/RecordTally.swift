//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import ManagementAPI
internal import Synchronization

/// Hears of every exchange and counts how they went.
final class RecordTally: RequestRecordSink {
    private struct Counts {
        /// By the first digit of the status; the first are exchanges whose caller left before an answer.
        var answers = [UInt64](repeating: 0, count: 6)
        var durations = Histogram()
        var vendorDurations = Histogram()
    }

    private let counts = Mutex(Counts())

    func take(_ batch: RecordBatch) async {
        self.counts.withLock { counts in
            for entry in batch.entries {
                counts.answers[min(Int(entry.status) / 100, 5)] &+= 1
                counts.durations.add(nanoseconds: entry.duration)
                if let duration = entry.vendorDuration { counts.vendorDurations.add(nanoseconds: duration) }
            }
        }
    }

    var metrics: [Metric] {
        let counts = self.counts.withLock { $0 }
        // No final answer has a status that begins with 1.
        let answers = counts.answers.enumerated().filter { $0.offset != 1 }.map { first, count in
            Metric.Sample(Double(count), [("status", first == 0 ? "none" : "\(first)xx")])
        }
        return [
            Metric(
                "passthrough_answers_total", .counter,
                "Exchanges that are over, by the first digit of the status; none when the caller left before.", answers),
            Metric(
                "passthrough_exchange_duration_seconds", .histogram,
                "From a request's head to the last byte of its answer.", counts.durations.samples),
            Metric(
                "passthrough_vendor_duration_seconds", .histogram,
                "The part of an exchange after the vendor was sent the request.", counts.vendorDurations.samples),
        ]
    }
}
