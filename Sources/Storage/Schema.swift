//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The tables, as a list of numbered steps that only ever grows.
///
/// Integers are `BIGINT`, moments are milliseconds since 1970, identifiers are their 24 digits.
struct Schema {
    var blobType: String

    /// Applies the steps that the database has not seen.
    func migrate(_ session: any SQLSession, now: Timestamp) throws(StoreError) {
        try session.execute(
            "CREATE TABLE IF NOT EXISTS schema_steps (number BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)", [])
        let latest = try session.rows("SELECT COALESCE(MAX(number), 0) FROM schema_steps", []).first?.integer(0) ?? 0
        let known = Int64(self.steps.count)
        guard latest <= known else { throw .schemaTooNew(found: latest, known: known) }
        for (index, statements) in self.steps.enumerated() where Int64(index) >= latest {
            for statement in statements { try session.execute(statement, []) }
            try session.execute(
                "INSERT INTO schema_steps (number, applied_at) VALUES (?, ?)",
                [.integer(Int64(index + 1)), .integer(now.milliseconds)])
        }
    }

    private var steps: [[String]] { [self.first, self.second] }

    private var first: [String] {
        [
            """
            CREATE TABLE workspaces (
                id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE api_keys (
                digest \(self.blobType) PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id),
                identifier TEXT NOT NULL, name TEXT NOT NULL, created_at BIGINT NOT NULL, revoked_at BIGINT
            )
            """,
            "CREATE INDEX api_keys_by_workspace ON api_keys (workspace, identifier)",
            """
            CREATE TABLE connections (
                id TEXT PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id), version BIGINT NOT NULL,
                sealed_version BIGINT NOT NULL, integration_type TEXT NOT NULL, external_xref TEXT,
                permissions TEXT NOT NULL, categories TEXT NOT NULL, environment TEXT NOT NULL,
                is_paused BIGINT NOT NULL, name TEXT, last_healthy_at BIGINT, last_unhealthy_at BIGINT,
                last_unhealthy_code TEXT, public_auth TEXT NOT NULL, wrapped_key \(self.blobType) NOT NULL,
                sealed_auth \(self.blobType) NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX connections_by_creation ON connections (workspace, created_at, id)",
            "CREATE INDEX connections_by_change ON connections (workspace, updated_at, id)",
            "CREATE INDEX connections_by_xref ON connections (workspace, external_xref)",
            "CREATE TABLE key_checks (name TEXT PRIMARY KEY, digest \(self.blobType) NOT NULL)",
            "CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
        ]
    }
}
