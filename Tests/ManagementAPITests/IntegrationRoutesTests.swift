//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

@Suite struct IntegrationRoutesTests {
    @Test(arguments: [
        ("", ["alpha", "beta", "gamma", "generic"]), ("type=beta", ["beta"]), ("type=none", []),
        ("categories=crm", ["alpha"]), ("categories=crm&categories=ticketing", ["alpha", "beta"]),
        ("categories=crm,ticketing", ["alpha", "beta"]), ("active=true", ["alpha", "beta", "generic"]),
        ("active=false&env=Sandbox", ["alpha", "beta", "gamma", "generic"]), ("limit=1.0&offset=1.0", ["beta"]),
        ("limit=0", []), ("offset=99", []),
    ])
    func listsFilterAndPage(query: String, types: [String]) async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, "/unified/integration?\(query)")
            #expect(answer.status == 200)
            #expect(answer.column("type") == types)
        }
    }

    @Test func anIntegrationIsDescribed() async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, "/unified/integration?type=alpha")
            guard case .array(let rows)? = answer.json, let row = rows.first else {
                Issue.record("no array")
                return
            }
            #expect(row["name"]?.text == "Alpha CRM")
            #expect(row["categories"] == .array([.string("crm"), .string("ticketing")]))
            #expect(row["is_active"] == .bool(true))
            #expect(row["api_docs_url"]?.text == "https://docs.alpha.example")
            #expect(row["description"]?.text == "Alpha counts calls by the day.")
            #expect(row["support"] == nil)
        }
    }

    @Test func aSummaryLeavesTheDetailsOut() async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, "/unified/integration?type=alpha&summary=true")
            #expect(
                answer.text
                    == #"[{"categories":["crm","ticketing"],"is_active":true,"name":"Alpha CRM","type":"alpha"}]"#)
        }
    }

    @Test(arguments: ["active=maybe", "summary=2", "limit=x"])
    func aFlagThatMeansNothingIsRefused(query: String) async throws {
        try await Rig.run { session in
            try await session.send(.get, "/unified/integration?\(query)").expectFailure(400, "query_invalid")
        }
    }
}
