//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Model
import Outgoing
import TestSupport
import Testing

@Suite struct OutgoingClientTests {
    @Test func aRequestIsSentAsItIs() async throws {
        let rig = try OutgoingRig()
        rig.vendor.expect([.answer("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nok")])
        var request = try rig.request("POST", path: "/token?a=%20b")
        request.headers = [CredentialField(name: "Authorization", value: Secret("Basic eA=="))]
        request.body = Secret("grant_type=x")

        let answer = try await rig.client.send(request)

        #expect(answer.status == 201)
        #expect(answer.headers.map { "\($0.name)=\($0.value)" } == ["content-length=2", "x-a=1", "x-a=2"])
        #expect(answer.header("x-a") == nil)
        #expect(answer.body.revealText() == "ok")
        let received = try #require(rig.vendor.requests.first)
        #expect(received.head.line == "POST /token?a=%20b HTTP/1.1")
        #expect(received.head.value("host") == "127.0.0.1:\(rig.vendor.port)")
        #expect(received.head.value("authorization") == "Basic eA==")
        #expect(received.head.value("accept-encoding") == "identity")
        #expect(String(decoding: received.body.bytes, as: UTF8.self) == "grant_type=x")
        #expect(rig.vendor.complaints == [])
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n", 200, "ok"),
        ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok", 200, "ok"), ("HTTP/1.0 200 OK\r\n\r\nok", 200, "ok"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        (
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            200, "ok"
        ),
        ("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n", 302, ""),
        ("HTTP/1.1 500 Oops\r\nContent-Length: 2\r\n\r\nno", 500, "no"),
        ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\u{1f}\u{8b}", 200, "\u{1f}\u{8b}"),
    ])
    func anAnswerComesAsItIs(bytes: String, status: Int, body: String) async throws {
        let rig = try OutgoingRig()
        rig.vendor.expect([.answerAndClose(bytes)])

        let answer = try await rig.client.send(try rig.request())

        #expect(answer.status == status)
        #expect(answer.body.revealBytes() == body.latin1)
        #expect(rig.vendor.requests.count == 1)
    }

    @Test func nothingIsDialledThatThePolicyRefuses() async throws {
        let rig = try OutgoingRig(mayDial: false)
        let request = try rig.request()

        await #expect(throws: OutgoingFailure.egressDenied) { try await rig.client.send(request) }
        #expect(rig.vendor.channelsOpened == 0)
    }

    @Test(arguments: [
        "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/", "https://localhost/",
        "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "https://192.168.1.1:8443/",
        "https://100.64.0.1/", "http://[fd00:ec2::254]/", "http://[2002:7f00:1::]/",
    ])
    func noPrivateAddressIsDialled(url: String) async throws {
        let client = OutgoingClient(policy: EgressPolicy(exceptions: []))
        let request = OutgoingRequest(method: "GET", url: try #require(OutgoingURL(parsing: url)))

        await #expect(throws: OutgoingFailure.egressDenied) { try await client.send(request) }
    }

    /// A name that resolves to a good and a bad address must not lead to the bad one.
    @Test func onlyJudgedAddressesAreDialled() async throws {
        let vendor = try ScriptedVendor()
        let policy = EgressPolicy(exceptions: [try EgressException(parsing: "127.0.0.1:443")])
        let metadata = try #require(IPAddress(literal: "169.254.169.254"))
        let loopback = try #require(IPAddress(literal: "127.0.0.1"))
        let authority = try CertificateAuthority()
        let relay = try TLSRelay.front(of: vendor.port, with: try authority.issue("vendor.example"))
        let route = OutgoingRoute(addresses: { _ in [metadata, loopback] }, port: { _, _ in relay.port })
        let client = OutgoingClient(policy: policy, trustRoots: [authority.rootPath], route: route)
        let url = try #require(OutgoingURL(parsing: "https://vendor.example/"))

        let answer = try await client.send(OutgoingRequest(method: "GET", url: url))

        #expect(answer.status == 200)
        #expect(vendor.channelsOpened == 1)
    }

    @Test func plainTextNeedsTheOperatorsWord() async throws {
        let global = try #require(IPAddress(literal: "192.0.1.1"))
        let route = OutgoingRoute(addresses: { _ in [global] }, port: { $1 })
        let client = OutgoingClient(policy: EgressPolicy(exceptions: []), route: route)
        let url = try #require(OutgoingURL(parsing: "http://vendor.example/"))

        await #expect(throws: OutgoingFailure.egressDenied) {
            try await client.send(OutgoingRequest(method: "GET", url: url))
        }
    }

    @Test func otherAddressesAreTriedInTurn() async throws {
        let rig = try OutgoingRig()
        let exceptions = [try EgressException(parsing: "vendor.example:\(rig.vendor.port)")]
        let places = try ["127.0.0.2", "127.0.0.1"].map { try #require(IPAddress(literal: $0)) }
        let client = OutgoingClient(
            policy: EgressPolicy(exceptions: exceptions),
            route: OutgoingRoute(addresses: { _ in places }, port: { $1 }))
        let url = try #require(OutgoingURL(parsing: "http://vendor.example:\(rig.vendor.port)/"))

        let answer = try await client.send(OutgoingRequest(method: "GET", url: url))

        #expect(answer.status == 200)
    }

    @Test func aClosedPortIsUnreachable() async throws {
        let port = try ClosedPort.find()
        let client = OutgoingClient(
            policy: EgressPolicy(exceptions: [try EgressException(parsing: "127.0.0.1:\(port)")]))
        let url = try #require(OutgoingURL(parsing: "http://127.0.0.1:\(port)/"))

        await #expect(throws: OutgoingFailure.unreachable) {
            try await client.send(OutgoingRequest(method: "GET", url: url))
        }
    }

    @Test func aNameWithoutAddressesIsUnreachable() async throws {
        let client = OutgoingClient(
            policy: EgressPolicy(exceptions: []), route: OutgoingRoute(addresses: { _ in [] }, port: { $1 }))
        let url = try #require(OutgoingURL(parsing: "https://nowhere.example/"))

        await #expect(throws: OutgoingFailure.unreachable) {
            try await client.send(OutgoingRequest(method: "GET", url: url))
        }
    }

    @Test(arguments: [
        ("GET", "Host", "evil.example"), ("GET", "Content-Length", "5"), ("GET", "transfer-encoding", "chunked"),
        ("GET", "X-A", "a\r\nX-B: c"), ("GET", "X-A", "a\u{0}"), ("GET", "X A", "b"), ("GET", "", "b"),
        ("GET", "X-A", "schlüssel"), ("GE T", "X-A", "b"), ("CONNECT", "X-A", "b"), ("", "X-A", "b"),
    ])
    func aRequestThatCouldBeReadInTwoWaysIsNotSent(method: String, name: String, value: String) async throws {
        let rig = try OutgoingRig()
        let request = try rig.request(method, headers: [CredentialField(name: name, value: Secret(value))])

        await #expect(throws: OutgoingFailure.invalidRequest) { try await rig.client.send(request) }
        #expect(rig.vendor.channelsOpened == 0)
    }
}
