//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// Puts what a vendor gave into a connection's fields.
struct GrantApplication {
    let grant: TokenGrant
    let callback: [String: String]
    let plan: OAuthPlan
    let integration: Integration
    let now: Timestamp

    func apply(to auth: inout ConnectionAuth) throws(OAuthFailure) {
        var changed = auth
        self.applyTokens(to: &changed)
        changed.meta["grant"] = .string(self.plan.methodName)
        for (name, value) in self.grant.captured { changed.meta[name] = .string(value.revealText()) }
        self.applyInjectedMembers(to: &changed)
        try self.applyVariables(to: &changed)
        try self.check(changed)
        auth = changed
    }

    private func applyTokens(to auth: inout ConnectionAuth) {
        // What a log-in gives stands under its own names: as an access token it could pass for a key.
        if self.plan.method.kind == .oauth2 { auth.accessToken = self.grant.accessToken }
        if let token = self.grant.refreshToken { auth.refreshToken = token }
        auth.expiresIn = self.grant.expiresIn ?? self.plan.method.expiresIn.map(Int64.init)
        auth.expiryDate = auth.expiresIn.flatMap(self.later)
        if self.grant.refreshToken != nil || self.grant.refreshTokenExpiresIn != nil {
            auth.refreshTokenExpiresIn = self.grant.refreshTokenExpiresIn
            auth.refreshTokenExpiresDate = self.grant.refreshTokenExpiresIn.flatMap(self.later)
        }
        IdentityClaims(self.grant.members).apply(to: &auth)
    }

    private func later(_ seconds: Int64) -> Timestamp? {
        let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, overflowsToo) = self.now.milliseconds.addingReportingOverflow(milliseconds)
        return overflows || overflowsToo ? nil : Timestamp(milliseconds: sum)
    }

    /// Credentials of the answer that the row injects by their own names, like `id_token`.
    private func applyInjectedMembers(to auth: inout ConnectionAuth) {
        for name in self.plan.method.injectedNames where name != "access_token" && name != "refresh_token" {
            guard self.integration.variable(name) == nil, let text = self.grant.members[name]?.plainText,
                VendorAnswer.isCredential(text)
            else { continue }
            auth.meta[name] = .string(text)
        }
    }

    /// Overwrites: what the vendor says now counts, whatever was typed or said before.
    private func applyVariables(to auth: inout ConnectionAuth) throws(OAuthFailure) {
        let isNew = !self.callback.isEmpty
        for variable in self.integration.variables {
            let given: String?
            switch variable.origin {
            case .user: continue
            case .token(let path): given = JSONValue.object(self.grant.members).at(path)?.plainText
            case .callback(let name): given = self.callback[name].flatMap { $0.isEmpty ? nil : $0 }
            case .login: given = self.grant.captured[variable.name]?.revealText()
            case .lookup:
                // Another customer's account may stand behind a new authorization.
                if isNew { auth.meta[variable.name] = nil }
                continue
            }
            guard let given else { continue }
            auth.meta[variable.name] = .string(try Self.checked(given, variable))
        }
    }

    static func checked(_ text: String, _ variable: IntegrationVariable) throws(OAuthFailure) -> String {
        do { return try variable.vendorValue(text) } catch {
            throw .permanent(code: "variable_invalid", message: "the vendor's value of \(error)")
        }
    }

    /// Whether all that is known now lies at the row's hosts: a vendor's answer must not send tokens elsewhere.
    private func check(_ auth: ConnectionAuth) throws(OAuthFailure) {
        do {
            _ = try self.integration.oauth(auth: auth, grant: self.plan.grant)
            _ = try self.integration.resolve(auth: auth)
        } catch .invalid(let name, let kind) {
            throw .permanent(code: "variable_invalid", message: "\(name) is not \(kind)")
        } catch {}
    }
}
