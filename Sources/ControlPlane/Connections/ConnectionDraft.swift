//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// A connection to be made.
package struct ConnectionDraft: Sendable {
    package var integrationType: String
    package var auth: ConnectionAuth
    /// `Production` when absent.
    package var environment: String?
    package var externalXref: String?
    package var permissions: [String] = []
    /// The integration's when empty.
    package var categories: [String] = []
    package var isPaused = false
    /// Kept when given, so that whoever moves here keeps ids.
    package var id: ConnectionID?
    package var createdAt: Timestamp?

    package init(integrationType: String, auth: ConnectionAuth) {
        self.integrationType = integrationType
        self.auth = auth
    }

    /// Reads the `Connection` object of the API; members that it does not know are ignored.
    package init(json: JSONValue) throws(DocumentError) {
        let reader = try DocumentReader(json)
        guard let type = try reader.text("integration_type"), !type.isEmpty else {
            throw reader.failure("integration_type", "is missing")
        }
        self.integrationType = type
        self.auth = try ConnectionAuth(json: reader, name: "auth")
        self.environment = try reader.text("environment").flatMap { $0.isEmpty ? nil : $0 }
        self.externalXref = try reader.text("external_xref")
        self.permissions = try reader.texts("permissions") ?? []
        self.categories = try reader.texts("categories") ?? []
        self.isPaused = try reader.flag("is_paused") ?? false
        self.createdAt = try reader.moment("created_at")
        if let text = try reader.text("id"), !text.isEmpty {
            guard let id = ConnectionID(text) else { throw reader.failure("id", "must be 24 hexadecimal digits") }
            self.id = id
        }
    }
}
