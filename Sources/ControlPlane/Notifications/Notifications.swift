//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// Notes what has happened, in the transaction of the change that it tells of, and with it that a webhook is to be told.
package struct Notifications: Sendable {
    /// How often a connection may be said to fail again after it worked, in milliseconds: some answer 401 to part of
    /// what is asked, and would be told of with every other call.
    private static let calm: Int64 = 600_000
    private static let health = [NotificationEvent.connectionHealthy, .connectionUnhealthy].map(\.rawValue)

    private let random: @Sendable (Int) -> [UInt8]
    /// Wakes whoever delivers.
    private let noted: @Sendable () -> Void

    package init(random: @escaping @Sendable (Int) -> [UInt8], noted: @escaping @Sendable () -> Void = {}) {
        self.random = random
        self.noted = noted
    }

    package func note(_ notice: ConnectionNotice, _ transaction: Transaction) throws {
        var row = self.row(
            NotificationEvent(notice.event), notice.workspace, NotificationEvent.message(notice.event), notice.at)
        row.connection = notice.connection
        row.integrationType = notice.integrationType
        row.environment = notice.environment
        row.externalXref = notice.externalXref
        try self.add(row, transaction)
    }

    /// Of a workspace, not of one of its connections.
    package func note(
        _ event: NotificationEvent, of workspace: WorkspaceID, integrationType: String? = nil, message: String,
        at moment: Timestamp, _ transaction: Transaction
    ) throws {
        var row = self.row(event, workspace, message, moment)
        row.integrationType = integrationType
        try self.add(row, transaction)
    }

    /// Writes what a call told of its connection; tells of it when it differs from what was told last.
    func mark(_ mark: HealthTracker.Mark, _ transaction: Transaction) throws {
        guard let row = try transaction.connections.find(mark.connection) else { return }
        if let code = mark.code {
            try transaction.health.markUnhealthy(mark.connection, code: code, at: mark.at)
        } else {
            try transaction.health.markHealthy(mark.connection, at: mark.at)
        }
        let last = try transaction.notifications.latest(of: mark.connection, among: Self.health)
        let saysUnhealthy = last?.event == NotificationEvent.connectionUnhealthy.rawValue
        guard (mark.code != nil) != saysUnhealthy else { return }
        if let code = mark.code {
            if let last, mark.at.milliseconds &- last.createdAt.milliseconds < Self.calm { return }
            try self.note(ConnectionNotice(.unhealthy(code: code), of: row, at: mark.at), transaction)
        } else {
            // A call that began before the connection was said to fail tells nothing of the time since.
            if let last, mark.at <= last.createdAt { return }
            try self.note(ConnectionNotice(.healthy, of: row, at: mark.at), transaction)
        }
    }

    private func row(
        _ event: NotificationEvent, _ workspace: WorkspaceID, _ message: String, _ moment: Timestamp
    ) -> Notification {
        Notification(
            id: .make(now: moment, random: self.random), workspace: workspace, event: event.rawValue,
            message: message, createdAt: moment)
    }

    private func add(_ row: Notification, _ transaction: Transaction) throws {
        try transaction.notifications.insert(row)
        guard try transaction.workspaceSettings.find(row.workspace)?.webhookURL != nil else { return }
        try transaction.deliveries.insert(row.id, in: row.workspace, due: row.createdAt)
        self.noted()
    }
}
