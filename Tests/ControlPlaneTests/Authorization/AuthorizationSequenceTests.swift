//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import TestSupport
import Testing

/// Random journeys of several tabs over one link, against what must hold whatever happens.
@Suite
struct AuthorizationSequenceTests {
    private enum Step: CaseIterable {
        case open, goodCallback, refusedToken, refusedProbe, denied, replay, wait, otherBrowser
    }

    @Test(arguments: 0..<24)
    func atMostOneConnectionALinkAndNoneAfterItsEnd(seed: Int) async throws {
        let rig = try await FlowRig()
        defer { rig.installation.remove() }
        var random = Seeded(UInt64(seed))
        let link = try await rig.link()
        let browser = rig.service.browser(rig.service.nonce())
        var states: [String] = []
        var used: [String] = []
        var hasEnded = false
        var minutes: Int64 = 0

        for _ in 0..<12 {
            let step = Step.allCases.randomElement(using: &random) ?? .open
            let before = try await rig.connections().count
            var end = ""
            switch step {
            case .open:
                if let location = try? await rig.open(link, browser: browser).location {
                    #expect(!hasEnded || before == 1, "a closed link leads nowhere")
                    if let state = FlowRig.parameter("state", of: location) { states.append(state) }
                }
            case .wait:
                minutes += 7
                rig.world.pass(minutes: 7)
            case .otherBrowser:
                guard let state = states.last else { break }
                end = await rig.callback([("code", "c"), ("state", state)], rig.service.browser(rig.service.nonce()))
                #expect(end.hasPrefix("refused"))
            case .replay:
                guard let state = used.randomElement(using: &random) else { break }
                rig.vendor.expect([])
                end = await rig.callback([("code", "c"), ("state", state)], browser)
                #expect(end.hasPrefix("refused"))
                #expect(rig.vendor.requests.isEmpty)
            case .goodCallback, .refusedToken, .refusedProbe, .denied:
                guard let state = states.popLast() else { break }
                used.append(state)
                Self.prepare(rig, step)
                let parameters = step == .denied ? [("error", "access_denied")] : [("code", "c")]
                end = await rig.callback(
                    parameters.map { (name: $0.0, value: $0.1) } + [(name: "state", value: state)], browser)
                if end.hasPrefix(FlowRig.failures) { hasEnded = true }
            }
            let after = try await rig.connections().count
            #expect(after <= 1)
            #expect(after >= before)
            if hasEnded, before == 0 { #expect(after == 0, "nothing is stored after a failure") }
            if after > before { #expect(step == .goodCallback && end.hasPrefix(FlowRig.links)) }
        }
    }

    private static func prepare(_ rig: FlowRig, _ step: Step) {
        switch step {
        case .refusedToken: rig.vendorAnswers(FlowRig.json(#"{"error":"invalid_grant"}"#, status: "400 Bad Request"))
        case .refusedProbe: rig.vendorAnswers(FlowRig.token, FlowRig.json("{}", status: "401 Unauthorized"))
        default: rig.vendorAnswers(FlowRig.token, FlowRig.fine)
        }
    }
}
