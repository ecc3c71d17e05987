//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How a connection is doing, in the words that are shown to people (CONTRACT section 2).
package enum ConnectionHealth: String, Sendable {
    /// The last call that tells was accepted by the vendor.
    case healthy = "Healthy"
    /// The vendor refuses the credential, and nothing has succeeded for a day or ever.
    case unhealthy = "Unhealthy"
    /// The vendor refuses the credential, but accepted it within the last day.
    case unhealthyNow = "Unhealthy now"
    /// Never used.
    case new = "New"

    /// How long ago a success may be for a failure to count as one of now, in milliseconds.
    private static let recent: Int64 = 86_400_000

    /// Reads the health out of when the last success and the last failure were.
    package init(healthyAt: Timestamp?, unhealthyAt: Timestamp?, isUnauthorized: Bool, now: Timestamp) {
        guard let unhealthyAt else {
            self = isUnauthorized ? .unhealthy : (healthyAt == nil ? .new : .healthy)
            return
        }
        guard let healthyAt else {
            self = .unhealthy
            return
        }
        if !isUnauthorized, healthyAt >= unhealthyAt {
            self = .healthy
        } else {
            let (age, overflows) = now.milliseconds.subtractingReportingOverflow(healthyAt.milliseconds)
            self = overflows || age > Self.recent ? .unhealthy : .unhealthyNow
        }
    }
}

extension Connection {
    package func health(now: Timestamp) -> ConnectionHealth {
        ConnectionHealth(
            healthyAt: self.lastHealthyAt, unhealthyAt: self.lastUnhealthyAt, isUnauthorized: self.isUnauthorized,
            now: now)
    }
}
