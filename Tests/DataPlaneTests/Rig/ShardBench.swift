//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Egress
import Model
import Synchronization
import TestSupport

/// A shard whose loop the test turns itself, between a caller and whatever addresses the test says a name has.
final class ShardBench {
    static let host = "vendor.example"

    let bench: ReactorBench
    let shard: Shard
    private let account: Account
    private let door: Door
    /// What the vendor's name resolves to; `nil` is no answer yet.
    var addresses: [SocketAddress]?

    /// Keeps what the shard asks until the test's thread answers.
    private final class Door: ShardDoor {
        enum Question: Sendable {
            case caller(KeyDigest)
            case connection(ConnectionID)
            case addresses(ticket: UInt64)
        }

        private let questions = Mutex<[Question]>([])

        func askForCaller(_ digest: KeyDigest) { self.questions.withLock { $0.append(.caller(digest)) } }

        func askForConnection(_ id: ConnectionID) { self.questions.withLock { $0.append(.connection(id)) } }

        func askForRefresh(_ id: ConnectionID, refused version: UInt64) {}

        func askForAddresses(host: String, port: UInt16, ticket: UInt64) {
            self.questions.withLock { $0.append(.addresses(ticket: ticket)) }
        }

        func askToAdopt(_ descriptor: Int32) {}

        func give(_ batch: RecordBatch) -> Bool { true }

        func take() -> [Question] {
            self.questions.withLock { questions in
                defer { questions = [] }
                return questions
            }
        }

        func putBack(_ question: Question) { self.questions.withLock { $0.append(question) } }
    }

    init(
        port: UInt16, addresses: [SocketAddress]?, exceptions: [String],
        _ change: (inout DataPlaneConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = DataPlaneConfiguration(
            host: "127.0.0.1", port: 0, shards: 1, controlSocketPath: "/nonexistent/control.sock")
        configuration.egressExceptions = try exceptions.map { try EgressException(parsing: $0) }
        change(&configuration)
        self.account = Account(
            base: UpstreamBase(scheme: .http, host: Self.host, port: port, pathPrefix: ""))
        self.door = Door()
        self.addresses = addresses
        let loop = try Loop()
        let surroundings = try ShardSurroundings(configuration, source: StubStore()) { StubStore.digest($0) }
        self.shard = try Shard(surroundings, loop: loop, door: self.door)
        self.bench = ReactorBench(loop: loop, reactor: self.shard.reactor)
    }

    deinit { self.shard.closeAll() }

    static func loopback(_ port: UInt16, last: UInt8 = 1) throws -> SocketAddress {
        guard let address = IPAddress(bytes: [127, 0, 0, last]) else { throw Account.Malformed() }
        return SocketAddress(address, port: port)
    }

    /// A caller's channel, on which a request was sent.
    func caller(_ request: String = PlaneUnderTest.request()) throws -> PeerSocket {
        let (near, far) = try PeerSocket.pair()
        self.shard.adopt(near.release())
        _ = try far.send(Array(request.utf8))
        return far
    }

    func turn(until condition: () throws -> Bool) throws {
        try self.bench.turn(until: condition, meanwhile: { try self.answer() })
    }

    private func answer() throws {
        for question in self.door.take() {
            switch question {
            case .caller(let digest):
                let caller = Caller(keyID: "pt-test", workspace: WorkspaceID(high: 1, low: 1))
                self.shard.arrived(digest, .found(caller))
            case .connection(let id): self.shard.arrived(id, .found(try self.account.snapshot()))
            case .addresses(let ticket):
                guard let addresses = self.addresses else {
                    self.door.putBack(question)
                    continue
                }
                self.shard.resolved(ticket, addresses)
            }
        }
    }

    /// The status and, if it is a failure, the code of the answer to one request.
    func answer(to caller: PeerSocket) throws -> String {
        var text = ""
        try self.turn {
            text += String(decoding: try caller.receive() ?? [], as: UTF8.self)
            return text.contains("\r\n\r\n")
        }
        let lines = text.split(separator: "\r\n")
        let code = lines.first { $0.lowercased().hasPrefix("passthrough-error: ") }.map { $0.dropFirst(18) } ?? ""
        return String(text.dropFirst(9).prefix(3) + code)
    }
}
