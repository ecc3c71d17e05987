//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage
internal import Vault

/// Reads and writes the sealed rows of `authorizations`, inside a transaction.
struct AuthorizationRows: Sendable {
    let vault: Vault

    /// A link is good for so long, in milliseconds: long enough to be mailed and found.
    static let pageLife: Int64 = 60 * 60_000
    /// A customer has so long at the vendor, in milliseconds.
    static let stateLife: Int64 = 15 * 60_000
    /// Rows of a workspace at which no more links are made: who asks for links needs no key.
    ///
    /// What a customer has begun goes on all the same: each link has at most one way to the vendor at a time.
    private static let most = 50_000

    /// A document, and what tells its row.
    struct Found<Document: AuthorizationDocument>: Sendable {
        var digest: KeyDigest
        var workspace: WorkspaceID
        var createdAt: Timestamp
        var expiresAt: Timestamp
        var document: Document
    }

    /// The row of that hash; `nil` when there is none, it has expired, or it is of the other kind.
    func find<Document: AuthorizationDocument>(
        _ digest: KeyDigest, now: Timestamp, _ transaction: Transaction, as: Document.Type = Document.self
    ) throws -> Found<Document>? {
        guard let row = try transaction.authorizations.find(digest), row.expiresAt > now else { return nil }
        let sealed = Sealed(wrappedKey: row.wrappedKey, ciphertext: row.sealed)
        guard let text = try? self.vault.open(sealed, for: Self.context(digest, row.workspace)),
            let json = try? JSONValue(parsing: text.revealBytes()), let reader = try? DocumentReader(json),
            let document = try? Document(reader)
        else { return nil }
        return Found(
            digest: digest, workspace: row.workspace, createdAt: row.createdAt, expiresAt: row.expiresAt,
            document: document)
    }

    func insert<Document: AuthorizationDocument>(_ found: Found<Document>, _ transaction: Transaction) throws {
        try transaction.authorizations.deleteExpired(at: found.createdAt, limit: 100)
        if Document.isLink, try transaction.authorizations.count(in: found.workspace, upTo: Self.most) >= Self.most {
            throw AuthorizationError.tooMany
        }
        try transaction.authorizations.insert(try self.row(found))
    }

    func replace(_ found: Found<some AuthorizationDocument>, _ transaction: Transaction) throws {
        guard try transaction.authorizations.replace(try self.row(found)) else { throw AuthorizationError.expired }
    }

    private func row(_ found: Found<some AuthorizationDocument>) throws -> AuthorizationRow {
        let secret = Secret(found.document.document.text)
        guard let sealed = try? self.vault.seal(secret, for: Self.context(found.digest, found.workspace)) else {
            throw AuthorizationError.unavailable(.failed(code: 0))
        }
        return AuthorizationRow(
            digest: found.digest, workspace: found.workspace, sealed: (sealed.wrappedKey, sealed.ciphertext),
            createdAt: found.createdAt, expiresAt: found.expiresAt)
    }

    private static func context(_ digest: KeyDigest, _ workspace: WorkspaceID) -> SealContext {
        SealContext(workspace: workspace, row: digest.hexadecimal, of: .authorizations)
    }
}
