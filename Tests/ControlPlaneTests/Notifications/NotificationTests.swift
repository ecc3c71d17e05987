//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Crypto
import Foundation
import Logging
import Model
import Outgoing
import Storage
import Synchronization
import Testing

/// What is told of connections, and how it comes to a webhook.
@Suite struct NotificationTests {
    /// Answers as it is told to, and keeps what it got.
    private final class Webhook: Sendable {
        private let state = Mutex((requests: [OutgoingRequest](), status: 200))
        var requests: [OutgoingRequest] { self.state.withLock { $0.requests } }
        func answer(_ status: Int) { self.state.withLock { $0.status = status } }

        func take(_ request: OutgoingRequest) throws(OutgoingFailure) -> OutgoingAnswer {
            let status = self.state.withLock { state in
                state.requests.append(request)
                return state.status
            }
            if status == 0 { throw .unreachable }
            return OutgoingAnswer(status: status, headers: [], body: Secret(""))
        }
    }

    private static func delivery(_ plane: Installation, _ webhook: Webhook, after: Int64 = 0) -> NotificationDelivery {
        var surroundings = plane.world.surroundings
        let world = plane.world
        surroundings.now = { Timestamp(milliseconds: world.now().milliseconds + after) }
        return NotificationDelivery(
            store: plane.store, settings: plane.platform.settings, surroundings: surroundings, wake: Wake(),
            logger: Logger(label: "test")
        ) { request throws(OutgoingFailure) in try webhook.take(request) }
    }

    private static func connections(_ plane: Installation) throws -> ConnectionService {
        ConnectionService(
            store: plane.store, vault: plane.vault, catalog: try .init(files: []),
            surroundings: plane.world.surroundings, log: plane.platform.log)
    }

    @Test func changesOfAConnectionAreToldOf() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let connections = try Self.connections(plane)
        let made = try await connections.create(Installation.draft(), in: plane.workspace)
        for pauses in [true, false] {
            var patch = ConnectionPatch()
            patch.isPaused = pauses
            _ = try await connections.update(made.id, with: patch, in: plane.workspace)
        }
        var patch = ConnectionPatch()
        patch.externalXref = "x"
        _ = try await connections.update(made.id, with: patch, in: plane.workspace)
        try await connections.delete(made.id, in: plane.workspace)

        #expect(
            try await plane.events() == [
                "CONNECTION_CREATED", "CONNECTION_PAUSED", "CONNECTION_UNPAUSED", "CONNECTION_UPDATED",
                "CONNECTION_DELETED",
            ])
    }

    @Test func aFailedChangeIsNotToldOf() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let connections = try Self.connections(plane)
        var draft = Installation.draft()
        draft.id = ConnectionID(high: 5, low: 5)
        let taken = draft
        _ = try await connections.create(taken, in: plane.workspace)
        await #expect(throws: ConnectionError.idTaken) {
            _ = try await connections.create(taken, in: plane.workspace)
        }

        #expect(try await plane.events() == ["CONNECTION_CREATED"])
    }

    @Test func aWebhookIsToldOnceWithASignature() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let secret = try await Self.watch(plane)
        let webhook = Webhook()
        let made = try await Self.connections(plane).create(Installation.draft(), in: plane.workspace)
        let delivery = Self.delivery(plane, webhook)
        while try await delivery.deliverDue() > 0 {}

        // The change of the settings itself is told of too.
        #expect(webhook.requests.count == 2)
        let request = try #require(webhook.requests.first { $0.body?.revealText().contains("CREATED") == true })
        let body = try #require(request.body)
        #expect(request.url == OutgoingURL(isSecure: true, host: "hooks.example", port: 443, target: "/in?a=1"))
        #expect(body.revealText().contains(made.id.description))
        #expect(!body.revealText().contains("canary"))
        let signature = try #require(request.headers.first { $0.name == "Passthrough-Signature" }?.value.revealText())
        let time = try #require(signature.split(separator: ",").first?.dropFirst(2))
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(time).".utf8 + body.revealBytes()), using: SymmetricKey(data: Data(secret.revealBytes())))
        let digits = code.map { String(format: "%02x", $0) }.joined()
        #expect(signature == "t=\(time),v1=\(digits)")
        let row = try await plane.platform.notifications.list(NotificationFilter(workspace: plane.workspace)).first
        #expect(row?.sentAt != nil)
    }

    @Test(arguments: [500, 302, 0])
    func aFailedDeliveryIsTriedAgainAndGivenUpInTheEnd(status: Int) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await Self.watch(plane)
        let webhook = Webhook()
        webhook.answer(status)
        var after: Int64 = 0
        var waits: [Int64] = []
        for attempt in 1...Int(NotificationDelivery.mostAttempts) {
            #expect(try await Self.delivery(plane, webhook, after: after).deliverDue() == 1)
            #expect(webhook.requests.count == attempt)
            #expect(try await Self.delivery(plane, webhook, after: after).deliverDue() == 0)
            let next = try await plane.store.read { try $0.deliveries.nextDue() }
            guard let next else { break }
            waits.append(next.milliseconds - plane.world.now().milliseconds - after)
            after = next.milliseconds - plane.world.now().milliseconds + 1_000
        }

        #expect(waits.count == Int(NotificationDelivery.mostAttempts) - 1)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 < $1 })
        #expect(after > 10 * 3_600_000 && after < 26 * 3_600_000)
        #expect(try await plane.store.read { try $0.deliveries.nextDue() } == nil)
    }

    @Test func whatWasTakenAndNotDeliveredComesUpAgain() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await Self.watch(plane)
        let now = plane.world.now()
        // As a process does that dies during its attempt.
        let taken = try await plane.store.write {
            try $0.deliveries.claim(
                dueAt: now, until: Timestamp(milliseconds: now.milliseconds + 60_000), limit: 8
            ).count
        }
        let webhook = Webhook()

        #expect(taken == 1)
        #expect(try await Self.delivery(plane, webhook).deliverDue() == 0)
        #expect(try await Self.delivery(plane, webhook, after: 61_000).deliverDue() == 1)
        #expect(webhook.requests.count == 1)
    }

    @Test func withoutAWebhookNothingIsUnderWay() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        _ = try await Self.connections(plane).create(Installation.draft(), in: plane.workspace)

        #expect(try await plane.store.read { try $0.deliveries.nextDue() } == nil)
    }

    private static func watch(_ plane: Installation) async throws -> Secret {
        var patch = WorkspaceSettingsPatch()
        patch.webhookURL = "https://hooks.example/in?a=1"
        return try #require(try await plane.platform.settings.change(plane.workspace, with: patch).newSecret)
    }
}
