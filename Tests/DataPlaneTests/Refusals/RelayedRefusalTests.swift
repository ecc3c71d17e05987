//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import NIOCore
import TestSupport
import Testing

/// Where there is no fresh credential the vendor's 401 goes down as it came, or ours takes its place (CONTRACT 1.8).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct RelayedRefusalTests {
    @Test(arguments: RefusedResponse.allCases.filter { $0 != .incomplete && $0 != .followed })
    func theRefusalWaitsAndGoesDownAsItCame(refused: RefusedResponse) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([refused.closes ? .answerAndClose(refused.text) : .answer(refused.text)])
            plane.store.answerRefreshes(.unavailable, isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            #expect(!caller.hasPartOfAnAnswer)
            plane.store.letRefreshesGo()
            let response = try caller.readResponse()

            #expect(response.status == 401)
            #expect(response.head.value("www-authenticate") == "Bearer error=\"invalid_token\"")
            #expect(response.head.values("passthrough-error").isEmpty)
            #expect(response.text == (refused == .empty ? "" : "expired"))
            #expect(plane.vendor.requests.count == 1)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
        }
    }

    /// Only the beginning is held; the rest streams when it may.
    @Test(arguments: [false, true])
    func aLongRefusalStreamsOn(isSentAgain: Bool) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            let count = 8_000_000
            let head = RefusedResponse.head + "Content-Length: \(count)\r\n\r\n"
            plane.vendor.expect([VendorScript(.readRequest, .send(head.latin1), .sendPattern(count))])
            if isSentAgain {
                try plane.renew(isHeld: true)
            } else {
                plane.store.answerRefreshes(.unavailable, isHeld: true)
            }
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            #expect(plane.vendor.patternBytes < count)
            plane.store.letRefreshesGo()
            let response = try caller.readResponse()

            #expect(response.status == (isSentAgain ? 200 : 401))
            if !isSentAgain {
                var check = Pattern.Check()
                try check.receive(response.body.bytes[...])
                #expect(response.body.bytes.count == count)
            }
        }
    }

    @Test
    func aRefusalThatIsCutIsCutForTheCallerToo() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answerAndClose(RefusedResponse.incomplete.text)])
            plane.store.answerRefreshes(.unavailable, isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            plane.store.letRefreshesGo()
            let answer = String(latin1: try caller.readToEnd().bytes)

            #expect(answer.hasPrefix("HTTP/1.1 401") || answer.hasPrefix("HTTP/1.1 502"))
            #expect(!answer.hasPrefix("HTTP/1.1 401") || answer.contains("Content-Length: 9"))
        }
    }

    @Test
    func theSecondRefusalGoesDown() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain), .answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 3"], body: "abc"))
            let response = try caller.readResponse()

            #expect(response.status == 401)
            #expect(response.text == "expired")
            #expect(plane.credentials == "12")
            #expect(plane.store.refreshQuestions == [1])
            #expect(try plane.counters().credentialRefusals == 2)
            #expect(try plane.counters().replays == 1)
        }
    }

    @Test
    func aCustomerWhoMustReconnectIsSaidToBe() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            plane.store.answerRefreshes(.unauthorized)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 3"], body: "abc"))
            let response = try caller.readResponse()

            #expect(response.status == 401)
            #expect(response.head.value("passthrough-error") == "connection_unauthorized")
            #expect(response.text.contains("reconnect"))
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
        }
    }

    /// What the store says of the connection afterwards counts: nothing is sent with what it does not stand for.
    @Test(arguments: [(true, "connection_unauthorized"), (false, "overloaded")])
    func theConnectionIsDecidedAboutAgain(isThere: Bool, code: String) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            plane.store.answerRefreshes(.refreshed, isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            let workspace = WorkspaceID(high: 1, low: 1)
            plane.store.set(plane.connection, isThere ? .unusable(workspace: workspace, version: 2) : .unavailable)
            plane.store.letRefreshesGo()

            #expect(try caller.readResponse().head.value("passthrough-error") == code)
            #expect(plane.vendor.requests.count == 1)
        }
    }

    @Test
    func anAnswerThatDoesNotComeIsNotWaitedForLong() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            try plane.sweep(after: .seconds(14))
            try plane.passTime(exchanges: 5)
            #expect(!caller.hasPartOfAnAnswer)
            try plane.sweep(after: .seconds(16))
            #expect(try caller.readResponse().status == 401)
            plane.store.letRefreshesGo()
            try plane.passTime()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            #expect(plane.credentials == "12")
        }
    }

    @Test
    func aCallerThatLeavesIsForgotten() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([VendorScript(.readRequest, .send(RefusedResponse.plain.latin1), .waitForClose)])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try plane.passTime()
            caller.reset()
            caller.halfClose()
            let other = try plane.caller()
            #expect(eventually { plane.vendor.openChannels == 0 })
            plane.store.letRefreshesGo()
            try other.send(PlaneUnderTest.request())
            #expect(try other.readResponse().status == 200)

            #expect(plane.vendor.requests.count == 2)
            #expect(try plane.counters().replays == 0)
        }
    }

    @Test
    func whatIsHeldIsFinishedWhileTheServerDrains() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.refreshQuestions == [1] })
            let draining = Blocking.start { await plane.drainOnce(within: .seconds(10)) }
            try plane.sweep(after: .zero)
            plane.store.letRefreshesGo()
            let response = try caller.readResponse()

            #expect(response.status == 200)
            #expect(response.head.value("connection") == "close")
            #expect(try draining.wait() == 0)
        }
    }

    @Test
    func whatCannotBeRefreshedIsRelayedAtOnce() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())

            #expect(try caller.readResponse().status == 401)
            #expect(plane.store.refreshQuestions.isEmpty)
            #expect(try plane.counters().credentialRefusals == 0)
        }
    }
}
