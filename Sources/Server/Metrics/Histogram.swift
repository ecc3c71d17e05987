//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ManagementAPI

/// How many durations were no longer than each of some bounds.
struct Histogram: Sendable {
    /// From 1 ms to 60 s.
    private static let bounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    private static let nanoseconds = bounds.map { UInt64(($0 * 1e9).rounded()) }

    /// By the first bound that is no less; what is longer than all stands last.
    private var counts = [UInt64](repeating: 0, count: bounds.count + 1)
    private var sum: Double = 0

    mutating func add(nanoseconds: UInt64) {
        let index = Self.nanoseconds.firstIndex { nanoseconds <= $0 } ?? Self.nanoseconds.count
        self.counts[index] &+= 1
        self.sum += Double(nanoseconds) / 1e9
    }

    var samples: [Metric.Sample] {
        var samples: [Metric.Sample] = []
        var count: UInt64 = 0
        for (index, part) in self.counts.enumerated() {
            count &+= part
            let bound = index < Self.bounds.count ? "\(Self.bounds[index])" : "+Inf"
            samples.append(Metric.Sample(Double(count), [("le", bound)], suffix: "_bucket"))
        }
        return samples + [
            Metric.Sample(self.sum, suffix: "_sum"), Metric.Sample(Double(count), suffix: "_count"),
        ]
    }
}
