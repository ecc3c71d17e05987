//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import Model
import Testing

/// Links and their pages over HTTP, at an integration whose key is typed in.
@Suite
struct AuthorizationRoutesTests {
    static let done = "https%3A%2F%2Fapp.example%2Fdone%3Fq%3D1%23top"

    @Test
    func linkIsPlainTextAndItsPageConnects() async throws {
        try await Rig.run { session in
            let begun = try await session.link(
                "beta", "success_redirect=\(Self.done)&state=s%261&external_xref=x-1&lang=fr")
            #expect(begun.status == 200)
            #expect(begun.header("Content-Type") == "text/plain")
            #expect(begun.text.hasPrefix("https://connect.example/connect/"))

            let visit = try await session.visit(begun.text)
            #expect(visit.page.text.contains("<html lang=\"fr\">"))
            #expect(visit.page.text.contains("Acme &amp; Sons"))
            let sent = try await session.submit(visit, "token=\(canary)")

            #expect(sent.status == 303)
            let location = try #require(sent.header("Location"))
            let id = String(location.dropFirst("https://app.example/done?q=1&id=".count).prefix(24))
            #expect(location == "https://app.example/done?q=1&id=\(id)&state=s%261#top")
            let connection = try await session.send(.get, "/unified/connection/\(id)")
            #expect(connection.member("external_xref")?.text == "x-1")
            #expect(connection.member("integration_type")?.text == "beta")
            #expect(!sent.text.contains(canary) && !connection.text.contains(canary))
        }
    }

    @Test
    func formThatIsSentTwiceMakesOneConnection() async throws {
        try await Rig.run { session in
            let begun = try await session.link("beta", "success_redirect=\(Self.done)")
            let visit = try await session.visit(begun.text)

            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<8 { group.addTask { try await session.submit(visit, "token=\(canary)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            #expect(Set(answers.map(\.status)) == [303])
            #expect(Set(answers.map { $0.header("Location") }).count == 1)
            #expect(try await session.send(.get, "/unified/connection").column("id").count == 1)
            #expect(try await session.visit(begun.text).page.text.contains("is connected"))
        }
    }

    @Test
    func cancellingGoesBackWithAnErrorAndClosesTheLink() async throws {
        try await Rig.run { session in
            let begun = try await session.link("beta", "failure_redirect=myapp%3A%2F%2Fno&state=s")
            let visit = try await session.visit(begun.text)

            let sent = try await session.submit(visit, "cancel=1&token=\(canary)")

            #expect(sent.header("Location") == "myapp://no?error=access_denied&state=s")
            #expect(try await session.submit(visit, "token=\(canary)").status == 400)
            #expect(try await session.send(.get, "/unified/connection").column("id").isEmpty)
        }
    }

    @Test(arguments: ["", "nonce=", "nonce=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
    func formWithoutItsNonceIsRefused(nonce: String) async throws {
        try await Rig.run { session in
            let visit = try await session.visit(try await session.link("beta", "").text)

            let sent = try await session.post(visit.path, "\(nonce)&token=\(canary)", cookie: visit.cookie)

            #expect(sent.status == 400)
            #expect(try await session.send(.get, "/unified/connection").column("id").isEmpty)
        }
    }

    @Test
    func formOfAnotherBrowserOrWithoutCookiesIsRefused() async throws {
        try await Rig.run { session in
            let link = try await session.link("beta", "").text
            let attacker = try await session.visit(link)
            let victim = try await session.visit(link)
            #expect(attacker.cookie != victim.cookie)

            for cookie in [victim.cookie, nil, "__Host-passthrough-browser=short"] {
                let sent = try await session.post(
                    attacker.path, "nonce=\(attacker.nonce)&token=\(canary)", cookie: cookie)
                #expect(sent.status == 400)
            }
            #expect(try await session.send(.get, "/unified/connection").column("id").isEmpty)
        }
    }

    @Test
    func missingKeyIsToldInTheFormAndNothingIsStored() async throws {
        try await Rig.run { session in
            let visit = try await session.visit(try await session.link("beta", "lang=es").text)

            let sent = try await session.submit(visit, "token=")

            #expect(sent.status == 422)
            #expect(sent.text.contains("role=\"alert\""))
            #expect(sent.text.contains("falta este dato"))
            #expect(try await session.send(.get, "/unified/connection").column("id").isEmpty)
        }
    }

    @Test
    func everyPageIsKeptOutOfCachesFramesAndReferrers() async throws {
        try await Rig.run { session in
            let visit = try await session.visit(try await session.link("beta", "success_redirect=\(Self.done)").text)
            let unknown = try await session.send(.get, "/connect/nothing", headers: [:])
            let callback = try await session.send(.get, "/oauth/code?state=x&code=y", headers: [:])
            let sent = try await session.submit(visit, "token=\(canary)")

            for answer in [visit.page, unknown, callback, sent] {
                #expect(answer.header("Cache-Control") == "no-store")
                #expect(answer.header("Referrer-Policy") == "no-referrer")
                #expect(answer.header("X-Frame-Options") == "DENY")
                #expect(answer.header("X-Content-Type-Options") == "nosniff")
                let policy = try #require(answer.header("Content-Security-Policy"))
                #expect(policy.hasPrefix("default-src 'none'"))
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("script-src") && !policy.contains("unsafe"))
            }
            let policy = try #require(visit.page.header("Content-Security-Policy"))
            #expect(policy.contains("img-src https://cdn.example;"))
            #expect(policy.contains("form-action 'self' https://app.example;"))
            #expect(unknown.status == 400 && callback.status == 400)
            let cookie = try #require(visit.page.header("Set-Cookie"))
            for part in ["__Host-", "; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                #expect(cookie.contains(part))
            }
        }
    }

    @Test(arguments: [
        "success_redirect=javascript%3Aalert(1)", "failure_redirect=data%3Atext%2Fhtml%2Cx", "state=a&state=b",
        "success_redirect=https%3A%2F%2Fa.example%2F%0D%0ASet-Cookie%3Aa%3Db", "connection_id=x",
        "reauth_token=x", "redirect=maybe", "scopes=a%22b", "state=a%0Ab", "lang=a&lang=b",
    ])
    func badParameterIsRefusedInTheFormOfTheAsker(query: String) async throws {
        try await Rig.run { session in
            let answer = try await session.link("beta", query)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.member("code")?.text == "query_invalid")

            let page = try await session.send(
                .get, "/unified/integration/auth/\(session.rig.workspace)/beta?\(query)",
                headers: [.accept: "text/html,*/*"])
            #expect(page.status == 400)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        }
    }

    @Test
    func unknownWorkspaceAndIntegrationAreAnsweredAlike() async throws {
        try await Rig.run { session in
            for path in ["000000000000000000000000/beta", "x/beta", "\(session.rig.workspace)/nothing"] {
                let answer = try await session.send(.get, "/unified/integration/auth/\(path)", headers: [:])
                answer.expectFailure(404, "integration_not_found")
            }
        }
    }

    @Test
    func hugeParametersAreRefused() async throws {
        try await Rig.run { session in
            let long = String(repeating: "x", count: 40_000)
            #expect(try await session.link("beta", "state=\(long)").status == 400)
            #expect(try await session.send(.get, "/oauth/code?state=\(long)", headers: [:]).status == 400)
            #expect(try await session.send(.get, "/connect/\(long)", headers: [:]).status == 400)
            let visit = try await session.visit(try await session.link("beta", "").text)
            #expect(try await session.submit(visit, "token=\(String(repeating: "x", count: 300_000))").status == 413)
            #expect(try await session.submit(visit, "token=\(long)").status == 422)
        }
    }

    @Test
    func redirectLeadsABrowserToThePage() async throws {
        try await Rig.run { session in
            let answer = try await session.link("beta", "redirect=1")

            #expect(answer.status == 302)
            #expect(answer.header("Location")?.hasPrefix("https://connect.example/connect/") == true)
            #expect(answer.header("Set-Cookie") != nil)
        }
    }
}

extension AuthorizationRoutesTests {
    @Test
    func connectionIsAuthorisedAnewInPlaceOnce() async throws {
        try await Rig.run { session in
            let first = try await session.connect("beta", "external_xref=x-1", "token=\(canary)")
            let made = try await session.send(.get, "/unified/connection/\(first)")
            let token = try await session.send(.post, "/unified/connection/\(first)/reauth")
            #expect(token.status == 200)
            let text = try #require(token.member("reauth_token")?.text)
            #expect(token.member("expires_at")?.text?.hasSuffix("Z") == true)
            let query = "connection_id=\(first)&reauth_token=\(text)"

            // Turning back uses nothing up.
            let turned = try await session.visit(try await session.link("beta", query).text)
            #expect(try await session.submit(turned, "cancel=1").status == 400)
            let again = try await session.connect("beta", query, "token=canary-credential-2")

            #expect(again == first)
            let renewed = try await session.send(.get, "/unified/connection/\(first)")
            for name in ["created_at", "external_xref", "environment"] {
                #expect(renewed.member(name) == made.member(name))
            }
            try await session.link("beta", query).expectFailure(400, "reauth_token_invalid")
            #expect(try await session.send(.get, "/unified/connection").column("id") == [first])
        }
    }

    @Test
    func tokenIsOfOneConnectionOfOneWorkspace() async throws {
        try await Rig.run { session in
            let mine = try await session.connect("beta", "", "token=\(canary)")
            let other = try await session.connect("beta", "", "token=\(canary)")
            try await session.send(.post, "/unified/connection/\(mine)/reauth", key: session.rig.otherKey)
                .expectFailure(404, "connection_not_found")
            try await session.send(.post, "/unified/connection/nothing/reauth")
                .expectFailure(404, "connection_not_found")
            let token = try #require(
                try await session.send(.post, "/unified/connection/\(mine)/reauth").member("reauth_token")?.text)

            for query in ["connection_id=\(other)&reauth_token=\(token)", "connection_id=\(mine)&reauth_token=\(mine)"]
            {
                try await session.link("beta", query).expectFailure(400, "reauth_token_invalid")
            }
            try await session.link("alpha", "connection_id=\(mine)&reauth_token=\(token)")
                .expectFailure(400, "reauth_token_invalid")
        }
    }
}
