//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Allocations

/// One operation of the hit path, run again and again.
struct Benchmark {
    let name: String
    /// Runs the operation so many times; what it returns depends on every one of them, so that none is left out.
    let run: (_ times: Int) throws -> Int
}

/// What one operation costs.
struct Measurement {
    let name: String
    /// Nanoseconds of one operation, in the best of many batches: noise only adds.
    let nanoseconds: Double
    /// Allocations of one operation, or `nil` where they cannot be counted.
    let allocations: Double?
}

extension Benchmark {
    /// Runs in batches of about a millisecond for about `duration`, after one batch that is not looked at.
    func measure(for duration: Duration) throws -> Measurement {
        let clock = ContinuousClock()
        var sum = try self.run(256)
        let trial = try clock.measure { sum &+= try self.run(256) }
        let times = max(256, Int(0.001 / max(trial.seconds / 256, 1e-9)))
        let end = clock.now + duration
        var best = Double.infinity
        repeat {
            let batch = try clock.measure { sum &+= try self.run(times) }
            best = min(best, batch.seconds / Double(times))
        } while clock.now < end
        let once = try self.allocations(times, &sum)
        let twice = try self.allocations(2 * times, &sum)
        guard sum != 0 else { throw BenchmarkFailure.nothingDone(self.name) }
        return Measurement(
            name: self.name, nanoseconds: best * 1e9,
            allocations: allocations_are_counted() == 0 ? nil : (twice - once) / Double(times))
    }

    /// What a batch allocates: the same for every batch, and more for a longer one by its operations alone.
    private func allocations(_ times: Int, _ sum: inout Int) throws -> Double {
        let before = allocations_so_far()
        sum &+= try self.run(times)
        return Double(allocations_so_far() - before)
    }
}

/// Why there is no measurement.
enum BenchmarkFailure: Error {
    /// The operation did not do what it is measured for.
    case refused(String)
    case nothingDone(String)
}

extension Duration {
    fileprivate var seconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) * 1e-18 }
}
