//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
package import Model
internal import Storage

/// The page behind a link.
extension AuthorizationService {
    /// Opens a link: a form, or straight to the vendor when there is nothing to ask.
    ///
    /// `method` is the place of one of the integration's methods, when the customer chose one.
    package func open(
        _ token: Secret, method: Int?, browser: Browser
    ) async throws(AuthorizationError) -> ConnectStep {
        let page = try await self.page(token)
        let scene = await self.scene(page)
        guard page.document.finished == nil else { return .connected(scene) }
        let desk = try await self.desk(page, method: method)
        if desk.chosen.kind == .consent, desk.entries.problems.isEmpty {
            return .leave(location: try await self.consent(page, desk, browser: browser))
        }
        return .form(self.form(page, token, desk, scene, browser: browser, problems: []))
    }

    /// Takes a form; what is wrong is shown in the form again, and nothing is stored.
    package func submit(
        _ token: Secret, _ parameters: [(name: String, value: String)], browser: Browser
    ) async throws(AuthorizationError) -> ConnectStep {
        let page = try await self.page(token)
        let form = try Self.single(parameters)
        guard browser.isKnown,
            Secret(form["nonce"] ?? "") == AuthorizationToken.formNonce(page: token, browser: browser.cookie)
        else { throw .otherBrowser }
        if let id = page.document.finished { return await self.success(page, id) }
        if form["cancel"] != nil { return await self.refuse(page, .denied) }
        var desk = try await self.desk(page, method: form["method"].flatMap { Int($0) }, form: form)
        if desk.entries.problems.isEmpty {
            if desk.chosen.kind == .consent {
                return .leave(location: try await self.consent(page, desk, browser: browser))
            }
            do throws(ConnectProblem) {
                return await self.success(page, try await self.connect(page, desk))
            } catch { desk.entries.refused(error) }
        }
        let scene = await self.scene(page)
        return .form(self.form(page, token, desk, scene, browser: browser, problems: desk.entries.problems))
    }

    /// What the customer chose from, and what was given so far.
    struct Desk: Sendable {
        var integration: Integration
        var methods: [ConnectMethod]
        var chosen: ConnectMethod
        var entries: ConnectEntries
        var client: AuthorizationClient?
    }

    private func desk(
        _ page: AuthorizationRows.Found<Authorization>, method: Int?, form: [String: String] = [:]
    ) async throws(AuthorizationError) -> Desk {
        let authorization = page.document
        guard let integration = self.integration(of: page) else { throw .unknownIntegration }
        let client = await self.doors.client(page.workspace, integration.type, authorization.environment)
        let methods = integration.connectMethods(hasClient: client?.client != nil)
        guard client?.isActive ?? true,
            let chosen = methods.first(where: { $0.index == method }) ?? methods.first
        else { throw .notActive }
        // What the operator fixed is not the customer's to choose.
        let fixed = client?.values ?? [:]
        let known = authorization.values.merging(fixed) { _, fixed in fixed }
        var entries = ConnectEntries(integration, known: known)
        entries.take(chosen.fields.filter { fixed[$0.name] == nil }, from: form)
        return Desk(integration: integration, methods: methods, chosen: chosen, entries: entries, client: client)
    }

    private func form(
        _ page: AuthorizationRows.Found<Authorization>, _ token: Secret, _ desk: Desk, _ scene: ConnectScene,
        browser: Browser, problems: [ConnectProblem]
    ) -> ConnectForm {
        let fixed = desk.client?.values ?? [:]
        var chosen = desk.chosen
        chosen.fields = chosen.fields.filter { fixed[$0.name] == nil }
        let targets = [page.document.success, page.document.failure].compactMap { $0 }
        return ConnectForm(
            scene: scene, methods: desk.methods, chosen: chosen, values: desk.entries.plain(chosen.fields),
            problems: problems, permissions: page.document.requested.permissions + page.document.requested.scopes,
            nonce: AuthorizationToken.formNonce(page: token, browser: browser.cookie),
            // The vendor may send the customer through any number of its own hosts.
            destinations: targets.map(\.source) + (chosen.kind == .consent ? ["https:"] : []))
    }

    private static func single(
        _ parameters: [(name: String, value: String)]
    ) throws(AuthorizationError) -> [String: String] {
        guard parameters.count <= 200 else { throw .invalid("the form has too many fields") }
        var form: [String: String] = [:]
        for (name, value) in parameters {
            guard form.updateValue(value, forKey: name) == nil else { throw .invalid("a field is given twice") }
        }
        return form
    }
}
