//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// Gathers what a command changed, and tells a running server of it before the command ends.
package final class ChangeNotifier: Sendable {
    private let changes = Mutex<[Change]>([])

    package init() {}

    package func add(_ change: Change) { self.changes.withLock { $0.append(change) } }

    /// Returns when the server has forgotten all of it, at once if none runs.
    ///
    /// - Throws: `ServerError` when a server is there and does not answer: it may serve what was until now for a minute.
    package func tell(_ sockets: SocketDirectory) async throws(ServerError) {
        let changes = self.changes.withLock { changes in
            defer { changes = [] }
            return changes
        }
        guard !changes.isEmpty else { return }
        let channel: ChangeListener.Channel
        do {
            channel = try await self.connect(to: sockets.changesPath)
        } catch { return }
        guard (try? await self.send(changes, over: channel)) == true else {
            throw .cannotStart("saved, but the running server did not confirm it; it will have noticed in a minute")
        }
    }

    private func connect(to path: String) async throws -> ChangeListener.Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ChangeListener.Channel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
    }

    private func send(_ changes: [Change], over channel: ChangeListener.Channel) async throws -> Bool {
        try await channel.executeThenClose { inbound, outbound in
            for change in changes { try await outbound.write(ByteBuffer(string: ChangeText.render(change))) }
            outbound.finish()
            var answer = ""
            for try await part in inbound { answer += String(buffer: part) }
            return answer == "ok\n"
        }
    }
}
