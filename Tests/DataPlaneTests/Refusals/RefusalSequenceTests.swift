//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Random requests that are refused in random ways, one after the other on channels that are used again.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct RefusalSequenceTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyRequestHasItsAnswer(seed: UInt64) async throws {
        let plane = try await PlaneUnderTest.start(isRefreshable: true) { $0.replayBodyBytes = RefusalRound.limit }
        try await plane.run { plane in
            var random = Seeded(seed)
            var caller = try plane.caller()
            var version: UInt64 = 1
            var replays = 0
            for number in 1...150 {
                let round = RefusalRound(&random)
                try plane.renew(version: version + 1, answer: round.answer)
                plane.vendor.expect(round.scripts)
                let answer = try Self.exchange(round, number, caller, plane)

                try #require(answer == round.due, "round \(number): \(round)")
                try #require(eventually { plane.store.refreshQuestions.count == number })
                try plane.passTime(exchanges: 3)
                try Self.check(round, number, version, plane)
                if round.answer == .refreshed { version += 1 }
                replays += round.isReplayed ? 1 : 0
                if random.once(in: 3) || answer != "200" { caller = try plane.caller() }
            }
            #expect(try plane.counters().replays == UInt64(replays))
            #expect(replays > 30)
        }
    }

    /// Status and `Passthrough-Error` of the answer.
    private static func exchange(
        _ round: RefusalRound, _ number: Int, _ caller: RawSocket, _ plane: PlaneUnderTest
    ) throws -> String {
        let (first, second) = round.parts
        try caller.send(PlaneUnderTest.request(round.method, "/\(number)", fields: round.fields, body: first))
        if round.isEarly { #expect(eventually { plane.store.refreshQuestions.count == number }) }
        if !second.isEmpty { try caller.send(second) }
        let response = try caller.readResponse(to: round.method)
        let code = response.head.value("passthrough-error").map { " " + $0 } ?? ""
        return "\(response.status)\(code)"
    }

    /// What the vendor was sent, by which credential.
    private static func check(
        _ round: RefusalRound, _ number: Int, _ version: UInt64, _ plane: PlaneUnderTest
    ) throws {
        let requests = plane.vendor.requests
        try #require(requests.count == (round.isReplayed ? 2 : 1), "round \(number): \(round)")
        for (index, request) in requests.enumerated() {
            #expect(request.head.value("authorization") == "Bearer canary-credential-\(version + UInt64(index))")
            #expect(request.head.line == "\(round.method) /\(number) HTTP/1.1")
            guard index == 1 || !round.isEarly else { continue }
            #expect(request.isComplete)
            #expect(String(latin1: request.body.bytes) == round.body)
        }
        #expect(plane.store.refreshQuestions.last == version)
    }
}
