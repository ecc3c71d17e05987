//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Outgoing

/// Logs in with a new token, and looks up what the row's variables still want.
struct VariableCompletion {
    let service: VendorService
    let integration: Integration
    let grant: OAuthGrant?
    let client: OAuthClient

    /// A look-up may need what another gave.
    private static let mostRounds = 3

    func complete(_ auth: inout ConnectionAuth) async throws(OAuthFailure) {
        try await self.logIn(&auth)
        var answers: [String: JSONValue] = [:]
        for _ in 0..<Self.mostRounds {
            let plan = try self.plan(auth)
            let wanted = plan.lookups.filter { auth.meta[$0.variable.name] == nil }
            guard !wanted.isEmpty else { return }
            for lookup in wanted {
                if answers[lookup.url] == nil {
                    answers[lookup.url] = try await self.answer(to: lookup, plan: plan, auth: auth)
                }
                guard let text = answers[lookup.url]?.at(lookup.path)?.plainText else {
                    throw .permanent(
                        code: "lookup_empty", message: "the vendor does not tell \(lookup.variable.name)")
                }
                auth.meta[lookup.variable.name] = .string(try GrantApplication.checked(text, lookup.variable))
            }
        }
        try self.check(auth)
    }

    private func plan(_ auth: ConnectionAuth) throws(OAuthFailure) -> OAuthPlan {
        do { return try self.integration.oauth(auth: auth, grant: self.grant) } catch {
            throw .permanent(code: "plan_invalid", message: "\(error)")
        }
    }

    private func check(_ auth: ConnectionAuth) throws(OAuthFailure) {
        do { _ = try self.integration.resolve(auth: auth) } catch .invalid(let name, let kind) {
            throw .permanent(code: "variable_invalid", message: "\(name) is not \(kind)")
        } catch {}
    }

    private func text(_ plan: OAuthPlan, _ auth: ConnectionAuth) -> PlanText {
        var text = PlanText(plan, client: self.client)
        text.extra["access_token"] = auth.accessToken?.revealText()
        return text
    }

    private func logIn(_ auth: inout ConnectionAuth) async throws(OAuthFailure) {
        let plan = try self.plan(auth)
        guard plan.method.kind == .oauth2, let login = plan.login else { return }
        let request = try LoginWriter(login: login, text: self.text(plan, auth), now: self.service.surroundings.now())
            .request()
        let captured = try LoginAnswer.captured(try await self.service.answer(to: request), login)
        for (name, value) in captured {
            var text = value.revealText()
            if let variable = self.integration.variable(name) {
                text = try GrantApplication.checked(text, variable)
            }
            auth.meta[name] = .string(text)
        }
        try self.check(auth)
    }

    private func answer(
        to lookup: OAuthLookup, plan: OAuthPlan, auth: ConnectionAuth
    ) async throws(OAuthFailure) -> JSONValue {
        let text = self.text(plan, auth)
        let url = try text.filled(lookup.url, encode: FormText.escaped)
        var request = try VendorRequest.to(url, method: "GET", called: "lookup")
        request.headers += text.headers(lookup.headers.isEmpty ? plan.method.injectedHeaders : lookup.headers)
        let answer = try await self.service.answer(to: request)
        try VendorAnswer.checkStatus(answer)
        return try VendorAnswer.document(answer)
    }
}
