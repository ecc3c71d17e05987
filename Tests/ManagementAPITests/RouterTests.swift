//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Model
import Testing

@Suite struct RouterTests {
    @Test func healthNeedsNoKey() async throws {
        try await Rig.run { session in
            let answer = try await session.send(.get, "/healthz", headers: [:])
            #expect(answer.status == 200)
            #expect(answer.text == #"{"status":"ok"}"#)
        }
    }

    @Test(arguments: [
        "/", "/unified", "/unified/nothing", "/unified/connection/a/b", "/x%00y", "/a?b", "//", "/%", "/é",
    ])
    func anUnknownPathIs404(path: String) async throws {
        try await Rig.run { session in
            try await session.send(.get, path).expectFailure(404, "route_not_found")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.delete, "/unified/connection", "GET, HEAD, POST"),
        (.post, "/unified/connection/x", "DELETE, GET, HEAD, PATCH, PUT"), (.post, "/healthz", "GET, HEAD"),
        (.post, "/unified/integration", "GET, HEAD"), (.options, "/unified/integration", "GET, HEAD"),
    ])
    func aWrongMethodIs405WithAllow(method: HTTPRequest.Method, path: String, allow: String) async throws {
        try await Rig.run { session in
            let answer = try await session.send(method, path)
            answer.expectFailure(405, "method_not_allowed")
            #expect(answer.header("Allow") == allow)
        }
    }

    @Test(arguments: ["/healthz", "/unified/connection", "/unified/integration", "/nothing"])
    func headIsGetWithoutTheBody(path: String) async throws {
        try await Rig.run { session in
            let get = try await session.send(.get, path)
            let head = try await session.send(.head, path)
            #expect(head.status == get.status)
            #expect(head.text.isEmpty)
            #expect(head.header("Content-Length") == String(get.text.utf8.count))
            #expect(head.header("Content-Type") == get.header("Content-Type"))
        }
    }

    @Test func everyAnswerHasItsTimeAndTheDataPlanesId() async throws {
        try await Rig.run { session in
            let name = try #require(HTTPField.Name("Passthrough-Request-Id"))
            for path in ["/healthz", "/nothing"] {
                let answer = try await session.send(.get, path, headers: [name: "req-1.a_B"])
                #expect(answer.header("Passthrough-Request-Id") == "req-1.a_B")
                #expect(Int(answer.header("X-Response-Time") ?? "") != nil)
            }
            for value in ["", "a b", "\"", String(repeating: "a", count: 129)] {
                let answer = try await session.send(.get, "/healthz", headers: [name: value])
                #expect(answer.header("Passthrough-Request-Id") == "made-request-id")
            }
        }
    }

    @Test(arguments: ["issue", "webhook"])
    func collectionsThatAreNotKeptAreEmptyAndRefuseWrites(name: String) async throws {
        try await Rig.run { session in
            #expect(try await session.send(.get, "/unified/\(name)").text == "[]")
            try await session.send(.post, "/unified/\(name)", "{}").expectFailure(501, "not_implemented")
            for method in [HTTPRequest.Method.put, .patch, .delete] {
                try await session.send(method, "/unified/\(name)/1", "{}").expectFailure(501, "not_implemented")
            }
            try await session.send(.get, "/unified/\(name)/1").expectFailure(404, "route_not_found")
        }
    }
}
