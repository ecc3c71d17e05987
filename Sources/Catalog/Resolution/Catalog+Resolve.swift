//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension Catalog {
    /// What a connection's fields come to at the integration `type`.
    ///
    /// - Throws: `ResolutionError`, which holds names but never a value.
    package func resolve(type: String, auth: ConnectionAuth) throws(ResolutionError) -> ResolvedConnection {
        guard let integration = self[type] else { throw .unknownIntegration }
        return type == Integration.generic.type
            ? try GenericResolution(auth: auth).resolve() : try RowResolution(integration, auth).resolve()
    }
}
