//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import Model
import Testing

/// Calls, notifications, environments and the workspace, over HTTP.
@Suite struct PlatformRoutesTests {
    @Test func environmentsAreArraysOfStrings() async throws {
        try await Rig.run { session in
            #expect(try await session.send(.get, "/unified/environment").text == #"["Production","Sandbox"]"#)
            let added = try await session.send(.post, "/unified/environment", #"["Pre prod/1"]"#)
            #expect(added.status == 200)
            #expect(added.text == #"["Production","Sandbox","Pre prod/1"]"#)
            _ = try await session.make(#","environment":"Pre prod/1""#)
            let path = "/unified/environment/Pre%20prod%2F1"
            try await session.send(.delete, path).expectFailure(409, "environment_in_use")
            try await session.send(.delete, path, key: session.rig.otherKey)
                .expectFailure(404, "environment_not_found")
            try await session.send(.delete, "/unified/environment/Production")
                .expectFailure(409, "environment_in_use")
            for body in ["{}", "[1]", #"[""]"#, "x"] {
                try await session.send(.post, "/unified/environment", body).expectFailure(400, "body_invalid")
            }
        }
    }

    @Test func notificationsAreListed() async throws {
        try await Rig.run { session in
            let id = try await session.make(#","external_xref":"c-1""#)
            let answer = try await session.send(.get, "/unified/notification?limit=10.0")
            #expect(answer.column("event") == ["CONNECTION_CREATED"])
            #expect(answer.column("connection_id") == [id])
            #expect(answer.column("external_xref") == ["c-1"])
            #expect(answer.column("integration_type") == ["generic"])
            #expect(answer.column("workspace_id") == [session.rig.workspace.description])
            #expect(answer.json?.holdsNull == false)
            #expect(!answer.text.contains(canary))
            let none = ["event=connection_deleted", "connection_id=x", "updated_gte=2099-01-01T00:00:00Z", "offset=1"]
            for query in none {
                #expect(try await session.send(.get, "/unified/notification?\(query)").text == "[]")
            }
            #expect(try await session.send(.get, "/unified/notification", key: session.rig.otherKey).text == "[]")
        }
    }

    @Test func callsAreListedAndShown() async throws {
        try await Rig.run { session in
            let id = try await session.make()
            let record = RequestRecord(
                id: RequestRecordID(high: 1, low: 2), connection: ConnectionID(id), workspace: session.rig.workspace,
                method: "POST", path: "v2/x", status: 404, startedAt: Timestamp(milliseconds: 1_700_000_000_000),
                duration: .microseconds(1_500), vendorDuration: .microseconds(1_000))
            let recorder = session.rig.platform.recorder
            recorder.add(count: 1) { [record] }
            let running = Task { try await recorder.run() }
            while recorder.written == 0 { try await Task.sleep(for: .milliseconds(10)) }
            running.cancel()

            let shown = try await session.send(.get, "/unified/apicall/\(record.id)")
            #expect(shown.member("status")?.text == "404")
            #expect(shown.member("error")?.text == "vendor_404")
            #expect(shown.member("path")?.text == "POST /v2/x")
            #expect(shown.member("name")?.text == "createPassthrough")
            #expect(shown.member("endapi_response_time") == .number(1))
            #expect(shown.member("unified_response_time") == .number(0.5))
            #expect(shown.json?.holdsNull == false)
            for query in [
                "error=true", "connection_id=\(id)", "env=Production", "type=INBOUND", "is_billable=true", "sort=name",
                "order=asc&limit=1.0&offset=0.0", "integration_type=generic", "updated_gte=2020-01-01T00:00:00Z",
            ] {
                #expect(
                    try await session.send(.get, "/unified/apicall?\(query)").column("id") == [record.id.description])
            }
            for query in [
                "error=false", "connection_id=x", "env=Sandbox", "type=login", "is_billable=false", "webhook_id=1",
                "external_xref=a", "integration_type=hubspot", "updated_gte=2099-01-01T00:00:00Z",
            ] {
                #expect(try await session.send(.get, "/unified/apicall?\(query)").text == "[]", "\(query)")
            }
            for query in ["error=maybe", "sort=status", "order=up", "limit=-1", "updated_gte=x"] {
                try await session.send(.get, "/unified/apicall?\(query)").expectFailure(400, "query_invalid")
            }
            try await session.send(.get, "/unified/apicall/\(record.id)", key: session.rig.otherKey)
                .expectFailure(404, "apicall_not_found")
            try await session.send(.get, "/unified/apicall/x").expectFailure(404, "apicall_not_found")
        }
    }

    @Test func theWorkspaceIsReadAndChanged() async throws {
        try await Rig.run { session in
            let before = try await session.send(.get, "/unified/workspace")
            #expect(before.member("retention_days") == .number(60))
            #expect(before.member("capture")?.text == "off")
            let changed = try await session.send(
                .put, "/unified/workspace", #"{"name":"Acme","webhook_url":"https://hooks.example/"}"#)
            let secret = try #require(changed.member("webhook_secret")?.text)
            #expect(secret.hasPrefix("whsec_"))
            let after = try await session.send(.patch, "/unified/workspace", #"{"capture":"errors"}"#)
            #expect(after.member("name")?.text == "Acme")
            #expect(after.member("webhook_secret") == nil)
            #expect(!(try await session.send(.get, "/unified/workspace")).text.contains(secret))
            try await session.send(.put, "/unified/workspace", #"{"color":"red"}"#).expectFailure(400, "body_invalid")
            #expect(
                try await session.send(.get, "/unified/workspace", key: session.rig.otherKey).member("name") == nil)
        }
    }

    @Test func everythingNeedsAKey() async throws {
        try await Rig.run { session in
            for path in ["apicall", "apicall/0000000000000000000000aa", "notification", "environment", "workspace"] {
                try await session.send(.get, "/unified/\(path)", headers: [:]).expectFailure(401, "api_key_missing")
            }
        }
    }
}
