//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

@Suite struct ConnectionRoutesTests {
    private static let path = "/unified/connection"
    private static let ids = [
        "ffffffffffffffffffffffff", "nonsense", "%2e%2e", "0", "ffffffffffffffffffffffff0",
        "%66fffffffffffffffffffffff",
    ]

    @Test func createAnswers200WithTheConnection() async throws {
        try await Rig.run { session in
            let answer = try await session.send(
                .post, Self.path,
                #"{"integration_type":"alpha","external_xref":"c-1","permissions":["crm_contact_read"],"#
                    + #""auth":{"access_token":"\#(canary)","name":"Ann","emails":["ann@example.com"],"#
                    + #""expires_in":3600.0,"expiry_date":"2030-01-02T03:04:05Z"}}"#)

            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.member("id")?.text?.count == 24)
            #expect(answer.member("integration_type")?.text == "alpha")
            #expect(answer.member("integration_name")?.text == "Alpha CRM")
            #expect(answer.member("categories") == .array([.string("crm"), .string("ticketing")]))
            #expect(answer.member("permissions") == .array([.string("crm_contact_read")]))
            #expect(answer.member("environment")?.text == "Production")
            #expect(answer.member("external_xref")?.text == "c-1")
            #expect(answer.member("is_paused") == .bool(false))
            #expect(answer.member("auth.name")?.text == "Ann")
            #expect(answer.member("auth.expires_in") == .number(3600))
            #expect(answer.member("auth.expiry_date")?.text == "2030-01-02T03:04:05.000Z")
            let made = try #require(answer.member("created_at")?.text)
            #expect(made.hasPrefix("2023-11-14T22:13:20.") && made.hasSuffix("Z") && made.count == 24)
        }
    }

    @Test func whatOnlyTheServerWritesIsIgnored() async throws {
        try await Rig.run { session in
            let id = try await session.make(
                #","id":"ffffffffffffffffffffffff","created_at":"not a date","workspace_id":"x","updated_at":7"#)

            #expect(id != "ffffffffffffffffffffffff")
        }
    }

    @Test func aConnectionIsReadChangedAndRemoved() async throws {
        try await Rig.run { session in
            let id = try await session.make()
            let read = try await session.send(.get, "\(Self.path)/\(id)")
            #expect(read.status == 200 && read.member("id")?.text == id)

            let changed = try await session.send(.patch, "\(Self.path)/\(id)", #"{"is_paused":true}"#)
            #expect(changed.status == 200 && changed.member("is_paused") == .bool(true))
            #expect(changed.member("auth.api_url")?.text == "https://api.example")

            let removed = try await session.send(.delete, "\(Self.path)/\(id)")
            #expect(removed.status == 200 && removed.text == "{}")
            try await session.send(.get, "\(Self.path)/\(id)").expectFailure(404, "connection_not_found")
            try await session.send(.delete, "\(Self.path)/\(id)").expectFailure(404, "connection_not_found")
        }
    }

    @Test(arguments: [HTTPRequest.Method.put, .patch])
    func aChangeIgnoresTheEnvironmentThatSDKsAdd(method: HTTPRequest.Method) async throws {
        try await Rig.run { session in
            let id = try await session.make(#","environment":"Sandbox""#)

            let answer = try await session.send(
                method, "\(Self.path)/\(id)",
                #"{"environment":"Production","integration_type":"generic","permissions":[],"categories":[]}"#)

            #expect(answer.status == 200)
            #expect(answer.member("environment")?.text == "Sandbox")
        }
    }

    @Test func anAnswerSentBackByPutChangesNothing() async throws {
        try await Rig.run { session in
            let id = try await session.make(#","external_xref":"c-9""#)
            let before = try await session.send(.get, "\(Self.path)/\(id)")

            let after = try await session.send(.put, "\(Self.path)/\(id)", before.text)

            #expect(after.status == 200)
            for name in ["id", "created_at", "external_xref", "environment", "auth", "categories"] {
                #expect(after.member(name) == before.member(name))
            }
        }
    }

    @Test func listsFilterAndPage() async throws {
        try await Rig.run { session in
            let first = try await session.make(#","external_xref":"a","categories":["crm"]"#)
            let second = try await session.make(#","external_xref":"b","categories":["hris"],"environment":"Sandbox""#)
            let third = try await session.make(#","external_xref":"c d","categories":["ads","crm"]"#)

            let expected: [(String, [String])] = [
                ("", [first, second, third]), ("limit=2.0", [first, second]),
                ("limit=10.0&offset=1.0", [second, third]),
                ("categories=crm", [first, third]), ("categories=hris&categories=ads", [second, third]),
                ("categories=hris,ads", [second, third]), ("categories%5B%5D=hris", [second]),
                ("env=Sandbox", [second]),
                ("external_xref=c%20d", [third]), ("external_xref=c+d", [third]),
                ("external_xref=", [first, second, third]),
                ("order=desc", [third, second, first]), ("sort=updated_at&order=DESC", [third, second, first]),
                ("updated_gte=2999-01-01T00:00:00Z", []), ("updated_gte=2001-01-01", [first, second, third]),
                ("unknown=1&%zz&=&&a=b=c", [first, second, third]), ("offset=5", []),
                ("limit=1e2", [first, second, third]),
            ]
            for (query, ids) in expected {
                let answer = try await session.send(.get, "\(Self.path)?\(query)")
                #expect(answer.status == 200)
                #expect(answer.column("id") == ids, "\(query)")
            }
        }
    }

    @Test(arguments: [
        "limit=x", "limit=-1", "limit=1.5", "limit=nan", "limit=inf", "limit=1e300", "offset=-0.1", "offset=%00",
        "updated_gte=yesterday", "sort=secret", "order=up",
    ])
    func aQueryThatMeansNothingIsRefused(query: String) async throws {
        try await Rig.run { session in
            try await session.send(.get, "\(Self.path)?\(query)").expectFailure(400, "query_invalid")
        }
    }

    @Test(arguments: [
        "", " ", "[]", "1", "null", #""x""#, "{", #"{"integration_type":}"#, #"{"integration_type":null}"#, "{}",
        #"{"integration_type":7}"#, #"{"integration_type":"no such"}"#, #"{"integration_type":"generic","auth":[]}"#,
        #"{"integration_type":"alpha"}"#,
        #"{"integration_type":"generic","auth":{"token":{"a":"canary-credential-1"}}}"#,
    ])
    func aBodyThatIsNoConnectionIsRefused(body: String) async throws {
        try await Rig.run { session in
            let answer = try await session.send(.post, Self.path, body)
            answer.expectFailure(400, "body_invalid")
            #expect(!answer.text.contains(canary))
        }
    }

    @Test(arguments: ["[", #"{"a":"#])
    func aBodyThatNestsTooDeepIsRefused(opening: String) async throws {
        try await Rig.run { session in
            let body = #"{"a":"# + String(repeating: opening, count: 100_000)
            try await session.send(.post, Self.path, body).expectFailure(400, "body_invalid")
        }
    }

    @Test func aBodyAboveTheLimitIsRefused() async throws {
        try await Rig.run { session in
            let body = #"{"integration_type":"generic","x":"\#(String(repeating: "x", count: 1 << 20))"}"#
            try await session.send(.post, Self.path, body).expectFailure(413, "body_too_large")
        }
    }

    @Test func anotherWorkspacesConnectionIsLikeNone() async throws {
        try await Rig.run { session in
            let id = try await session.make()
            #expect(try await session.send(.get, Self.path, key: session.rig.otherKey).text == "[]")

            var bodies: Set<String> = []
            for id in [id] + Self.ids {
                for (method, body) in [
                    (HTTPRequest.Method.get, String?.none), (.put, "{}"), (.patch, "{}"), (.delete, nil),
                ] {
                    let answer = try await session.send(method, "\(Self.path)/\(id)", body, key: session.rig.otherKey)
                    answer.expectFailure(404, "connection_not_found")
                    bodies.insert(answer.text)
                }
            }
            #expect(bodies.count == 1)
            #expect(try await session.send(.get, "\(Self.path)/\(id)").status == 200)
        }
    }
}
