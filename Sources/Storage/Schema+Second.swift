//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The second step: authorisation, refresh, and what the platform calls show.
extension Schema {
    var second: [String] {
        self.connectionColumns + self.authorization + self.refresh + self.calls + self.settings
    }

    private var connectionColumns: [String] {
        [
            "ALTER TABLE connections ADD COLUMN refresh_at BIGINT",
            "ALTER TABLE connections ADD COLUMN is_unauthorized BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX connections_by_refresh ON connections (refresh_at) WHERE refresh_at IS NOT NULL",
        ]
    }

    private var authorization: [String] {
        [
            """
            CREATE TABLE activations (
                workspace TEXT NOT NULL REFERENCES workspaces (id), environment TEXT NOT NULL,
                integration_type TEXT NOT NULL, is_active BIGINT NOT NULL, client_id TEXT, scopes TEXT NOT NULL,
                settings TEXT NOT NULL, version BIGINT NOT NULL, wrapped_key \(self.blobType),
                sealed_secret \(self.blobType), created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
                PRIMARY KEY (workspace, environment, integration_type)
            )
            """,
            """
            CREATE TABLE user_integrations (
                workspace TEXT NOT NULL REFERENCES workspaces (id), type TEXT NOT NULL, text TEXT NOT NULL,
                created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, PRIMARY KEY (workspace, type)
            )
            """,
            """
            CREATE TABLE authorizations (
                digest \(self.blobType) PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id),
                wrapped_key \(self.blobType) NOT NULL, sealed \(self.blobType) NOT NULL,
                created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX authorizations_by_expiry ON authorizations (expires_at)",
            "CREATE INDEX authorizations_by_workspace ON authorizations (workspace)",
            """
            CREATE TABLE reauth_tokens (
                digest \(self.blobType) PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id),
                connection TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX reauth_tokens_by_expiry ON reauth_tokens (expires_at)",
        ]
    }

    private var refresh: [String] {
        [
            """
            CREATE TABLE refresh_leases (
                connection TEXT PRIMARY KEY, fence BIGINT NOT NULL, holder TEXT NOT NULL, expires_at BIGINT NOT NULL,
                applied_fence BIGINT NOT NULL, failures BIGINT NOT NULL, not_before BIGINT NOT NULL
            )
            """,
            """
            CREATE TABLE refresh_attempts (
                id TEXT PRIMARY KEY, connection TEXT NOT NULL, workspace TEXT NOT NULL, fence BIGINT NOT NULL,
                version BIGINT NOT NULL, state TEXT NOT NULL, wrapped_key \(self.blobType),
                sealed_answer \(self.blobType), outcome TEXT, started_at BIGINT NOT NULL, updated_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX refresh_attempts_by_connection ON refresh_attempts (connection, fence)",
            "CREATE INDEX refresh_attempts_by_state ON refresh_attempts (state, updated_at)",
        ]
    }

    private var calls: [String] {
        [
            """
            CREATE TABLE api_calls (
                id TEXT PRIMARY KEY, workspace TEXT NOT NULL, created_at BIGINT NOT NULL, connection TEXT,
                integration_type TEXT NOT NULL, environment TEXT NOT NULL, external_xref TEXT, type TEXT NOT NULL,
                name TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL, status TEXT NOT NULL,
                is_error BIGINT NOT NULL, is_billable BIGINT NOT NULL, error TEXT, size BIGINT, ip_address TEXT,
                user_agent TEXT, key_id TEXT, total_time BIGINT, vendor_time BIGINT, wrapped_key \(self.blobType),
                sealed_bodies \(self.blobType)
            )
            """,
            "CREATE INDEX api_calls_by_creation ON api_calls (workspace, created_at, id)",
            "CREATE INDEX api_calls_by_connection ON api_calls (workspace, connection, created_at, id)",
            "CREATE INDEX api_calls_by_integration ON api_calls (workspace, integration_type, created_at, id)",
        ] + self.rareCalls
    }

    /// Calls that are looked for among many others, in indexes that hold only them: most calls cost nothing here.
    private var rareCalls: [String] {
        [
            """
            CREATE INDEX api_calls_by_xref ON api_calls (workspace, external_xref, created_at, id)
            WHERE external_xref IS NOT NULL
            """,
            """
            CREATE INDEX api_calls_by_environment ON api_calls (workspace, environment, created_at, id)
            WHERE environment <> 'Production'
            """,
            "CREATE INDEX api_calls_with_error ON api_calls (workspace, created_at, id) WHERE is_error = 1",
            """
            CREATE INDEX api_calls_with_error_by_connection ON api_calls (workspace, connection, created_at, id)
            WHERE is_error = 1
            """,
            "CREATE INDEX api_calls_of_ours ON api_calls (workspace, created_at, id) WHERE type <> 'inbound'",
            "CREATE INDEX api_calls_unbilled ON api_calls (workspace, created_at, id) WHERE is_billable = 0",
        ]
    }

    private var settings: [String] {
        [
            """
            CREATE TABLE environments (
                workspace TEXT NOT NULL REFERENCES workspaces (id), name TEXT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (workspace, name)
            )
            """,
            """
            CREATE TABLE notifications (
                id TEXT PRIMARY KEY, workspace TEXT NOT NULL REFERENCES workspaces (id), connection TEXT,
                integration_type TEXT, environment TEXT, external_xref TEXT, event TEXT NOT NULL,
                message TEXT NOT NULL, created_at BIGINT NOT NULL, sent_at BIGINT
            )
            """,
            "CREATE INDEX notifications_by_creation ON notifications (workspace, created_at, id)",
            "CREATE INDEX notifications_by_connection ON notifications (connection, created_at)",
            """
            CREATE TABLE notification_deliveries (
                notification TEXT PRIMARY KEY REFERENCES notifications (id) ON DELETE CASCADE,
                workspace TEXT NOT NULL, attempts BIGINT NOT NULL, next_attempt_at BIGINT, last_error TEXT
            )
            """,
            "CREATE INDEX notification_deliveries_by_time ON notification_deliveries (next_attempt_at)",
            """
            CREATE TABLE workspace_settings (
                workspace TEXT PRIMARY KEY REFERENCES workspaces (id), brand_name TEXT, brand_logo_url TEXT,
                brand_color TEXT, retention_days BIGINT NOT NULL, capture TEXT NOT NULL, webhook_url TEXT,
                version BIGINT NOT NULL, wrapped_key \(self.blobType), sealed_webhook_secret \(self.blobType),
                updated_at BIGINT NOT NULL
            )
            """,
        ]
    }
}
