//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// An upstream that is not who it should be gets no byte of a request (DESIGN section 7).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct UpstreamTLSTests {
    /// A plane before a vendor behind TLS, whose certificate is `name`'s.
    static func start(
        name: String, host: String = "localhost", validity: CertificateAuthority.Validity = .usual,
        isTrusted: Bool = true
    ) async throws -> (plane: PlaneUnderTest, relay: TLSRelay, vendor: ScriptedVendor) {
        let authority = try CertificateAuthority()
        let vendor = try ScriptedVendor()
        let files = try authority.issue(name, isForLoopback: host == "127.0.0.1", validity: validity)
        let relay = try await Blocking.run { try TLSRelay.front(of: vendor.port, with: files) }
        let plane = try await PlaneUnderTest.start(to: relay.port, tlsHost: host) { configuration in
            configuration.upstreamTrustRoots = isTrusted ? [authority.rootPath] : []
            configuration.deadlines.connect = .seconds(2)
        }
        return (plane, relay, vendor)
    }

    @Test(arguments: [
        ("other.example", CertificateAuthority.Validity.usual, true), ("localhost", .over, true),
        ("localhost", .usual, false), ("localhost.example", .usual, true), ("*.localhost", .usual, true),
    ])
    func aStrangerGetsNothing(name: String, validity: CertificateAuthority.Validity, isTrusted: Bool) async throws {
        let (plane, relay, vendor) = try await Self.start(name: name, validity: validity, isTrusted: isTrusted)
        try await plane.run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.status == 502)
            #expect(response.head.value("passthrough-error") == "upstream_tls_failed")
            #expect(vendor.receivedBytes == [])
            #expect(eventually { vendor.openChannels == 0 })
        }
        withExtendedLifetime(relay) {}
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func theVendorItselfIsServed(host: String) async throws {
        let (plane, relay, vendor) = try await Self.start(name: "localhost", host: host)
        try await plane.run { plane in
            let caller = try plane.caller()
            for _ in 0..<3 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().text == "ok")
            }

            #expect(vendor.channelsOpened == 1)
        }
        withExtendedLifetime(relay) {}
    }

    /// A vendor that accepts and says nothing must not keep the channel for ever.
    @Test
    func aHandshakeThatHangsIsClosed() async throws {
        let vendor = try ScriptedVendor()
        vendor.expect([VendorScript(.waitForClose)])
        let plane = try await PlaneUnderTest.start(to: vendor.port, tlsHost: "127.0.0.1") {
            $0.deadlines.connect = .milliseconds(300)
        }
        try await plane.run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.head.value("passthrough-error") == "connect_timeout")
            #expect(eventually { vendor.openChannels == 0 })
        }
    }

    @Test
    func plainTextInsteadOfAHandshakeIsRefused() async throws {
        let vendor = try ScriptedVendor()
        vendor.expect([VendorScript(.readSome(10), .send(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)), .close)])
        try await PlaneUnderTest.start(to: vendor.port, tlsHost: "127.0.0.1").run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())

            #expect(try caller.readResponse().head.value("passthrough-error") == "upstream_tls_failed")
            #expect(!vendor.receivedBytes.contains(Array(Account.canary.utf8)))
        }
    }
}
