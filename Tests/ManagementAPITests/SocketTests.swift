//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird
import Logging
import ManagementAPI
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@Suite struct SocketTests {
    /// Runs the application on a socket and gives what it answers to `bytes`, until it closes the channel.
    private static func answer(to bytes: @escaping @Sendable (Rig) -> String) async throws -> String {
        let rig = try await Rig()
        defer { rig.remove() }
        let path = rig.directory.appendingPathComponent("c.sock").path
        let (running, signal) = AsyncStream.makeStream(of: Void.self)
        let application = managementApplication(
            socketPath: path, services: rig.services, logger: Logger(label: "test"), onRunning: { signal.finish() })
        let services = ServiceGroup(services: [application], logger: Logger(label: "test"))
        return try await withThrowingTaskGroup(of: String?.self) { group in
            group.addTask {
                try await services.run()
                return nil
            }
            group.addTask {
                for await _ in running {}
                return try await Self.exchange(bytes(rig), path)
            }
            let answer = try #require(try await group.next() ?? nil)
            await services.triggerGracefulShutdown()
            return answer
        }
    }

    private static func exchange(_ bytes: String, _ path: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: bytes))
            outbound.finish()
            var received = ""
            for try await buffer in inbound { received += String(buffer: buffer) }
            return received
        }
    }

    @Test func theSocketAnswers() async throws {
        let text = try await Self.answer { _ in "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" }
        #expect(text.hasPrefix("HTTP/1.1 200 "))
        #expect(text.hasSuffix(#"{"status":"ok"}"#))
    }

    @Test func aBodyWithoutTypeAndLengthIsRead() async throws {
        let text = try await Self.answer { rig in
            let body = #"{"integration_type":"generic","auth":{"api_url":"https://a.example","token":"\#(canary)"}}"#
            return "POST /unified/connection HTTP/1.1\r\nHost: x\r\nAuthorization: \(rig.key)\r\nConnection: close\r\n"
                + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
        }
        #expect(text.hasPrefix("HTTP/1.1 200 "), "\(text)")
    }

    @Test func aBodyThatBreaksOffIsRefused() async throws {
        let text = try await Self.answer { rig in
            "POST /unified/connection HTTP/1.1\r\nHost: x\r\nAuthorization: \(rig.key)\r\nContent-Length: 99\r\n\r\n{"
        }
        #expect(text.hasPrefix("HTTP/1.1 400 "), "\(text)")
        #expect(text.contains("body_invalid"))
    }
}
