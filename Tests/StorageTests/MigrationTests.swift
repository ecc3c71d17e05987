//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Storage
import StorageSQLite
import Testing

/// What an earlier version wrote is there after an upgrade.
@Suite struct MigrationTests {
    /// As the first version of the schema left a database with one connection.
    private static let firstVersion = [
        "CREATE TABLE schema_steps (number BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)",
        "INSERT INTO schema_steps (number, applied_at) VALUES (1, 1)",
        "CREATE TABLE workspaces (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at BIGINT NOT NULL)",
        """
        CREATE TABLE api_keys (
            digest BLOB PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id),
            identifier TEXT NOT NULL, name TEXT NOT NULL, created_at BIGINT NOT NULL, revoked_at BIGINT
        )
        """,
        """
        CREATE TABLE connections (
            id TEXT PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id), version BIGINT NOT NULL,
            sealed_version BIGINT NOT NULL, integration_type TEXT NOT NULL, external_xref TEXT,
            permissions TEXT NOT NULL, categories TEXT NOT NULL, environment TEXT NOT NULL,
            is_paused BIGINT NOT NULL, name TEXT, last_healthy_at BIGINT, last_unhealthy_at BIGINT,
            last_unhealthy_code TEXT, public_auth TEXT NOT NULL, wrapped_key BLOB NOT NULL,
            sealed_auth BLOB NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
        )
        """,
        "CREATE TABLE key_checks (name TEXT PRIMARY KEY, digest BLOB NOT NULL)",
        "CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
        "INSERT INTO workspaces VALUES ('0000000000000000000000aa', 'w', 1)",
        """
        INSERT INTO connections VALUES (
            '0000000000000000000000c1', '0000000000000000000000aa', 3, 2, 'generic', 'x-1', '', '', 'Production',
            0, 'Ada', 4, NULL, NULL, '{}', x'0102', x'0304', 5, 6
        )
        """,
    ]

    @Test func aConnectionOfTheFirstVersionReadsAsItWas() async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        let driver = try SQLiteDriver(path: database.path)
        try await driver.write { session in
            for statement in Self.firstVersion { _ = try session.execute(statement, []) }
        }

        let store = try await database.open()
        let id = try #require(ConnectionID("0000000000000000000000c1"))
        let row = try #require(try await store.read { try $0.connections.find(id) })

        #expect(row.version == 3)
        #expect(row.sealedVersion == 2)
        #expect(row.name == "Ada")
        #expect(row.sealedAuth == [3, 4])
        #expect(row.lastHealthyAt == Timestamp(milliseconds: 4))
        #expect(row.refreshAt == nil)
        #expect(!row.isUnauthorized)
        #expect(try await store.write { try $0.connections.put(row) })
    }
}
