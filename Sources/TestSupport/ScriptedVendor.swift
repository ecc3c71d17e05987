//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Glibc
internal import Synchronization

/// An upstream that does exactly what a test says, over blocking sockets, one thread a channel.
///
/// It records every byte it receives. Requests are read as strictly as answers: one that could be read in two ways
/// is listed in `complaints`.
package final class ScriptedVendor: Sendable {
    struct State {
        var scripts: [VendorScript] = []
        var refusesChannels = false
        var channels = 0
        var bytes: [UInt8] = []
        var requests: [ReceivedRequest] = []
        var complaints: [String] = []
        var open: [Int: Int32] = [:]
        var serial = 0
        var patternBytes = 0
    }

    package let port: UInt16
    private let listener: Descriptor
    private let state = Mutex(State())

    /// Listens on loopback and serves until the process ends.
    package init() throws {
        (self.listener, self.port) = try Loopback.listen()
        Thread.detachNewThread {
            while let descriptor = try? Loopback.accept(self.listener) { self.serve(descriptor) }
        }
    }

    // MARK: - What the test says

    /// Gives the next requests their scripts, one each; later ones get the usual answer.
    ///
    /// Forgets what was received before.
    package func expect(_ scripts: [VendorScript]) {
        self.state.withLock {
            $0.scripts = scripts
            $0.refusesChannels = false
            $0.bytes = []
            $0.requests = []
            $0.complaints = []
            $0.channels = 0
            $0.patternBytes = 0
        }
    }

    /// Closes each new channel before reading a byte.
    package func refuseChannels() { self.state.withLock { $0.refusesChannels = true } }

    /// Ends every open channel, as a restarted vendor would.
    package func closeAllChannels() {
        self.state.withLock { state in
            for number in state.open.values { shutdown(number, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: - What the vendor saw

    package var requests: [ReceivedRequest] { self.state.withLock { $0.requests } }
    package var receivedBytes: [UInt8] { self.state.withLock { $0.bytes } }
    package var complaints: [String] { self.state.withLock { $0.complaints } }
    /// Channels accepted since the last `expect`.
    package var channelsOpened: Int { self.state.withLock { $0.channels } }
    /// Bytes of the pattern handed to the kernel or taken from it, since the last `expect`.
    package var patternBytes: Int { self.state.withLock { $0.patternBytes } }
    package var openChannels: Int { self.state.withLock { $0.open.count } }

    // MARK: - Serving

    private func serve(_ descriptor: Descriptor) {
        let (serial, isRefused) = self.state.withLock { state in
            state.channels += 1
            state.serial += 1
            state.open[state.serial] = descriptor.number
            return (state.serial, state.refusesChannels)
        }
        if isRefused {
            self.forget(serial)
            return
        }
        descriptor.setOption(level: Int32(IPPROTO_TCP), name: TCP_NODELAY, value: 1)
        Thread.detachNewThread { self.converse(ByteStream(descriptor: descriptor), serial) }
    }

    private func converse(_ stream: ByteStream, _ serial: Int) {
        stream.tap = { piece in
            self.state.withLock { if $0.bytes.count < 1 << 22 { $0.bytes += piece } }
        }
        let channel = VendorChannel(stream: stream, serial: serial, vendor: self)
        do {
            while try channel.hasNextRequest(), try channel.perform(self.nextScript()) {}
        } catch PeerFailure.closedEarly {
            // The proxy gave up a request: the test looks at `isComplete`.
        } catch let failure as SystemFailure where failure.isReset {
        } catch {
            self.complain("\(error)")
        }
        // Forgotten before the descriptor closes, so that `closeAllChannels` never meets its number in other hands.
        self.forget(serial)
    }

    private func nextScript() -> VendorScript {
        self.state.withLock { $0.scripts.isEmpty ? .usual : $0.scripts.removeFirst() }
    }

    private func forget(_ serial: Int) { self.state.withLock { $0.open[serial] = nil } }

    func complain(_ text: String) { self.state.withLock { $0.complaints.append(text) } }

    func countPattern(_ count: Int) { self.state.withLock { $0.patternBytes += count } }

    /// Adds a request; the answer is its place in the list.
    func record(_ request: ReceivedRequest) -> Int {
        self.state.withLock {
            $0.requests.append(request)
            return $0.requests.count - 1
        }
    }

    func complete(_ index: Int, with body: WireBody) {
        self.state.withLock { state in
            guard state.requests.indices.contains(index) else { return }
            state.requests[index].body = body
            state.requests[index].isComplete = true
        }
    }
}
