//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage
internal import Vault

/// Activations as rows and back; the only place where client secrets are sealed and opened.
struct ActivationRecord {
    let vault: Vault

    static func shown(_ row: ActivationRow) throws(ActivationError) -> Activation {
        Activation(
            integrationType: row.integrationType, environment: row.environment, isActive: row.isActive,
            clientID: row.clientID, hasClientSecret: row.sealed != nil, scopes: row.scopes,
            settings: try Self.settings(row.settings), createdAt: row.createdAt, updatedAt: row.updatedAt)
    }

    func fill(
        _ row: inout ActivationRow, from draft: ActivationDraft, before: ActivationRow?
    ) throws(ActivationError) {
        row.isActive = draft.isActive
        row.clientID = draft.clientID
        row.scopes = draft.scopes
        row.settings = JSONValue.object(draft.settings.mapValues { .string($0) }).text
        let kept = draft.clientSecret == nil ? try self.kept(of: before, for: row) : nil
        guard let secret = draft.clientSecret ?? kept else { return }
        guard let sealed = try? self.vault.seal(secret, for: Self.context(row)) else { throw .secretUnreadable }
        row.sealed = (sealed.wrappedKey, sealed.ciphertext)
    }

    /// The secret that stays.
    ///
    /// Settings may decide which host a secret is sent to: whoever changes them must know it, else a key to this API
    /// would be enough to have a stored secret sent to a host of one's own.
    private func kept(of before: ActivationRow?, for row: ActivationRow) throws(ActivationError) -> Secret? {
        guard let before, before.sealed != nil else { return nil }
        guard before.clientID == row.clientID else { return nil }
        guard try Self.settings(before.settings) == Self.settings(row.settings) else {
            throw .invalid("settings may change where the client secret is sent: send client_secret again with them")
        }
        return try self.secret(of: before)
    }

    func secret(of row: ActivationRow) throws(ActivationError) -> Secret? {
        guard let sealed = row.sealed else { return nil }
        do {
            return try self.vault.open(
                Sealed(wrappedKey: sealed.key, ciphertext: sealed.secret), for: Self.context(row))
        } catch { throw .secretUnreadable }
    }

    /// Slugs have no space, so that this tells all rows of a workspace apart.
    private static func context(_ row: ActivationRow) -> SealContext {
        SealContext(
            workspace: row.workspace, row: "\(row.integrationType) \(row.environment)", of: .activations,
            version: row.version)
    }

    private static func settings(_ text: String) throws(ActivationError) -> [String: String] {
        guard case .object(let members)? = try? JSONValue(parsing: text) else {
            throw .unavailable(.unexpected(column: 6))
        }
        return members.compactMapValues { value in
            guard case .string(let text) = value else { return nil }
            return text
        }
    }
}
