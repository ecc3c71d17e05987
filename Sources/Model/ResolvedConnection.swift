//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a connection's fields come to at its integration: where requests go and what is put on them.
package struct ResolvedConnection: Sendable {
    package var base: UpstreamBase
    package var credential: CredentialScheme
    package var staticHeaders: [StaticHeader]
    package var allowedHosts: [HostPattern]

    package init(
        base: UpstreamBase, credential: CredentialScheme, staticHeaders: [StaticHeader] = [],
        allowedHosts: [HostPattern] = []
    ) {
        self.base = base
        self.credential = credential
        self.staticHeaders = staticHeaders
        self.allowedHosts = allowedHosts
    }
}
