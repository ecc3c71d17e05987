//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

/// A customer's browser: it keeps the cookie that a page sets, and sends the page's form.
extension Session {
    struct CustomerVisit: Sendable {
        let path: String
        let page: Answer
        let cookie: String
        let nonce: String
    }

    func link(_ integration: String, _ query: String) async throws -> Answer {
        try await self.send(
            .get, "/unified/integration/auth/\(self.rig.workspace)/\(integration)?\(query)", headers: [:])
    }

    func visit(_ link: String, cookie: String? = nil) async throws -> CustomerVisit {
        let path = String(link.dropFirst("https://connect.example".count))
        let page = try await self.send(.get, path, headers: cookie.map { [.cookie: $0] } ?? [:])
        let set = page.header("Set-Cookie").map { String($0.prefix { $0 != ";" }) }
        let nonce = page.text.firstMatch(of: /name="nonce" value="([^"]*)"/).map { String($0.1) }
        return CustomerVisit(path: path, page: page, cookie: set ?? cookie ?? "", nonce: nonce ?? "")
    }

    func submit(_ visit: CustomerVisit, _ fields: String) async throws -> Answer {
        try await self.post(visit.path, "nonce=\(visit.nonce)&method=0&\(fields)", cookie: visit.cookie)
    }

    func post(_ path: String, _ form: String, cookie: String?) async throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        if let cookie { headers[.cookie] = "other=1; \(cookie)" }
        return try await self.send(.post, path, form, headers: headers)
    }

    /// From the link to the connection's id.
    func connect(_ integration: String, _ query: String, _ fields: String) async throws -> String {
        let link = try await self.link(integration, query + "&success_redirect=https%3A%2F%2Fa.example")
        let sent = try await self.submit(try await self.visit(link.text), fields)
        #expect(sent.status == 303, "\(link.text) \(sent.text)")
        return String(sent.header("Location")?.dropFirst("https://a.example?id=".count) ?? "")
    }
}
