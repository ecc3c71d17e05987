//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// What a connection must be before it is stored.
///
/// Control characters are refused in everything that is stored in plain: they have no meaning there, and lists of
/// strings are kept apart by line feeds.
struct ConnectionRules {
    let catalog: Catalog

    func integration(of draft: ConnectionDraft) throws(ConnectionError) -> Integration {
        guard let integration = self.catalog[draft.integrationType] else {
            throw .invalid("integration_type names no integration")
        }
        return integration
    }

    func check(_ connection: Connection) throws(ConnectionError) {
        try self.check("environment", connection.environment, longest: 100)
        try self.check("external_xref", connection.externalXref, longest: 1_000)
        try self.check("permissions", connection.permissions)
        try self.check("categories", connection.categories)
        for (name, member) in ConnectionAuth.textMembers {
            try self.check("auth.\(name)", connection.auth[keyPath: member], longest: 8_192)
        }
        try self.check("auth.emails", connection.auth.emails)
    }

    /// Whether the connection comes to an upstream and a credential.
    func checkAuth(_ connection: Connection) throws(ConnectionError) {
        do {
            _ = try self.catalog.resolve(type: connection.integrationType, auth: connection.auth)
        } catch { throw .invalid(String(describing: error)) }
    }

    /// The hosts that may be sent the connection's credential; `nil` when it comes to none.
    func reach(of connection: Connection) -> Set<String>? {
        guard let resolved = try? self.catalog.resolve(type: connection.integrationType, auth: connection.auth) else {
            return nil
        }
        let base = "\(resolved.base.scheme.rawValue)://\(resolved.base.authority)"
        let others = resolved.allowedHosts.map {
            "\($0.isWildcard ? "*." : "")\($0.host):\($0.port.map(String.init) ?? "")"
        }
        return Set(others + [base])
    }

    private func check(_ name: String, _ texts: [String]) throws(ConnectionError) {
        guard texts.count <= 500 else { throw .invalid("\(name) has too many members") }
        for text in texts {
            guard !text.isEmpty else { throw .invalid("\(name) must not hold empty strings") }
            try self.check(name, text, longest: 1_000)
        }
    }

    private func check(_ name: String, _ text: String?, longest: Int) throws(ConnectionError) {
        guard let text else { return }
        guard text.utf8.count <= longest else { throw .invalid("\(name) is too long") }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalid("\(name) must not hold control characters")
        }
    }
}
