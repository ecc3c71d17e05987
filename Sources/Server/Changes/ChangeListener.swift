//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Logging
internal import Model
internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle

/// Hears of changes that commands commit beside a running server, so that *revoked means revoked* holds for them too.
///
/// One exchange a channel: lines of `ChangeText`, the peer's half close, then `ok` when every shard has forgotten.
/// The socket lies in a directory of mode 0700.
struct ChangeListener: Service {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    let path: String
    let forget: @Sendable (Change) async -> Void
    let isReady: Gate
    let logger: Logger

    func run() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .bind(unixDomainSocketPath: self.path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Channel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        self.isReady.open()
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { peers in
                for try await peer in peers.cancelOnGracefulShutdown() {
                    group.addTask { await self.hear(peer) }
                }
            }
            group.cancelAll()
        }
    }

    private func hear(_ peer: Channel) async {
        do {
            try await peer.executeThenClose { inbound, outbound in
                var pending = ""
                for try await part in inbound {
                    pending += String(buffer: part)
                    // Without a line's end in this much it is no peer of ours.
                    guard pending.utf8.count <= 1 << 20 else { return }
                    let lines = pending.split(separator: "\n", omittingEmptySubsequences: false)
                    for change in lines.dropLast().compactMap(ChangeText.parse) { await self.forget(change) }
                    pending = lines.last.map(String.init) ?? ""
                }
                try await outbound.write(ByteBuffer(string: "ok\n"))
            }
        } catch {
            self.logger.debug("a command went away", metadata: ["reason": "\(error)"])
        }
    }
}
