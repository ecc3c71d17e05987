//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage

/// Why a connection is refreshed; looked at again when nobody else can refresh it.
enum RefreshNeed: Sendable, Hashable {
    /// Its credential is about to end or has ended.
    case renewal
    /// The vendor refused the credential of that version.
    case refused(version: UInt64)
    /// Its `refresh_at` has passed.
    case due
    /// Somebody asks for it, whatever is known.
    case demand
    /// An answer was received and not applied.
    case replay

    /// Whether it waits while the vendor is left alone after a failure.
    var mindsBackoff: Bool { self != .demand }

    /// Whether a failure means that the credential we have is of no use either.
    var wasRefused: Bool { if case .refused = self { true } else { false } }

    /// What is to be said when nothing has to be done any more; `nil` when it has.
    func settled(
        _ row: ConnectionRow, _ auth: ConnectionAuth, _ schedule: RefreshSchedule, now: Timestamp
    ) -> RefreshOutcome? {
        switch self {
        case .renewal:
            if row.isUnauthorized { return .unauthorized }
            return schedule.state(of: auth, at: now) == .valid ? .unneeded : nil
        case .refused(let version):
            if row.sealedVersion > version { return .refreshed }
            return row.isUnauthorized ? .unauthorized : nil
        case .due: return row.refreshAt.map { $0 <= now } ?? false ? nil : .unneeded
        case .demand: return nil
        case .replay: return .unneeded
        }
    }
}

/// What came of a refresh.
package enum RefreshOutcome: Sendable, Hashable {
    /// The connection has a newer credential than when it was asked.
    case refreshed
    /// Nothing had to be done.
    case unneeded
    /// The vendor will not accept what we hold any more.
    case unauthorized
    /// The vendor or the store cannot be asked now.
    case unavailable
    /// There is nothing to refresh with.
    case impossible
    /// There is no such connection.
    case gone
}
