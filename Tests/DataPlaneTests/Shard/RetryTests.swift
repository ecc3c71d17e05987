//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Synchronization
import TestSupport
import Testing

/// A request is sent again only when a reused channel was dead before the vendor said a byte (DESIGN section 5).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct RetryTests {
    /// Uses a channel once, then lets it die under `request`; what the caller got and what the vendor saw.
    static func die(
        under request: String, _ death: VendorScript, then next: [VendorScript] = []
    ) async throws -> (status: Int, requests: Int, retries: UInt64) {
        let plane = try await PlaneUnderTest.start()
        let outcome = Mutex((status: 0, requests: 0, retries: UInt64(0)))
        try await plane.run { plane in
            plane.vendor.expect([.usual, death] + next)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            guard try caller.readResponse().status == 200 else { throw Account.Malformed() }
            try caller.send(request)
            let status = try caller.readResponse(to: String(request.prefix { $0 != " " })).status
            let retries = try Blocking.wait { await plane.plane.counters().retries }
            outcome.withLock { $0 = (status, plane.vendor.requests.count, retries) }
        }
        return outcome.withLock { $0 }
    }

    @Test(arguments: ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
    func aReusedChannelThatIsDeadIsReplacedOnce(method: String) async throws {
        let result = try await Self.die(under: PlaneUnderTest.request(method), VendorScript(.readRequest, .close))

        #expect(result == (200, 3, 1))
    }

    @Test
    func aResetCountsAsDead() async throws {
        let result = try await Self.die(under: PlaneUnderTest.request(), VendorScript(.readRequest, .reset))

        #expect(result == (200, 3, 1))
    }

    @Test(arguments: ["POST", "PATCH", "PROPFIND", "MKCOL", "LOCK"])
    func whatMayHaveBeenDoneIsNotDoneAgain(method: String) async throws {
        let result = try await Self.die(under: PlaneUnderTest.request(method), VendorScript(.readRequest, .close))

        #expect(result == (502, 2, 0))
    }

    @Test(arguments: ["GET", "PUT", "DELETE"])
    func aBodyIsNotSentAgain(method: String) async throws {
        let request = PlaneUnderTest.request(method, fields: ["Content-Length: 3"], body: "abc")
        let result = try await Self.die(under: request, VendorScript(.readRequest, .close))

        #expect(result == (502, 2, 0))
    }

    @Test
    func aResponseThatBeganIsNotAskedForAgain() async throws {
        let script = VendorScript(.readRequest, .send(Array("HTTP/1.1 2".utf8)), .close)
        let result = try await Self.die(under: PlaneUnderTest.request(), script)

        #expect(result == (502, 2, 0))
    }

    @Test
    func theSecondDeathIsAnswered() async throws {
        let death = VendorScript(.readRequest, .close)
        let result = try await Self.die(under: PlaneUnderTest.request(), death, then: [death])

        #expect(result == (502, 3, 1))
    }

    @Test
    func aNewChannelThatDiesIsAnswered() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([VendorScript(.readRequest, .close)])
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.status == 502)
            #expect(response.head.value("passthrough-error") == "upstream_closed_early")
            #expect(plane.vendor.requests.count == 1)
        }
    }
}
