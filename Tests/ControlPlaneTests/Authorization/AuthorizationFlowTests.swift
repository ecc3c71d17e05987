//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Crypto
import Foundation
import Model
import TestSupport
import Testing

/// From a link to a connection by consent at a vendor, and everything that must not become one.
@Suite
struct AuthorizationFlowTests {
    @Test
    func consentBecomesAConnection() async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let (location, browser) = try await rig.leave([("scopes", "crm_contact_read,own:scope")])
        let state = try #require(FlowRig.parameter("state", of: location))
        #expect(FlowRig.parameter("redirect_uri", of: location) == "https://connect.example/oauth/code")
        #expect(FlowRig.parameter("code_challenge_method", of: location) == "S256")
        #expect(FlowRig.parameter("scope", of: location) == "own:scope")
        rig.vendorAnswers(FlowRig.token, FlowRig.fine)

        let end = await rig.callback([("code", "c-1"), ("state", state)], browser)

        let made = try #require(try await rig.connections().first)
        #expect(end == "https://app.example/done?id=\(made.id)&state=s-1")
        #expect(made.externalXref == "x-1" && made.permissions == ["crm_contact_read"])
        #expect(made.refreshAt != nil)
        let sent = try #require(rig.vendor.requests.first)
        let form = String(decoding: sent.body.bytes, as: UTF8.self)
        let verifier = try #require(FlowRig.parameter("code_verifier", of: "x:?" + form))
        let challenge = Data(SHA256.hash(data: Data(verifier.utf8))).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        #expect(FlowRig.parameter("code_challenge", of: location) == challenge)
        #expect(FlowRig.parameter("redirect_uri", of: "x:?" + form) == "https://connect.example/oauth/code")
        #expect(FlowRig.parameter("code", of: "x:?" + form) == "c-1")
        #expect(rig.world.calls.map(\.error) == [nil])
        #expect(rig.world.calls.first?.connection == made.id)
    }

    /// What a callback may hold, given a good state.
    enum Attack: CaseIterable, Sendable {
        case noState, otherState, twoStates, linkAsState, expired, otherBrowser, twoCodes, noCode, emptyCode
        case otherIssuer, denied, vendorError, hostileError, huge
    }

    @Test(arguments: Attack.allCases)
    func whatIsNoGoodCallbackSendsAndStoresNothing(attack: Attack) async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let link = try await rig.link()
        var (location, browser) = try await rig.open(link)
        let state = try #require(FlowRig.parameter("state", of: location))
        var parameters = [(name: "state", value: state), (name: "code", value: "c-1")]
        var expected = "refused: this link is unknown, was used, or has expired"
        switch attack {
        case .noState: parameters = [("code", "c-1")]
        case .otherState: parameters = [("state", rig.service.nonce()), ("code", "c-1")]
        case .twoStates: parameters.append(("state", state))
        case .linkAsState: parameters = [("state", link.revealText()), ("code", "c-1")]
        case .expired: rig.world.pass(minutes: 16)
        case .otherBrowser:
            browser = rig.service.browser(nil)
            expected = "refused: this browser is not the one that began"
        case .twoCodes:
            parameters.append(("code", "c-2"))
            expected = Self.failure("vendor_error")
        case .noCode:
            parameters = [("state", state)]
            expected = Self.failure("vendor_error")
        case .emptyCode:
            parameters = [("state", state), ("code", "")]
            expected = Self.failure("vendor_error")
        case .otherIssuer:
            parameters.append(("iss", "https://evil.example"))
            expected = Self.failure("vendor_error")
        case .denied:
            parameters = [("state", state), ("error", "access_denied"), ("error_description", "no\r\nno")]
            expected = Self.failure("access_denied")
        case .vendorError:
            parameters.append(("error", "server_error"))
            expected = Self.failure("credentials_refused")
        case .hostileError:
            parameters = [("state", state), ("error", "x\r\nLocation: https://evil.example")]
            expected = Self.failure("credentials_refused")
        case .huge:
            parameters.append(("more", String(repeating: "x", count: 20_000)))
            expected = Self.failure("vendor_error")
        }
        rig.vendor.expect([])

        #expect(await rig.callback(parameters, browser) == expected)
        #expect(rig.vendor.requests.isEmpty)
        #expect(try await rig.connections().isEmpty)
        let isKnown = expected.hasPrefix("https:")
        #expect(rig.world.calls.count == (isKnown ? 1 : 0))
        #expect(rig.world.calls.allSatisfy { $0.error != nil })
        if isKnown {
            // The link is closed: the same state, and the link itself, are good for nothing any more.
            #expect(await rig.callback([("state", state), ("code", "c-1")], browser).hasPrefix("refused"))
            await #expect(throws: AuthorizationError.expired) { try await rig.open(link) }
        }
    }

    private static func failure(_ code: String) -> String { "\(FlowRig.failures)?error=\(code)&state=s-1" }

    @Test(arguments: [
        (FlowRig.json(#"{"error":"invalid_grant"}"#, status: "400 Bad Request"), "credentials_refused"),
        (FlowRig.json(#"{"error":"invalid_client"}"#, status: "401 Unauthorized"), "credentials_refused"),
        (FlowRig.json(#"{"ok":false,"error":"bad"}"#), "credentials_refused"),
        (FlowRig.json("", status: "503 Service Unavailable"), "vendor_unreachable"),
        (FlowRig.json(#"{"access_token":"a\u0000b","token_type":"Bearer"}"#), "credentials_refused"),
        (FlowRig.json("<html>"), "credentials_refused"),
    ])
    func tokenAnswerThatIsNoneStoresNothing(answer: String, code: String) async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let (location, browser) = try await rig.leave()
        let state = try #require(FlowRig.parameter("state", of: location))
        rig.vendorAnswers(answer, FlowRig.fine)

        let end = await rig.callback([("code", "c-1"), ("state", state)], browser)

        #expect(end == Self.failure(code))
        #expect(try await rig.connections().isEmpty)
        #expect(rig.world.calls.count == 1)
        #expect(rig.vendor.requests.count == 1)
        #expect(await rig.callback([("code", "c-1"), ("state", state)], browser).hasPrefix("refused"))
        #expect(rig.vendor.requests.count == 1, "a code is sent once")
    }

    @Test(arguments: [
        ("401 Unauthorized", "credentials_refused"), ("403 Forbidden", "credentials_refused"),
        ("500 Internal Server Error", "vendor_error"),
    ])
    func credentialThatFailsItsTestIsNotStored(status: String, code: String) async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let (location, browser) = try await rig.leave()
        let state = try #require(FlowRig.parameter("state", of: location))
        rig.vendorAnswers(FlowRig.token, FlowRig.json("{}", status: status))

        #expect(await rig.callback([("code", "c-1"), ("state", state)], browser) == Self.failure(code))
        #expect(try await rig.connections().isEmpty)
        #expect(rig.world.calls.first?.error?.hasPrefix("probe_") == true)
    }

    @Test
    func issuerThatIsRightIsTaken() async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let (location, browser) = try await rig.leave()
        let state = try #require(FlowRig.parameter("state", of: location))
        rig.vendorAnswers(FlowRig.token, FlowRig.fine)
        let issuer = "http://127.0.0.1:\(rig.vendor.port)"

        let end = await rig.callback([("code", "c-1"), ("state", state), ("iss", issuer)], browser)

        #expect(end.hasPrefix(FlowRig.links))
    }

    @Test
    func twoTabsOfOneLinkMakeOneConnection() async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let link = try await rig.link()
        let (first, browser) = try await rig.open(link)
        let (second, _) = try await rig.open(link, browser: browser)
        let states = [first, second].compactMap { FlowRig.parameter("state", of: $0) }
        #expect(Set(states).count == 2)
        rig.vendorAnswers(FlowRig.token, FlowRig.fine, FlowRig.token, FlowRig.fine)

        var ends: [String] = []
        for state in states { ends.append(await rig.callback([("code", "c-1"), ("state", state)], browser)) }

        #expect(Set(ends).count == 1)
        #expect(ends.first?.hasPrefix(FlowRig.links + "?id=") == true)
        #expect(try await rig.connections().count == 1)
    }

    @Test
    func stateInTheDatabaseIsNotTheState() async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        let (location, _) = try await rig.leave()
        let state = try #require(FlowRig.parameter("state", of: location))
        let file = rig.installation.directory

        for name in try FileManager.default.contentsOfDirectory(atPath: file.path) where name != "keys" {
            let bytes = try Data(contentsOf: file.appendingPathComponent(name))
            #expect(bytes.range(of: Data(state.utf8)) == nil)
            #expect(bytes.range(of: Data(FlowRig.links.utf8)) == nil)
        }
    }
}

extension AuthorizationFlowTests {
    private static var machine: ConnectionDraft {
        var auth = ConnectionAuth()
        auth.clientID = "machine-1"
        auth.clientSecret = Secret("canary-secret-2")
        return ConnectionDraft(integrationType: "machine", auth: auth)
    }

    @Test
    func importedClientCredentialsGiveATokenAtOnce() async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        rig.vendorAnswers(FlowRig.token, FlowRig.fine)

        let draft = try await rig.service.completed(Self.machine, in: rig.installation.workspace)

        #expect(draft.auth.accessToken == Secret("canary-access-1"))
        #expect(draft.auth.clientSecret == Secret("canary-secret-2"))
        #expect(rig.vendor.requests.count == 2)
        #expect(rig.world.calls.map(\.error) == [nil])
    }

    @Test(arguments: [
        [FlowRig.json(#"{"error":"invalid_client"}"#, status: "401 Unauthorized")],
        [FlowRig.token, FlowRig.json("{}", status: "401 Unauthorized")],
    ])
    func importedClientCredentialsThatAreRefusedAreNotTaken(answers: [String]) async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        rig.vendor.expect(answers.map { VendorScript.answer($0) })

        await #expect(throws: ConnectionError.self) {
            try await rig.service.completed(Self.machine, in: rig.installation.workspace)
        }
        #expect(rig.world.calls.count == 1)
        #expect(rig.world.calls.allSatisfy { $0.error != nil })
    }
}
