//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Changes to a connection; what is absent stays.
///
/// The environment is not among them: every SDK sends `environment` along, whatever the connection's own is.
package struct ConnectionPatch: Sendable {
    /// Whether absent members other than `auth` go back to what a new connection has (PUT).
    package var replacesAll: Bool
    /// Must be the connection's own: a credential is not handed from one vendor to another.
    package var integrationType: String?
    package var externalXref: String?
    package var permissions: [String]?
    package var categories: [String]?
    package var isPaused: Bool?
    /// Members that are there replace the connection's; secrets are never returned, so absent ones stay even in a PUT.
    package var auth: ConnectionAuth?

    package init(replacesAll: Bool = false) { self.replacesAll = replacesAll }

    /// Reads the members of a `Connection` object of the API.
    package init(json: JSONValue, replacesAll: Bool) throws(DocumentError) {
        let reader = try DocumentReader(json)
        self.replacesAll = replacesAll
        self.integrationType = try reader.text("integration_type").flatMap { $0.isEmpty ? nil : $0 }
        self.externalXref = try reader.text("external_xref")
        self.permissions = try reader.texts("permissions")
        self.categories = try reader.texts("categories")
        self.isPaused = try reader.flag("is_paused")
        if try reader.document("auth") != nil { self.auth = try ConnectionAuth(json: reader, name: "auth") }
    }

    /// Everything but `auth`, which takes keys to change.
    func apply(to connection: inout Connection, of integration: Integration?) throws(ConnectionError) {
        if let type = self.integrationType, type != connection.integrationType {
            throw .invalid("integration_type cannot be changed: make another connection")
        }
        if self.externalXref != nil || self.replacesAll { connection.externalXref = self.externalXref }
        if self.permissions != nil || self.replacesAll { connection.permissions = self.permissions ?? [] }
        if self.isPaused != nil || self.replacesAll { connection.isPaused = self.isPaused ?? false }
        if self.categories != nil || self.replacesAll {
            connection.categories = self.categories ?? []
            if connection.categories.isEmpty { connection.categories = integration?.categories ?? [] }
        }
    }
}
