//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import Client
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@Suite struct PassthroughClientTests {
    /// Runs `body` with a client of a server that answers with `answer`.
    private static func run(
        answer: @escaping @Sendable (Request) async throws -> Hummingbird.Response,
        _ body: @escaping @Sendable (PassthroughClient) async throws -> Void
    ) async throws {
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await answer(request) },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            logger: Logger(label: "test"))
        try await application.test(.live) { server in
            let port = try #require(server.port)
            try await body(PassthroughClient(baseURL: "http://127.0.0.1:\(port)/", key: key))
        }
    }

    private static func json(_ text: String, _ status: HTTPResponse.Status = .ok) -> Hummingbird.Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    @Test(arguments: [
        "http://127.0.0.1:99999", "http://127.0.0.1:0", "127.0.0.1:80", "ftp://a.example", "http://", "é",
    ])
    func aServerThatIsNoURLIsRefused(baseURL: String) async throws {
        let error = await #expect(throws: PassthroughError.self) {
            try await PassthroughClient(baseURL: baseURL, key: key).call("GET", connection: "c", path: "x")
        }
        #expect(error?.code == .requestInvalid)
    }

    @Test func aHeaderFieldThatCannotBeSentIsRefusedWithoutItsValue() async throws {
        let client = PassthroughClient(baseURL: "http://127.0.0.1:1", key: key)
        let error = await #expect(throws: PassthroughError.self) {
            try await client.call("GET", connection: "c", path: "x", headers: [HeaderField("X", "canary\r\nY: z")])
        }
        #expect(error?.code == .requestInvalid)
        #expect(!String(reflecting: error).contains("canary"))
    }

    /// Answers with what arrived: method, target, key, type and body.
    @Sendable private static func echo(_ request: Request) async throws -> Hummingbird.Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let parts = [
            request.method.rawValue, request.uri.string, request.headers[.authorization] ?? "",
            request.headers[.contentType] ?? "", String(buffer: body),
        ]
        return Response(status: .accepted, body: .init(byteBuffer: ByteBuffer(string: parts.joined(separator: "\n"))))
    }

    @Test(arguments: [
        ("/v2/customers?limit=10&x=a%20b", "/v2/customers?limit=10&x=a%20b"), ("a//b/", "/a//b/"), ("", "/"),
        ("/crm/v3/properties/{objectType}/batch/read", "/crm/v3/properties/%7BobjectType%7D/batch/read"),
        ("/é#x\r\ny", "/%C3%A9%23x%0D%0Ay"), ("/a%2Fb%zz%", "/a%2Fb%25zz%25"),
    ])
    func aCallArrivesAsWritten(path: String, target: String) async throws {
        try await Self.run(answer: Self.echo) { client in
            let answer = try await client.call(
                "PATCH", connection: "abc/1", path: path, headers: [HeaderField("Content-Type", "text/x")],
                body: .bytes(Array("hello".utf8)))

            let text = String(decoding: try await answer.body.collect(upTo: 1 << 20), as: UTF8.self)
            #expect(answer.status == 202)
            #expect(text == "PATCH\n/passthrough/abc%2F1\(target)\nBearer \(key)\ntext/x\nhello")
        }
    }

    @Test func aBodyIsStreamed() async throws {
        try await Self.run(answer: Self.echo) { client in
            let chunks = AsyncStream<[UInt8]> { continuation in
                for _ in 0..<100 { continuation.yield(Array("0123456789".utf8)) }
                continuation.finish()
            }
            let answer = try await client.call("POST", connection: "c", path: "x", body: .stream(chunks))

            var count = 0
            for try await chunk in answer.body { count += chunk.count }
            #expect(count > 1_000)
        }
    }

    @Test func theVendorsFailureIsAnAnswer() async throws {
        try await Self.run(answer: { _ in Self.json(#"{"code":"connection_not_found"}"#, .notFound) }) { client in
            let answer = try await client.call("GET", connection: "c", path: "x")
            #expect(answer.status == 404)
            #expect(answer.first("content-type") == "application/json")
        }
    }

    @Test func theVendorsRedirectIsAnAnswer() async throws {
        let redirect: @Sendable (Request) async throws -> Hummingbird.Response = { request in
            guard request.uri.path != "/elsewhere" else { return Self.json("{}") }
            return Response(status: .temporaryRedirect, headers: [.location: "/elsewhere"])
        }
        try await Self.run(answer: redirect) { client in
            let answer = try await client.call("POST", connection: "c", path: "x", body: .bytes([1]))
            #expect(answer.status == 307)
            #expect(answer.first("location") == "/elsewhere")
        }
    }

    @Test func theServersFailureIsThrown() async throws {
        let refuse: @Sendable (Request) async throws -> Hummingbird.Response = { _ in
            var response = Self.json(
                #"{"statusCode":404,"error":"Not Found","message":"No such.","code":"connection_not_found","request_id":"r1"}"#,
                .notFound)
            response.headers[try #require(HTTPField.Name("Passthrough-Error"))] = "connection_not_found"
            return response
        }
        try await Self.run(answer: refuse) { client in
            let error = await #expect(throws: PassthroughError.self) {
                _ = try await client.call("GET", connection: "c", path: "x")
            }
            #expect(error?.code == .connectionNotFound)
            #expect(error?.message == "No such." && error?.requestID == "r1" && error?.status == 404)
            await #expect(throws: PassthroughError.self) { _ = try await client.connection("c") }
            await #expect(throws: PassthroughError.self) { try await client.remove("c") }
        }
    }

    @Test func aServerThatIsNotThereIsUnreachable() async throws {
        // Port 1 of loopback: nothing listens there.
        let client = PassthroughClient(baseURL: "http://127.0.0.1:1", key: key, timeout: .seconds(5))
        let error = await #expect(throws: PassthroughError.self) {
            _ = try await client.call("GET", connection: "c", path: "x")
        }
        #expect(error?.code == .serverUnreachable && error?.status == nil)
    }

    @Test func connectionsAreReadAndWritten() async throws {
        let object = #"{"id":"abc","integration_type":"generic","permissions":[],"categories":["crm"],"new_member":1}"#
        let answer: @Sendable (Request) async throws -> Hummingbird.Response = { request in
            switch (request.method, request.uri.string) {
            case (.get, "/unified/connection?limit=5&env=Sand%20box&categories=crm&categories=ads"):
                Self.json("[\(object)]")
            case (.get, "/unified/connection/abc"), (.patch, "/unified/connection/abc"), (.post, "/unified/connection"):
                Self.json(object)
            case (.delete, "/unified/connection/abc"): Self.json("{}")
            case (.get, "/unified/integration?type=alpha"):
                Self.json(#"[{"type":"alpha","name":"Alpha","categories":[]}]"#)
            default: Self.json("[]", .conflict)
            }
        }
        try await Self.run(answer: answer) { client in
            var filter = ConnectionFilter()
            filter.limit = 5
            filter.environment = "Sand box"
            filter.categories = ["crm", "ads"]
            #expect(try await client.connections(filter).map(\.id) == ["abc"])
            #expect(try await client.connection("abc").categories == ["crm"])
            #expect(try await client.create(Connection(integrationType: "generic")).id == "abc")
            #expect(try await client.patch("abc", ["is_paused": .bool(true)]).id == "abc")
            #expect(try await client.integrations(type: "alpha").map(\.name) == ["Alpha"])
            try await client.remove("abc")
            let error = await #expect(throws: PassthroughError.self) { _ = try await client.connection("other") }
            #expect(error?.code == .unexpectedAnswer)
        }
    }

    @Test func noDescriptionHoldsASecret() {
        let client = PassthroughClient(baseURL: "http://127.0.0.1", key: key)
        var auth = ConnectionAuth()
        auth.accessToken = key
        auth.meta = ["password": .string(key)]
        let connection = Connection(integrationType: "generic", auth: auth)

        var dumped = ""
        dump(client, to: &dumped)
        dump(connection, to: &dumped)
        for text in ["\(client)", String(reflecting: client), "\(connection)", String(reflecting: connection), dumped] {
            #expect(!text.contains(key))
        }
    }
}

private let key = "canary-key-1"
