//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// When tokens are renewed, and how long anybody waits for that.
package struct RefreshSettings: Sendable {
    /// A token is renewed this long before it ends, or a fifth of its life before if that is less.
    package var longestMargin = Duration.seconds(300)
    /// From sending a request for a token to the last byte of its answer.
    package var requestTimeout = Duration.seconds(20)
    /// How long nobody else may refresh; longer than `requestTimeout`, so that no two requests are under way at once.
    package var leaseTime = Duration.seconds(45)
    /// How long a refresh waits for one of another process.
    package var patience = Duration.seconds(50)
    package var pollInterval = Duration.milliseconds(100)
    /// After the first failure; doubled by each one that follows.
    package var firstBackoff = Duration.seconds(1)
    package var longestBackoff = Duration.seconds(300)
    /// How much of a vendor's `Retry-After` is believed.
    package var longestRetryAfter = Duration.seconds(900)
    /// When a refusal that is not about the token itself is put to the test again.
    package var refusalRetry = Duration.seconds(21_600)
    /// How long ended attempts are kept for whoever looks into the database.
    package var keepsAttempts = Duration.seconds(86_400)
    package var sweepInterval = Duration.seconds(30)
    /// Refreshes that the sweep has under way at once.
    package var sweepWidth = 8
    package var sleep: @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }

    package init() {}
}

extension Duration {
    /// Whole milliseconds; 0 when they are too many to count.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = self.components
        let (thousands, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return overflow ? 0 : thousands + attoseconds / 1_000_000_000_000_000
    }
}

extension Timestamp {
    /// The moment so much later; the last one there is when that is too far.
    func adding(_ milliseconds: Int64) -> Timestamp {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Timestamp(milliseconds: overflow ? (milliseconds > 0 ? .max : .min) : sum)
    }

    func adding(_ duration: Duration) -> Timestamp { self.adding(duration.wholeMilliseconds) }
}
