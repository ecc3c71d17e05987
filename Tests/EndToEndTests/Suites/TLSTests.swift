//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// TLS on both sides (issue 2): names and signatures are checked before a byte of a request leaves.
    @Suite struct TLS {
        private struct Stand: Sendable {
            let rig: Rig
            let relays: [TLSRelay]
            /// Kept, because their files go with them.
            let authorities: [CertificateAuthority]
            /// Base URLs that end at the vendor, by what is wrong with the certificate there.
            let bases: [Certificate: String]
        }

        enum Certificate: String, CaseIterable, Sendable {
            case sound, soundForTheAddress, ofAnotherName, expired, ofAStranger, absent
        }

        private static let stand = Result {
            let authority = try CertificateAuthority()
            let others = try CertificateAuthority()
            let vendor = try ScriptedVendor()
            let sound = try TLSRelay.front(of: vendor.port, with: authority.issue("localhost", isForLoopback: true))
            let other = try TLSRelay.front(of: vendor.port, with: authority.issue("other.example"))
            let expired = try TLSRelay.front(of: vendor.port, with: authority.issue("localhost", validity: .over))
            let stranger = try TLSRelay.front(of: vendor.port, with: others.issue("localhost"))
            let allowed = [sound, other, expired, stranger].flatMap {
                ["--allow-upstream", "127.0.0.1:\($0.port)"]
            }
            let rig = try Rig(options: ["--upstream-ca", authority.rootPath] + allowed, vendor: vendor)
            return Stand(
                rig: rig, relays: [sound, other, expired, stranger], authorities: [authority, others],
                bases: [
                    .sound: "https://localhost:\(sound.port)", .soundForTheAddress: "https://127.0.0.1:\(sound.port)",
                    .ofAnotherName: "https://localhost:\(other.port)", .expired: "https://localhost:\(expired.port)",
                    .ofAStranger: "https://localhost:\(stranger.port)", .absent: "https://127.0.0.1:\(vendor.port)",
                ])
        }

        private func ask(_ certificate: Certificate) throws -> (rig: Rig, answer: StrictResponse) {
            let stand = try Self.stand.get()
            let base = try #require(stand.bases[certificate])
            let id = try #require(try stand.rig.add(base: base))
            stand.rig.vendor.expect([])
            let socket = try stand.rig.connect()
            try socket.send(stand.rig.fill(message("GET /passthrough/\(id)/x HTTP/1.1"), for: .bearer))
            return (stand.rig, try socket.readResponse())
        }

        @Test(arguments: [Certificate.sound, .soundForTheAddress])
        func vendorWithASoundCertificateIsAsked(_ certificate: Certificate) throws {
            let (rig, answer) = try self.ask(certificate)

            #expect(answer.status == 200)
            #expect(rig.vendor.requests.map(\.head.line) == ["GET /x HTTP/1.1"])
        }

        @Test(arguments: [Certificate.ofAnotherName, .expired, .ofAStranger])
        func vendorWithABadCertificateGetsNothing(_ certificate: Certificate) throws {
            let (rig, answer) = try self.ask(certificate)

            #expect(answer.status == 502)
            #expect(answer.head.value("Passthrough-Error") == "upstream_tls_failed")
            #expect(ErrorShape.complaints(about: answer).isEmpty)
            #expect(rig.vendor.receivedBytes.isEmpty)
        }

        /// `__domain` names a host that the operator listed; the scheme is https (CONTRACT 1.4).
        @Test(arguments: [
            ("localhost:{P}", "/base/x?a=b"), ("https://localhost:{P}", "/base/x?a=b"),
            ("https://localhost:{P}/", "/x?a=b"), ("https://localhost:{P}/other", "/other/x?a=b"),
            ("https%3A%2F%2FLOCALHOST.:{P}%2Fother%2F", "/other/x?a=b"),
        ])
        func hostThatIsListedIsAskedByTLS(_ domain: String, _ path: String) throws {
            let rig = try Self.stand.get().rig
            let sound = try #require(try Self.stand.get().bases[.sound]?.dropFirst("https://".count))
            let port = try #require(sound.split(separator: ":").last)
            let base = "http://127.0.0.1:\(rig.vendor.port)/base"
            let id = try #require(try rig.add(base: base, allowedHosts: String(sound)))
            rig.vendor.expect([])
            let socket = try rig.connect()
            let named = domain.replacing("{P}", with: port)
            try socket.send(
                rig.fill(message("GET /passthrough/\(id)/x?__domain=\(named)&a=b HTTP/1.1"), for: .bearer))

            #expect(try socket.readResponse().status == 200)
            #expect(rig.vendor.requests.map(\.head.line) == ["GET \(path) HTTP/1.1"])
            #expect(rig.vendor.requests.first?.head.value("Host") == String(sound))
            #expect(rig.vendor.requests.first?.head.value("Authorization") == "Bearer \(Rig.credential)")
        }

        @Test func vendorWithoutTLSGetsNoRequest() throws {
            let stand = try Self.stand.get()
            let base = try #require(stand.bases[.absent])
            let id = try #require(try stand.rig.add(base: base))
            stand.rig.vendor.expect([VendorScript(.readSome(5), .send("HTTP/1.1 400 X\r\n\r\n".latin1), .close)])
            let socket = try stand.rig.connect()
            try socket.send(stand.rig.fill(message("GET /passthrough/\(id)/x HTTP/1.1"), for: .bearer))

            let answer = try socket.readResponse()

            #expect(answer.status == 502)
            #expect(answer.head.value("Passthrough-Error") == "upstream_tls_failed")
            #expect(!stand.rig.vendor.receivedBytes.contains(Array(Rig.credential.utf8)))
        }
    }

    /// TLS for callers: `--tls-cert` and `--tls-key`.
    @Suite struct CallerTLS {
        private static let stand = Result {
            let authority = try CertificateAuthority()
            let files = try authority.issue("gateway.example")
            let rig = try Rig(options: ["--tls-cert", files.certificate, "--tls-key", files.key])
            let tunnel = try TLSRelay.tunnel(to: rig.server.port, host: "gateway.example", trusting: authority.rootPath)
            return (rig: rig, tunnel: tunnel)
        }

        @Test func requestsArriveThroughTLS() throws {
            let (rig, tunnel) = try Self.stand.get()
            rig.vendor.expect([])
            let socket = try RawSocket(port: tunnel.port)
            let requests =
                message("GET ~/1 HTTP/1.1") + message("POST ~/2 HTTP/1.1", ["Content-Length: 3"], "abc")
                + message("GET ~/3 HTTP/1.1")
            try socket.send(rig.fill(requests, for: .bearer))

            let answers = try (1...3).map { _ in try socket.readResponse() }

            #expect(answers.map(\.status) == [200, 200, 200])
            #expect(rig.vendor.requests.map(\.head.line) == ["GET /1 HTTP/1.1", "POST /2 HTTP/1.1", "GET /3 HTTP/1.1"])
        }

        @Test func longBodiesPassThroughTLS() throws {
            let (rig, tunnel) = try Self.stand.get()
            let length = 20_000_000
            let head = "HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n"
            rig.vendor.expect([VendorScript(.readRequest, .send(head.latin1), .sendPattern(length))])
            let socket = try RawSocket(port: tunnel.port)
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
            _ = try socket.readHead()

            var check = Pattern.Check()
            try socket.stream.drain(length, until: Deadline(after: .seconds(60))) { try check.receive($0) }

            #expect(check.count == length)
        }

        @Test func callerWithoutTLSGetsNothing() throws {
            let (rig, _) = try Self.stand.get()
            rig.vendor.expect([])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))

            let rest = try socket.readToEnd()

            #expect(!String(latin1: rest.bytes).contains("HTTP/1.1 200"))
            #expect(rig.vendor.receivedBytes.isEmpty)
        }
    }
}
