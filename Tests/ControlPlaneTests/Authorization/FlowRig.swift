//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Egress
import Foundation
import Logging
import Model
import Outgoing
import Synchronization
import TestSupport

/// The authorisation flow over a real database and a vendor on loopback.
struct FlowRig: Sendable {
    /// What changes while a test runs.
    final class World: Sendable {
        private let shift = Mutex(Int64(0))
        private let recorded = Mutex<[OwnCall]>([])

        /// Milliseconds that the clock is ahead of the installation's.
        var ahead: Int64 { self.shift.withLock { $0 } }
        var calls: [OwnCall] { self.recorded.withLock { $0 } }

        func pass(minutes: Int64) { self.shift.withLock { $0 += minutes * 60_000 } }
        func record(_ call: OwnCall) { self.recorded.withLock { $0.append(call) } }
    }

    let installation: Installation
    let vendor: ScriptedVendor
    let service: AuthorizationService
    let reauthorizations: ReauthorizationService
    let world = World()

    init() async throws {
        self.installation = try await Installation()
        self.vendor = try ScriptedVendor()
        let catalog = try Catalog(files: [])
        let rows = [("vendor", Self.row(self.vendor.port)), ("machine", Self.machine(self.vendor.port))]
        catalog.hold(rows, of: self.installation.workspace, version: 1)
        var surroundings = self.installation.world.surroundings
        let (now, world) = (surroundings.now, self.world)
        surroundings.now = { Timestamp(milliseconds: now().milliseconds + world.ahead) }
        let exception = try EgressException(parsing: "127.0.0.1:\(self.vendor.port)")
        let client = OutgoingClient(policy: EgressPolicy(exceptions: [exception]))
        self.service = AuthorizationService(
            store: self.installation.store, vault: self.installation.vault, catalog: catalog,
            vendors: VendorService(client: client, surroundings: surroundings),
            doors: AuthorizationDoors(
                client: { _, _, _ in
                    AuthorizationClient(client: OAuthClient(id: "client-1", secret: Secret("canary-secret-1")))
                },
                publicURL: { "https://connect.example" }, log: CallLog(record: { world.record($0) })),
            surroundings: surroundings, logger: Logger(label: "test"))
        self.reauthorizations = ReauthorizationService(store: self.installation.store, surroundings: surroundings)
    }

    private static func row(_ port: UInt16) -> String {
        """
        slug: vendor
        name: Vendor
        categories: [crm]
        base_url: http://127.0.0.1:\(port)
        allowed_hosts: ["127.0.0.1:\(port)"]
        auth_hosts: ["127.0.0.1:\(port)"]
        auth:
          - type: oauth2
            grant: authorization_code
            authorization_url: http://127.0.0.1:\(port)/authorize
            token_url: http://127.0.0.1:\(port)/token
            issuer: http://127.0.0.1:\(port)
            pkce: required
            scopes: [usual]
            refresh: true
        probe: /me
        """
    }

    /// Asked for a token with client credentials.
    private static func machine(_ port: UInt16) -> String {
        """
        slug: machine
        name: Machine
        categories: [crm]
        base_url: http://127.0.0.1:\(port)
        allowed_hosts: ["127.0.0.1:\(port)"]
        auth_hosts: ["127.0.0.1:\(port)"]
        auth:
          - type: oauth2
            grant: client_credentials
            token_url: http://127.0.0.1:\(port)/token
        probe: /me
        """
    }

    static let links = "https://app.example/done"
    static let failures = "https://app.example/failed"

    /// A customer's link, opened: where the vendor is to be asked, and by which browser.
    func leave(
        _ more: [(name: String, value: String)] = [], browser: AuthorizationService.Browser? = nil
    ) async throws -> (location: String, browser: AuthorizationService.Browser) {
        try await self.open(try await self.link(more), browser: browser)
    }

    func link(_ more: [(name: String, value: String)] = []) async throws -> Secret {
        let usual = [
            (name: "success_redirect", value: Self.links), (name: "failure_redirect", value: Self.failures),
            (name: "state", value: "s-1"), (name: "external_xref", value: "x-1"),
        ]
        let link = try await self.service.begin(
            usual + more, workspace: self.installation.workspace.description, integration: "vendor")
        return Secret(String(link.dropFirst("https://connect.example/connect/".count)))
    }

    func open(
        _ token: Secret, browser: AuthorizationService.Browser? = nil
    ) async throws -> (location: String, browser: AuthorizationService.Browser) {
        let known = browser ?? self.service.browser(self.service.nonce())
        guard case .leave(let location) = try await self.service.open(token, method: nil, browser: known) else {
            return ("", known)
        }
        return (location, known)
    }

    func callback(
        _ parameters: [(name: String, value: String)], _ browser: AuthorizationService.Browser
    ) async -> String {
        do {
            guard case .leave(let location) = try await self.service.callback(parameters, browser: browser) else {
                return "page"
            }
            return location
        } catch { return "refused: \(error)" }
    }

    /// The vendor answers the next requests so.
    func vendorAnswers(_ answers: String...) { self.vendor.expect(answers.map { VendorScript.answer($0) }) }

    func connections() async throws -> [Connection] {
        try await self.installation.connections.list(ConnectionQuery(), in: self.installation.workspace)
    }

    static let token = Self.json(
        #"{"access_token":"canary-access-1","refresh_token":"canary-refresh-1","token_type":"Bearer","expires_in":3600}"#
    )
    static let fine = Self.json("{}")

    static func json(_ body: String, status: String = "200 OK") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// A parameter of an address, decoded.
    static func parameter(_ name: String, of address: String) -> String? {
        URLComponents(string: address)?.queryItems?.first { $0.name == name }?.value
    }
}
