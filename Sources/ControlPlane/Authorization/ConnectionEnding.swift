//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Storage

/// Writes what an authorisation came to, inside one transaction.
struct ConnectionEnding: Sendable {
    let rows: AuthorizationRows
    let catalog: Catalog
    let integration: Integration
    let auth: ConnectionAuth
    let now: Timestamp
    let notice: @Sendable (ConnectionNotice, Transaction) throws -> Void

    /// The connection's id; without a version when it was stored before.
    func store(
        _ digest: KeyDigest, as fresh: ConnectionID, _ transaction: Transaction
    ) throws -> (id: ConnectionID, version: UInt64?) {
        guard var page = try self.rows.find(digest, now: self.now, transaction, as: Authorization.self) else {
            throw AuthorizationError.expired
        }
        if let id = page.document.finished { return (id, nil) }
        let version = try transaction.versions.next()
        let id: ConnectionID
        if let asked = page.document.reauthorization {
            try self.renew(asked, of: page, version: version, transaction)
            id = asked.connection
        } else {
            try self.insert(fresh, page, version: version, transaction)
            id = fresh
        }
        page.document.finished = id
        try self.rows.replace(page, transaction)
        return (id, version)
    }

    private func insert(
        _ id: ConnectionID, _ page: AuthorizationRows.Found<Authorization>, version: UInt64, _ transaction: Transaction
    ) throws {
        var draft = ConnectionDraft(integrationType: self.integration.type, auth: self.auth)
        draft.environment = page.document.environment
        draft.externalXref = page.document.externalXref
        draft.permissions = page.document.requested.permissions
        var connection: Connection
        do {
            connection = try NewConnection(catalog: self.catalog, now: self.now)
                .connection(from: draft, id: id, in: page.workspace)
        } catch { throw AuthorizationError.invalid(error.description) }
        connection.version = version
        RefreshSchedule(settings: RefreshSettings()).complete(&connection, at: self.now)
        let row = try ConnectionSealing(vault: self.rows.vault).row(sealing: connection)
        guard try transaction.connections.put(row) else { throw AuthorizationError.expired }
        try self.notice(ConnectionNotice(.created, of: row, at: self.now), transaction)
    }

    /// The same connection with another credential: id, `external_xref` and age stay.
    private func renew(
        _ asked: Authorization.Reauthorization, of page: AuthorizationRows.Found<Authorization>, version: UInt64,
        _ transaction: Transaction
    ) throws {
        guard let token = try transaction.reauthTokens.find(asked.token), token.expiresAt > self.now,
            try transaction.reauthTokens.delete(asked.token)
        else { throw AuthorizationError.reauthTokenInvalid }
        guard let row = try transaction.connections.find(asked.connection), row.workspace == page.workspace else {
            throw AuthorizationError.unknownConnection
        }
        let sealing = ConnectionSealing(vault: self.rows.vault)
        // A credential that does not open any more is one more reason to have another.
        var connection = try (try? sealing.opened(row)) ?? sealing.shown(row)
        let account = VendorAccount(self.integration)
        guard account.mayBeSame(connection.auth, self.auth, self.catalog) else { throw AuthorizationError.otherAccount }
        connection.auth = account.keepingNames(of: connection.auth, in: self.auth)
        if !page.document.requested.permissions.isEmpty {
            connection.permissions = page.document.requested.permissions
        }
        connection.version = version
        connection.updatedAt = self.now
        connection.isUnauthorized = false
        RefreshSchedule(settings: RefreshSettings()).complete(&connection, at: self.now)
        do {
            let rules = ConnectionRules(catalog: self.catalog)
            try rules.check(connection)
            try rules.checkAuth(connection)
        } catch { throw AuthorizationError.invalid(error.description) }
        let renewed = try sealing.row(sealing: connection)
        guard try transaction.connections.put(renewed) else { throw AuthorizationError.unknownConnection }
        try transaction.refreshes.forgive(asked.connection)
        let event: ConnectionNotice.Event = row.isUnauthorized ? .healthy : .updated
        try self.notice(ConnectionNotice(event, of: renewed, at: self.now), transaction)
    }
}

/// Tells whether two credentials are of one account, as far as that can be known.
struct VendorAccount: Sendable {
    private let integration: Integration

    init(_ integration: Integration) { self.integration = integration }

    /// `false` only when something known differs: who the user is, which account the vendor named, or which host.
    func mayBeSame(_ old: ConnectionAuth, _ new: ConnectionAuth, _ catalog: Catalog) -> Bool {
        if let before = old.userID, let after = new.userID { return before == after }
        for variable in self.integration.variables where variable.kind != .secret {
            if let before = Self.text(old, variable.name), let after = Self.text(new, variable.name), before != after {
                return false
            }
        }
        guard let before = try? catalog.resolve(type: self.integration.type, auth: old),
            let after = try? catalog.resolve(type: self.integration.type, auth: new)
        else { return true }
        return before.base.host == after.base.host
    }

    /// Names that only the old credential came with stay: they are of the same account.
    func keepingNames(of old: ConnectionAuth, in new: ConnectionAuth) -> ConnectionAuth {
        var kept = new
        kept.name = new.name ?? old.name
        kept.userID = new.userID ?? old.userID
        kept.emails = new.emails.isEmpty ? old.emails : new.emails
        kept.meta["allowed_hosts"] = new.meta["allowed_hosts"] ?? old.meta["allowed_hosts"]
        return kept
    }

    private static func text(_ auth: ConnectionAuth, _ name: String) -> String? {
        switch auth.meta[name] {
        case .string(let text): text
        case .number(let number): Int64(exactly: number).map(String.init)
        default: nil
        }
    }
}
