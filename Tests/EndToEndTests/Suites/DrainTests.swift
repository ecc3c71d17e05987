//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Synchronization
import TestSupport
import Testing

extension Conformance {
    /// The end of the server (issue 2): what was begun is finished.
    @Suite struct Drain {
        @Test func requestsInFlightAreAnsweredAfterTheSignal() throws {
            let rig = try Rig()
            let gate = Gate()
            let script = VendorScript(
                .readRequest, .await(gate), .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".latin1))
            rig.vendor.expect(Array(repeating: script, count: 40))
            let sockets = try (0..<40).map { _ in try rig.connect() }
            for socket in sockets { try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer)) }
            #expect(eventually { rig.vendor.requests.count == 40 })

            rig.server.process.send(SIGTERM)
            gate.open()
            let answers = try sockets.map { try $0.readResponse() }

            #expect(answers.allSatisfy { $0.status == 200 && $0.text == "ok" })
            #expect(sockets.allSatisfy { $0.isClosedByPeer() })
            #expect(try rig.server.process.waitForExit(until: Deadline(after: .seconds(35))) == 0)
        }

        @Test func bodyInFlightArrivesWholeAfterTheSignal() throws {
            let rig = try Rig()
            rig.vendor.expect([])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("POST ~/x HTTP/1.1", ["Content-Length: 6"], "abc"), for: .bearer))
            #expect(eventually { rig.vendor.requests.count == 1 })

            rig.server.process.send(SIGTERM)
            try socket.send("def")

            #expect(try socket.readResponse().status == 200)
            #expect(rig.vendor.requests.map(\.body.bytes) == [Array("abcdef".utf8)])
            #expect(try rig.server.process.waitForExit(until: Deadline(after: .seconds(35))) == 0)
        }

        @Test func loadEndsWithoutAFailedRequest() throws {
            let rig = try Rig()
            rig.vendor.expect([])
            let load = Load(rig)
            for _ in 0..<16 { load.startCaller() }
            #expect(eventually { load.answered > 500 })

            let code = try rig.server.stop()

            #expect(eventually { load.callers == 0 })
            #expect(code == 0)
            #expect(load.failures.isEmpty, "\(load.failures.prefix(3))")
        }

        @Test func idleServerEndsAtOnce() throws {
            let rig = try Rig()
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))
            #expect(try socket.readResponse().status == 200)

            #expect(try rig.server.stop(within: .seconds(10)) == 0)
            #expect(socket.isClosedByPeer())
        }
    }
}

/// Callers that ask again and again on kept channels until the server is gone.
private final class Load: Sendable {
    private struct State {
        var callers = 0
        var answered = 0
        var failures: [String] = []
    }

    private let rig: Rig
    private let state = Mutex(State())

    init(_ rig: Rig) { self.rig = rig }

    var callers: Int { self.state.withLock { $0.callers } }
    var answered: Int { self.state.withLock { $0.answered } }
    var failures: [String] { self.state.withLock { $0.failures } }

    func startCaller() {
        self.state.withLock { $0.callers += 1 }
        Thread.detachNewThread {
            self.ask()
            self.state.withLock { $0.callers -= 1 }
        }
    }

    /// A channel that ends before the first byte of an answer was idle when it was closed: any client asks again.
    private func ask() {
        let request = self.rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer)
        while let socket = try? self.rig.connect() {
            do {
                while true {
                    try socket.send(request)
                    let answer = try socket.readResponse()
                    if answer.status == 200 && answer.text == "ok" {
                        self.state.withLock { $0.answered += 1 }
                    } else {
                        self.state.withLock { $0.failures.append("\(answer.status) \(answer.text)") }
                    }
                    if answer.head.value("Connection")?.lowercased() == "close" { break }
                }
            } catch {
                if socket.hasPartOfAnAnswer { self.state.withLock { $0.failures.append("\(error)") } }
            }
        }
    }
}
