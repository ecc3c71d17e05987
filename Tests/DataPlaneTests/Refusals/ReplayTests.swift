//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// A request whose credential the vendor refused is sent again with a fresh one (CONTRACT 1.8).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ReplayTests {
    @Test(arguments: ["GET", "HEAD", "POST", "PATCH", "DELETE", "PROPFIND"])
    func everyMethodIsSentAgain(method: String) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(method == "HEAD" ? RefusedResponse.head + "\r\n" : RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request(method, "/a?b=c"))
            // A vendor of the tests answers a HEAD with a body, which ends its channel.
            let response = try caller.readResponse(to: method)

            #expect(response.status == 200)
            #expect(response.head.values("www-authenticate").isEmpty)
            #expect(plane.credentials == "12")
            #expect(plane.vendor.requests.allSatisfy { $0.head.line == "\(method) /a?b=c HTTP/1.1" })
            #expect(plane.store.refreshQuestions == [1])
            let counters = try plane.counters()
            #expect(counters.replays == 1)
            #expect(counters.credentialRefusals == 1)
            #expect(counters.requests == 1)
        }
    }

    @Test(arguments: RefusedResponse.allCases)
    func theChannelIsUsedAgainOnlyAfterAWholeRefusal(refused: RefusedResponse) async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([refused.closes ? .answerAndClose(refused.text) : .answer(refused.text)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.status == 200)
            #expect(response.text == "ok")
            #expect(plane.credentials == "12")
            #expect(plane.vendor.channelsOpened == (refused.keepsChannel ? 1 : 2))
        }
    }

    @Test
    func whatCameBeforeTheRefusalWasRelayed() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            let hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            plane.vendor.expect([.answer("HTTP/1.1 100 Continue\r\n\r\n" + hints + RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            let response = try caller.readResponse()

            #expect(response.status == 200)
            #expect(response.interim.map(\.line) == ["HTTP/1.1 103 Early Hints"])
        }
    }

    @Test
    func anExchangeIsRecordedOnce() async throws {
        let plane = try await PlaneUnderTest.start(isRefreshable: true)
        try await plane.run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("POST", fields: ["Content-Length: 3"], body: "abc"))
            #expect(try caller.readResponse().status == 200)
        }

        let records = plane.records.records
        #expect(records.count == 1)
        #expect(records.first?.status == 200)
        #expect(records.first?.requestBytes == 3)
        #expect(records.first?.responseBytes == 2)
    }

    /// What stands behind the refused request waits for its turn.
    @Test
    func laterRequestsOnTheChannelWait() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.plain)])
            try plane.renew(isHeld: true)
            let caller = try plane.caller()
            let body = ["Content-Length: 2"]
            try caller.send(
                PlaneUnderTest.request("PUT", "/1", fields: body, body: "ab") + PlaneUnderTest.request("GET", "/2"))
            #expect(eventually { plane.store.refreshQuestions == [1] })
            try caller.send(PlaneUnderTest.request("PUT", "/3", fields: body, body: "cd"))
            plane.store.letRefreshesGo()
            for _ in 0..<3 { #expect(try caller.readResponse().status == 200) }

            #expect(
                plane.vendor.requests.map { String($0.head.line.prefix(6)) } == [
                    "PUT /1", "PUT /1", "GET /2", "PUT /3",
                ])
            #expect(plane.vendor.requests.map { String(latin1: $0.body.bytes) } == ["ab", "ab", "", "cd"])
            #expect(plane.credentials == "1222")
        }
    }

    @Test
    func aCallerOfTheOldProtocolIsServed() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            plane.vendor.expect([.answer(RefusedResponse.chunked.text)])
            try plane.renew()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request().replacing("HTTP/1.1", with: "HTTP/1.0"))
            let response = try caller.readResponse()

            #expect(response.status == 200)
            #expect(response.text == "ok")
            #expect(caller.isClosedByPeer())
        }
    }

    /// Many refusals at once ask once a shard, and all are answered.
    @Test
    func manyRefusalsAskOnce() async throws {
        try await PlaneUnderTest.start(shards: 2, isRefreshable: true).run { plane in
            plane.vendor.expect([VendorScript](repeating: .answer(RefusedResponse.plain), count: 200))
            try plane.renew(isHeld: true)
            let callers = try (0..<200).map { _ in try plane.caller() }
            for caller in callers { try caller.send(PlaneUnderTest.request()) }
            #expect(eventually { plane.vendor.requests.count == 200 })
            #expect(eventually { plane.store.refreshQuestions.count == 2 })
            try plane.passTime()
            plane.store.letRefreshesGo()
            for caller in callers { #expect(try caller.readResponse().status == 200) }

            #expect(plane.store.refreshQuestions == [1, 1])
            #expect(plane.credentials.filter { $0 == "1" }.count == 200)
            #expect(plane.credentials.filter { $0 == "2" }.count == 200)
            #expect(plane.store.connectionQuestions == 4)
        }
    }

    /// A refusal that was on its way while another one's question was answered asks nothing.
    @Test
    func aLateRefusalOfAnOldCredentialAsksNothing() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            let gate = Gate()
            plane.vendor.expect([
                VendorScript(.readRequest, .await(gate), .send(RefusedResponse.plain.latin1)),
                .answer(RefusedResponse.plain),
            ])
            try plane.renew()
            let late = try plane.caller()
            try late.send(PlaneUnderTest.request())
            #expect(eventually { plane.vendor.requests.count == 1 })
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            gate.open()
            #expect(try late.readResponse().status == 200)

            #expect(plane.store.refreshQuestions == [1])
            #expect(try plane.counters().replays == 2)
        }
    }
}
