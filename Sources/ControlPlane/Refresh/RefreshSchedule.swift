//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// When a credential has to be renewed.
package struct RefreshSchedule: Sendable {
    package enum State: Sendable {
        case valid
        /// Used, and renewed meanwhile.
        case ending
        case ended
    }

    private let settings: RefreshSettings

    package init(settings: RefreshSettings = RefreshSettings()) { self.settings = settings }

    package func state(of auth: ConnectionAuth, at now: Timestamp) -> State {
        guard let expiry = auth.expiryDate else { return .valid }
        if now >= expiry { return .ended }
        return now >= expiry.adding(-self.margin(of: auth)) ? .ending : .valid
    }

    /// When the credential is to be renewed even if nobody uses it.
    ///
    /// `nil` without a refresh token: what is asked for without one is asked for when it is needed.
    package func refreshAt(of auth: ConnectionAuth, at now: Timestamp) -> Timestamp? {
        guard auth.refreshToken != nil else { return nil }
        var moments: [Timestamp] = []
        if let expiry = auth.expiryDate { moments.append(expiry.adding(-self.margin(of: auth))) }
        if let expiry = auth.refreshTokenExpiresDate {
            // Unused it would die; a moment that has passed cannot be helped by asking over and over.
            let moment = expiry.adding(-self.refreshTokenMargin(of: auth))
            if moment > now { moments.append(moment) }
        }
        return moments.min()
    }

    /// Says when the credential ends if only its life was said, and when it is to be renewed.
    package func complete(_ connection: inout Connection, at now: Timestamp) {
        connection.auth.expiryDate =
            connection.auth.expiryDate ?? Self.end(of: connection.auth.expiresIn, from: now)
        connection.auth.refreshTokenExpiresDate =
            connection.auth.refreshTokenExpiresDate ?? Self.end(of: connection.auth.refreshTokenExpiresIn, from: now)
        connection.refreshAt = self.refreshAt(of: connection.auth, at: now)
    }

    /// How long the vendor is left alone after so many failures in a row, in milliseconds.
    ///
    /// `retryAfter` is what it asked for, in seconds; `random` are bytes, so that connections that failed together do
    /// not come back together.
    package func backoff(failures: Int64, retryAfter: Int64?, random: [UInt8]) -> Int64 {
        let first = self.settings.firstBackoff.wholeMilliseconds
        let longest = self.settings.longestBackoff.wholeMilliseconds
        let doublings = min(max(failures - 1, 0), 30)
        let (product, overflow) = first.multipliedReportingOverflow(by: 1 << doublings)
        let whole = overflow ? longest : min(product, longest)
        let share = random.prefix(2).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let jittered = whole / 2 + whole / 2 * share / 65_535
        let asked = min(max(retryAfter ?? 0, 0), self.settings.longestRetryAfter.components.seconds) * 1000
        return max(jittered, asked, 1)
    }

    private func margin(of auth: ConnectionAuth) -> Int64 {
        self.part(of: auth.expiresIn, atMost: self.settings.longestMargin.wholeMilliseconds)
    }

    private func refreshTokenMargin(of auth: ConnectionAuth) -> Int64 {
        self.part(of: auth.refreshTokenExpiresIn, atMost: 86_400_000)
    }

    /// A fifth of a life of so many seconds.
    private func part(of life: Int64?, atMost longest: Int64) -> Int64 {
        guard let life, life > 0 else { return longest }
        let (milliseconds, overflow) = life.multipliedReportingOverflow(by: 1000)
        return overflow ? longest : min(longest, milliseconds / 5)
    }

    private static func end(of life: Int64?, from now: Timestamp) -> Timestamp? {
        guard let life, life > 0 else { return nil }
        let (milliseconds, overflow) = life.multipliedReportingOverflow(by: 1000)
        return overflow ? nil : now.adding(milliseconds)
    }
}
