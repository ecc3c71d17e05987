//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Egress
import Model
import Outgoing
import Synchronization
import TestSupport
import Testing

/// Plays the vendors of the bundled catalogue: every host leads to one scripted vendor on loopback, behind TLS with a
/// certificate of that host's name.
final class VendorRig: Sendable {
    let vendor: ScriptedVendor
    let service: VendorService
    /// Its root lies in a file that goes with it.
    private let authority: CertificateAuthority
    let catalog: Catalog
    let client = OAuthClient(id: "client-1", secret: Secret("client-secret-1"))
    /// 2023-11-14T22:13:20Z.
    static let now = Timestamp(milliseconds: 1_700_000_000_000)

    /// The hosts that may be reached; others have no address.
    init(hosts: String...) throws {
        self.authority = try CertificateAuthority()
        self.vendor = try ScriptedVendor()
        var relays: [String: TLSRelay] = [:]
        for host in hosts {
            relays[host] = try TLSRelay.front(of: self.vendor.port, with: try self.authority.issue(host))
        }
        let loopback = try #require(IPAddress(literal: "127.0.0.1"))
        let route = OutgoingRoute(
            addresses: { [relays] host in relays[host] == nil ? [] : [loopback] },
            port: { [relays] host, port in relays[host]?.port ?? port })
        let policy = EgressPolicy(exceptions: [try EgressException(parsing: "127.0.0.1:443")])
        self.service = VendorService(
            client: OutgoingClient(policy: policy, trustRoots: [self.authority.rootPath], route: route),
            surroundings: Surroundings(
                now: { Self.now }, random: { count in (0..<count).map { UInt8(truncatingIfNeeded: $0) } },
                changed: { _ in }))
        self.catalog = try Catalog.bundled()
    }

    func integration(_ slug: String) throws -> Integration { try #require(self.catalog[slug]) }

    /// The next answers, in JSON with 200 unless they say otherwise.
    func answers(_ bodies: String...) {
        self.vendor.expect(bodies.map { $0.hasPrefix("HTTP/") ? .answerAndClose($0) : .answerAndClose(Self.json($0)) })
    }

    static func json(_ body: String, status: String = "200 OK", fields: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The requests in short: method, host, path and query.
    var lines: [String] {
        self.vendor.requests.map { request in
            let parts = request.head.line.split(separator: " ")
            return "\(parts[0]) \(request.head.value("host") ?? "?")\(parts[1])"
        }
    }

    var bodies: [String] { self.vendor.requests.map { String(decoding: $0.body.bytes, as: UTF8.self) } }

    /// Exchanges a code at `slug` and completes the connection, as a new authorization does.
    func authorize(
        _ slug: String, auth start: ConnectionAuth = ConnectionAuth(), callback: [String: String] = ["code": "code-1"]
    ) async throws -> ConnectionAuth {
        let integration = try self.integration(slug)
        var auth = start
        // Where the token is asked for may be what the redirect says.
        var plan = try integration.oauth(auth: auth, grant: .authorizationCode)
        try self.service.note(callback, in: &auth, integration: integration)
        plan = try integration.oauth(auth: auth, grant: .authorizationCode)
        try self.service.checkCallback(callback, plan: plan, client: self.client)
        let code = try #require(callback[plan.codeParameter])
        let request = TokenRequest.code(
            Secret(code), redirectURI: "https://us.example/oauth/code", verifier: Secret("verifier-1"),
            callback: callback)
        let grant = try await self.service.token(request, plan: plan, client: self.client)
        try self.service.apply(
            grant, callback: callback, to: &auth, plan: plan, integration: integration, now: Self.now)
        try await self.service.completeVariables(&auth, plan: plan, integration: integration, client: self.client)
        return auth
    }
}

extension ConnectionAuth {
    func text(_ name: String) -> String? {
        guard case .string(let text)? = self.meta[name] else { return nil }
        return text
    }

    static func with(_ values: [String: String]) -> ConnectionAuth {
        var auth = ConnectionAuth()
        auth.meta = values.mapValues { .string($0) }
        return auth
    }
}
