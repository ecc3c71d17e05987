//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Foundation
import Model
import TestSupport
import Testing

/// No request is sent with a credential that has ended: who comes later asks the control plane, which has a fresh one.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct ExpiryTests {
    static func time(in milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + milliseconds)
    }

    @Test
    func aCredentialIsUsedUntilItEnds() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            try plane.set(version: 1, expiresAt: Self.time(in: 4_000))
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            #expect(plane.store.connectionQuestions == 1)
            try plane.set(version: 2, expiresAt: Self.time(in: 3_600_000))
            Thread.sleep(forTimeInterval: 4.1)
            for _ in 0..<3 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
            }

            #expect(plane.credentials == "1222")
            #expect(plane.store.connectionQuestions == 2)
        }
    }

    /// Whoever asks again is who gets the credential renewed before it ends.
    @Test
    func aCredentialIsAskedForAgainWhenItIsToBeRenewed() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            try plane.set(version: 1, expiresAt: Self.time(in: 3_600_000), renewAt: Self.time(in: 1_500))
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            Thread.sleep(forTimeInterval: 1.6)
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)

            #expect(plane.store.connectionQuestions == 2)
        }
    }

    /// The control plane should not hand out what has ended; if it does, nothing is sent and nothing turns in circles.
    @Test(arguments: [(true, 503, "overloaded"), (false, 401, "connection_unauthorized")])
    func whatHasEndedIsNotUsedAtAll(isRefreshable: Bool, status: Int, code: String) async throws {
        try await PlaneUnderTest.start(isRefreshable: isRefreshable).run { plane in
            for end in [Self.time(in: -1), Timestamp(milliseconds: .min)] {
                try plane.set(version: 1, expiresAt: end)
                try plane.forget(.connection(plane.connection, version: .max))
                let questions = plane.store.connectionQuestions
                let caller = try plane.caller()
                try caller.send(PlaneUnderTest.request())
                let response = try caller.readResponse()

                #expect(response.status == status)
                #expect(response.head.value("passthrough-error") == code)
                #expect(plane.store.connectionQuestions == questions + 1)
            }
            #expect(plane.vendor.requests.isEmpty)
        }
    }

    @Test
    func anEndThatIsFarAwayIsNoBurden() async throws {
        try await PlaneUnderTest.start(isRefreshable: true).run { plane in
            try plane.set(version: 1, expiresAt: Timestamp(milliseconds: .max))
            let caller = try plane.caller()
            for _ in 0..<3 {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == 200)
            }

            #expect(plane.store.connectionQuestions == 1)
        }
    }

    /// A stampede on a credential that has to be refreshed first.
    @Test
    func tenThousandWaitForOneAnswer() throws {
        var questions = 0
        var told = 0
        let cache = LoadingCache<Int, Int, Int>(
            capacity: 10, ask: { _ in questions += 1 }, keep: { ($0, .seconds(60)) })
        for _ in 0..<10_000 {
            let isWaiting = cache.load(1) { arrival in
                if case .loaded = arrival, cache.lookup(1, now: .now()) == 7 { told += 1 }
            }
            try #require(isWaiting)
        }
        #expect(questions == 1)
        cache.arrived(1, 7)

        #expect(told == 10_000)
        #expect(questions == 1)
    }
}
