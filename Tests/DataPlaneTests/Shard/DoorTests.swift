//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// What the shards ask the control plane, and what they forget (DESIGN section 1).
@Suite(.serialized, .timeLimit(.minutes(1)))
struct DoorTests {
    @Test
    func manyMissesMakeOneLoadAShard() async throws {
        try await PlaneUnderTest.start(shards: 2).run { plane in
            plane.store.hold()
            let callers = try (0..<200).map { _ in try plane.caller() }
            for caller in callers { try caller.send(PlaneUnderTest.request()) }
            #expect(eventually { plane.store.callerQuestions == 2 })
            plane.store.letGo()
            for caller in callers { #expect(try caller.readResponse().status == 200) }

            #expect(plane.store.callerQuestions == 2)
            #expect(plane.store.connectionQuestions == 2)
        }
    }

    /// Revoked means revoked: once `forget` has returned, no channel of any shard gets through.
    @Test(arguments: [false, true])
    func whatWasForgottenIsRefusedOnEveryChannel(isKey: Bool) async throws {
        try await PlaneUnderTest.start(shards: 2).run { plane in
            let callers = try (0..<16).map { _ in try plane.caller() }
            for _ in 0..<3 {
                for caller in callers {
                    try caller.send(PlaneUnderTest.request())
                    #expect(try caller.readResponse().status == 200)
                }
            }
            if isKey {
                plane.store.set(PlaneUnderTest.key, .unknown)
                try plane.forget(.key(try #require(StubStore.digest(Array(PlaneUnderTest.key.utf8)))))
            } else {
                plane.store.set(plane.connection, .unknown)
                try plane.forget(.connection(plane.connection, version: 2))
            }
            let seen = plane.vendor.requests.count
            for caller in callers {
                try caller.send(PlaneUnderTest.request())
                #expect(try caller.readResponse().status == (isKey ? 401 : 404))
            }

            #expect(plane.vendor.requests.count == seen)
        }
    }

    /// A load that began before a change must not bring the old row back.
    @Test
    func aLoadThatForgetOvertookIsNotUsed() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
            try plane.set(version: 2)
            try plane.forget(.connection(plane.connection, version: 2))
            plane.store.hold(answeringWithWhatIsThere: true)
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.connectionQuestions == 2 })

            try plane.set(version: 3, isPaused: true)
            try plane.forget(.connection(plane.connection, version: 3))
            plane.store.letGo()

            #expect(try caller.readResponse().status == 403)
            #expect(plane.store.connectionQuestions == 3)
        }
    }

    @Test
    func aStoreThatHangsIsAnsweredForInTime() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.store.hold()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.callerQuestions == 1 })
            try plane.sweep(after: .seconds(9))
            #expect(!caller.hasPartOfAnAnswer)
            try plane.sweep(after: .seconds(11))
            let response = try caller.readResponse()

            #expect(response.status == 503)
            #expect(response.head.value("passthrough-error") == "overloaded")
            #expect(response.head.value("retry-after") != nil)
            plane.store.letGo()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 200)
        }
    }

    /// What was decided before the dial is decided again behind it, and that has a deadline too.
    @Test
    func aStoreThatHangsAfterTheDialIsAnsweredForAsWell() async throws {
        let listener = try FullListener()
        try await PlaneUnderTest.start(to: listener.port) { $0.deadlines.connect = .seconds(30) }.run { plane in
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(eventually { plane.store.connectionQuestions == 1 })
            try plane.passTime()
            plane.store.hold()
            try plane.forget(.connection(plane.connection, version: 2))
            #expect(
                eventually(before: Deadline(after: .seconds(25))) {
                    listener.acceptWhoWaits()
                    return plane.store.connectionQuestions == 2
                })
            try plane.sweep(after: .seconds(11))

            #expect(try caller.readResponse().status == 503)
            plane.store.letGo()
        }
    }

    @Test
    func aStoreThatCannotBeAskedIsNotRemembered() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.store.set(plane.connection, .unavailable)
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request())
            #expect(try caller.readResponse().status == 503)
            try plane.set(version: 1)
            try caller.send(PlaneUnderTest.request())

            #expect(try caller.readResponse().status == 200)
        }
    }

    @Test
    func whoLeavesWhileTheStoreIsAskedLeavesNothingBehind() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.store.hold()
            for number in 1...20 {
                let caller = try plane.caller()
                try caller.send(PlaneUnderTest.request("GET", "/\(number)"))
                #expect(eventually { plane.store.callerQuestions == 1 })
                caller.reset()
            }
            plane.store.letGo()
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request("GET", "/last"))
            #expect(try caller.readResponse().status == 200)
            caller.halfClose()

            #expect(eventually { plane.vendor.requests.map(\.head.line).contains { $0.hasPrefix("GET /last") } })
        }
    }

    /// Any of two `Authorization` lines may be the key; neither goes up.
    @Test(arguments: [
        ([PlaneUnderTest.key], 200), (["Bearer \(PlaneUnderTest.key)"], 200), (["bearer   \(PlaneUnderTest.key)"], 200),
        (["BEARER \(PlaneUnderTest.key)"], 200), (["pt-other", PlaneUnderTest.key], 200),
        ([PlaneUnderTest.key, "pt-other"], 200), (["Basic YTpi", "Bearer \(PlaneUnderTest.key)"], 200),
        (["", PlaneUnderTest.key], 200), (["a", "b", "c", PlaneUnderTest.key], 200),
        (["a", "b", "c", "d", PlaneUnderTest.key], 400), (["pt-other"], 401), (["a", "b"], 401), ([], 401), ([""], 401),
        (["Bearer"], 401), (["Bearer "], 401), (["Bearer\(PlaneUnderTest.key)"], 401),
        (["Basic \(PlaneUnderTest.key)"], 401),
        ([" \(PlaneUnderTest.key) "], 200), (["\(PlaneUnderTest.key)x"], 401),
        (["Bearer Bearer \(PlaneUnderTest.key)"], 401),
        (["\(PlaneUnderTest.key), \(PlaneUnderTest.key)"], 401),
    ])
    func theKeyIsFoundInAnyOfItsForms(values: [String], status: Int) async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            let lines = values.map { "authorization: \($0)\r\n" }.joined()
            for _ in 0..<2 {
                try caller.send("GET /passthrough/\(Account.id)/x HTTP/1.1\r\nHost: a\r\n\(lines)\r\n")
                #expect(try caller.readResponse().status == status)
            }

            #expect(!plane.vendor.receivedBytes.contains(Array(PlaneUnderTest.key.utf8)))
            #expect(
                plane.vendor.requests.allSatisfy { $0.head.values("authorization") == ["Bearer \(Account.canary)"] })
        }
    }

    /// What a channel remembers of its last caller is that caller's alone.
    @Test
    func anotherKeyOnTheSameChannelIsAskedAbout() async throws {
        try await PlaneUnderTest.start().run { plane in
            let caller = try plane.caller()
            let other = PlaneUnderTest.key.replacing("key", with: "kez")
            for (key, status) in [(PlaneUnderTest.key, 200), (other, 401), (PlaneUnderTest.key, 200), (other, 401)] {
                try caller.send(PlaneUnderTest.request(key: key))
                #expect(try caller.readResponse().status == status)
            }
        }
    }

    /// Another workspace's connection does not exist.
    @Test
    func aStrangersConnectionIsNotFound() async throws {
        try await PlaneUnderTest.start().run { plane in
            plane.store.set("pt-stranger", .found(Caller(keyID: "s", workspace: WorkspaceID(high: 9, low: 9))))
            let caller = try plane.caller()
            try caller.send(PlaneUnderTest.request(key: "pt-stranger"))
            #expect(try caller.readResponse().status == 404)
            try plane.set(version: 2, isPaused: true)
            try plane.forget(.connection(plane.connection, version: 2))
            try caller.send(PlaneUnderTest.request(key: "pt-stranger"))

            #expect(try caller.readResponse().status == 404)
            #expect(plane.vendor.channelsOpened == 0)
        }
    }
}
