//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Egress
internal import NIOCore
internal import NIOPosix

/// Sends our own requests to vendors.
///
/// Names are resolved first, every address is judged by the egress policy, and exactly a judged address is dialled
/// (DESIGN section 7). One exchange a channel, so that nothing of one workspace is left for another's. Redirects are
/// not followed: a vendor must not send a client secret elsewhere. Nothing is sent twice: a token request that was
/// sent may have been granted. An unused client holds no thread, no socket and no certificate.
package struct OutgoingClient: Sendable {
    private let policy: EgressPolicy
    private let roots: TrustedRoots
    private let names: NameLookups
    private let route: OutgoingRoute

    /// `trustRoots` are paths of PEM files whose certificates are trusted besides the system's.
    package init(policy: EgressPolicy, trustRoots: [String] = [], route: OutgoingRoute = .system) {
        self.policy = policy
        self.roots = TrustedRoots(paths: trustRoots)
        self.names = NameLookups(lookUp: route.addresses)
        self.route = route
    }

    /// - Throws: `OutgoingFailure`.
    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        guard let bytes = request.wireBytes else { throw .invalidRequest }
        let pending = PendingAnswer()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let limit = loop.scheduleTask(in: TimeAmount(request.timeout)) { pending.settle(.failure(.timedOut)) }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                pending.wait(waiter)
                self.names.addresses(of: request.url.host) { found in
                    // Who gave up in the meantime needs no channel any more.
                    if !pending.isSettled { self.dial(found, request, bytes, on: loop, pending) }
                }
            }
        } onCancel: {
            pending.settle(.failure(.cancelled))
        }
        limit.cancel()
        return try outcome.get()
    }

    /// Judges and dials; the first of all reads certificates.
    private func dial(
        _ found: [IPAddress], _ request: OutgoingRequest, _ bytes: [UInt8], on loop: any EventLoop,
        _ pending: PendingAnswer
    ) {
        guard !found.isEmpty else { return pending.settle(.failure(.unreachable)) }
        let judged = found.filter { self.admits($0, request.url) }
        guard !judged.isEmpty else { return pending.settle(.failure(.egressDenied)) }
        do throws(OutgoingFailure) {
            let context = request.url.isSecure ? try self.roots.context() : nil
            let port = self.route.port(request.url.host, request.url.port)
            Dial(request: request, bytes: bytes, port: port, context: context, loop: loop, pending: pending)
                .start(judged[...])
        } catch { pending.settle(.failure(error)) }
    }

    private func admits(_ address: IPAddress, _ url: OutgoingURL) -> Bool {
        guard self.policy.verdict(host: url.host, port: url.port, address: address) == .allowed else { return false }
        return url.isSecure || self.policy.hasException(host: url.host, port: url.port, address: address)
    }
}
