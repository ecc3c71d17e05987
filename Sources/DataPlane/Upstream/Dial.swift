//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Model

/// Opens one channel to an upstream: resolve, judge, connect, handshake, all within the connect deadline.
///
/// Addresses race as in RFC 8305: each has a head start before the next one is tried too, the first that is ready wins.
final class Dial {
    private let shard: Shard
    private let pool: UpstreamPool
    private var completion: ((Result<UpstreamHandler, GatewayFailure>) -> Void)?
    private var timeout: Timers.ID?
    private var nextAttempt: Timers.ID?
    /// Addresses that were not tried yet, in order.
    private var addresses: [SocketAddress] = []
    private var attempts: [UpstreamHandler] = []
    private var failures: [ChannelFailure] = []

    /// RFC 8305 section 8: Connection Attempt Delay.
    private static var headStart: Duration { .milliseconds(250) }

    private init(
        _ pool: UpstreamPool, _ shard: Shard, _ completion: @escaping (Result<UpstreamHandler, GatewayFailure>) -> Void
    ) {
        self.shard = shard
        self.pool = pool
        self.completion = completion
    }

    /// Dials for `pool`, in which a channel was reserved; `completion` is called once, on the loop, after this returned.
    static func start(
        _ pool: UpstreamPool, shard: Shard, completion: @escaping (Result<UpstreamHandler, GatewayFailure>) -> Void
    ) {
        let dial = Dial(pool, shard, completion)
        dial.timeout = shard.schedule(after: shard.configuration.deadlines.connect) {
            dial.finish(.failure(.connectTimeout))
        }
        switch pool.key.place {
        case .control(let path):
            let address = SocketAddress(unixPath: path)
            shard.later { dial.connect(address.map { [$0] } ?? []) }
        case .vendor(_, let host, let port, _):
            if let literal = IPAddress(literal: host) {
                shard.later { dial.judge([SocketAddress(literal, port: port)], host: host, port: port) }
            } else {
                shard.resolve(host: host, port: port) { dial.judge($0, host: host, port: port) }
            }
        }
    }

    /// Only what the policy lets through is dialled, exactly as it was judged (DESIGN section 7).
    private func judge(_ resolved: [SocketAddress], host: String, port: UInt16) {
        var allowed: [SocketAddress] = []
        for address in resolved {
            guard let ip = address.ipAddress else { continue }
            if case .allowed = self.shard.egress.verdict(host: host, port: port, address: ip) {
                allowed.append(address)
            }
        }
        guard !allowed.isEmpty else {
            return self.finish(.failure(resolved.isEmpty ? .upstreamUnreachable : .egressDenied))
        }
        self.connect(Self.interleaved(allowed))
    }

    /// Families by turns, beginning with the one the system prefers (RFC 8305 section 4).
    private static func interleaved(_ addresses: [SocketAddress]) -> [SocketAddress] {
        let preferred = addresses.filter { $0.family == addresses.first?.family }
        let others = addresses.filter { $0.family != addresses.first?.family }
        var sorted: [SocketAddress] = []
        for index in 0..<max(preferred.count, others.count) {
            if index < preferred.count { sorted.append(preferred[index]) }
            if index < others.count { sorted.append(others[index]) }
        }
        return sorted
    }

    private func connect(_ addresses: [SocketAddress]) {
        guard self.completion != nil else { return }
        self.addresses = addresses
        self.attempt()
    }

    /// Tries the next address; when there is none and no attempt is left, the dial has failed.
    private func attempt() {
        guard self.completion != nil else { return }
        if let next = self.nextAttempt { self.shard.cancel(next) }
        self.nextAttempt = nil
        guard !self.addresses.isEmpty else {
            if self.attempts.isEmpty { self.finish(.failure(self.failure)) }
            return
        }
        let address = self.addresses.removeFirst()
        do {
            try self.open(address)
        } catch {
            self.failures.append(error)
            return self.attempt()
        }
        guard !self.addresses.isEmpty else { return }
        self.nextAttempt = self.shard.schedule(after: Self.headStart) { self.attempt() }
    }

    private func open(_ address: SocketAddress) throws(ChannelFailure) {
        var session: TLSSession?
        if case .vendor(.https, let host, _, _) = self.pool.key.place {
            guard let context = self.shard.upstreamTLS,
                let made = TLSSession(context, memory: self.shard.reactor.tlsMemory),
                made.expect(host: host)
            else { throw .tls }
            session = made
        }
        let channel: SocketChannel
        do {
            channel = try SocketChannel.connect(to: address, tls: session, reactor: self.shard.reactor)
        } catch { throw .system(error) }
        var attempt: UpstreamHandler?
        let upstream = UpstreamHandler(channel, pool: self.pool, shard: self.shard, usesTLS: session != nil) { result in
            switch result {
            case .success(let upstream): self.finish(.success(upstream))
            case .failure(let failure):
                self.attempts.removeAll { $0 === attempt }
                self.failures.append(failure)
                self.attempt()
            }
            attempt = nil
        }
        attempt = upstream
        self.attempts.append(upstream)
    }

    private var failure: GatewayFailure {
        if case .control = self.pool.key.place { return .overloaded }
        var failure = GatewayFailure.upstreamUnreachable
        for attempt in self.failures {
            switch attempt {
            case .system(let error) where error.isOurs: return .overloaded
            case .tls: failure = .upstreamTLSFailed
            case .system, .abandoned: break
            }
        }
        let isTimeout = self.failures.allSatisfy { attempt in
            if case .system(let error) = attempt { return error.isTimeout }
            return false
        }
        return isTimeout && !self.failures.isEmpty ? .connectTimeout : failure
    }

    /// The first result counts; every other attempt is given up.
    private func finish(_ result: Result<UpstreamHandler, GatewayFailure>) {
        guard let completion = self.completion else {
            if case .success(let upstream) = result { upstream.abandon() }
            return
        }
        self.completion = nil
        self.pool.release()
        self.shard.channelIsFree(self.pool)
        if let timeout = self.timeout { self.shard.cancel(timeout) }
        if let next = self.nextAttempt { self.shard.cancel(next) }
        self.addresses = []
        let attempts = self.attempts
        self.attempts = []
        for attempt in attempts {
            if case .success(let winner) = result, winner === attempt { continue }
            attempt.abandon()
        }
        completion(result)
    }
}
