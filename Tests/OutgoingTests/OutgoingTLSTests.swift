//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Model
import Outgoing
import TestSupport
import Testing

@Suite struct OutgoingTLSTests {
    private func send(
        to host: String, certificate: (CertificateAuthority) throws -> CertificateAuthority.Files, trusts: Bool = true
    ) async throws -> OutgoingAnswer {
        let vendor = try ScriptedVendor()
        let authority = try CertificateAuthority()
        let relay = try TLSRelay.front(of: vendor.port, with: try certificate(authority))
        let loopback = try #require(IPAddress(literal: "127.0.0.1"))
        let client = OutgoingClient(
            policy: EgressPolicy(exceptions: [try EgressException(parsing: "127.0.0.1:443")]),
            trustRoots: trusts ? [authority.rootPath] : [],
            route: OutgoingRoute(addresses: { _ in [loopback] }, port: { _, _ in relay.port }))
        let url = try #require(OutgoingURL(parsing: "https://\(host)/"))
        do {
            return try await client.send(OutgoingRequest(method: "GET", url: url))
        } catch {
            #expect(vendor.requests.isEmpty)
            throw error
        }
    }

    @Test func aNameIsProvedByItsCertificate() async throws {
        let answer = try await self.send(to: "vendor.example") { try $0.issue("vendor.example") }

        #expect(answer.status == 200)
    }

    @Test func anAddressIsProvedByItsCertificate() async throws {
        let answer = try await self.send(to: "127.0.0.1") { try $0.issue("vendor.example", isForLoopback: true) }

        #expect(answer.status == 200)
    }

    @Test func anotherNameIsRefused() async {
        await #expect(throws: OutgoingFailure.tlsFailed) {
            try await self.send(to: "vendor.example") { try $0.issue("other.example") }
        }
    }

    @Test func anotherAddressIsRefused() async {
        await #expect(throws: OutgoingFailure.tlsFailed) {
            try await self.send(to: "127.0.0.1") { try $0.issue("vendor.example") }
        }
    }

    @Test func aCertificateThatIsOverIsRefused() async {
        await #expect(throws: OutgoingFailure.tlsFailed) {
            try await self.send(to: "vendor.example") { try $0.issue("vendor.example", validity: .over) }
        }
    }

    @Test func anUnknownRootIsRefused() async {
        await #expect(throws: OutgoingFailure.tlsFailed) {
            try await self.send(to: "vendor.example", certificate: { try $0.issue("vendor.example") }, trusts: false)
        }
    }

    @Test func aVendorWithoutTLSIsRefused() async throws {
        let vendor = try ScriptedVendor()
        vendor.expect([VendorScript(.readSome(1), .send(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)), .close)])
        let client = OutgoingClient(
            policy: EgressPolicy(exceptions: [try EgressException(parsing: "127.0.0.1:\(vendor.port)")]))
        let url = try #require(OutgoingURL(parsing: "https://127.0.0.1:\(vendor.port)/"))

        await #expect(throws: OutgoingFailure.tlsFailed) {
            try await client.send(OutgoingRequest(method: "GET", url: url))
        }
    }
}
