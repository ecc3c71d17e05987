//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Steps 3 and 4: whose request it is, and which connection it is for.
extension DownstreamHandler {
    enum ConnectionOutcome {
        case found(PreparedConnection)
        case failed(GatewayFailure)
        /// Asked for; the head is decided about again when the answer is here.
        case waiting
    }

    func connection(_ id: ConnectionID?, _ bytes: Span<UInt8>) -> ConnectionOutcome {
        let caller: Caller
        self.notes.beginAdmission()
        switch self.authentication.authenticate(bytes, self.shard.requestParser.section, self.shard) {
        case .refused(let failure): return .failed(failure)
        case .wait(let digest): return self.wait { self.shard.callers.load(digest, done: $0) }
        case .caller(let found): caller = found
        }
        self.notes.callerIsKnown()
        guard let id = id else { return .failed(.connectionNotFound) }
        guard let verdict = self.shard.connections.lookup(id, now: self.shard.now) else {
            return self.wait { self.shard.connections.load(id, done: $0) }
        }
        switch verdict.connection(for: caller.workspace) {
        case .failure(let failure):
            if failure != .connectionNotFound { self.notes.connectionIsKnown(id) }
            return .failed(failure)
        case .success(let connection):
            self.notes.connectionIsKnown(id)
            return .found(connection)
        }
    }

    func destination(
        _ connection: PreparedConnection, _ bytes: Span<UInt8>, path: ByteRange, query: ByteRange?
    ) -> Result<(PassthroughTarget, Destination), GatewayFailure> {
        PassthroughTarget.read(bytes, rest: path, query: query, section: self.shard.requestParser.section)
            .flatMap { target in
                guard let domain = target.domain else { return .success((target, connection.destination)) }
                return DomainOverride.destination(domain, base: connection.base, allowed: connection.allowedHosts)
                    .map { base in
                        let pool = self.shard.pool(PoolKey(base, workspace: connection.workspace))
                        return (target, Destination(base: base, pool: pool))
                    }
            }
    }

    /// Asks through the door; `ask` says whether there was room to wait.
    private func wait(_ ask: (@escaping (LoadingArrival) -> Void) -> Bool) -> ConnectionOutcome {
        self.deadline.begin(.admission, self.shard)
        let number = self.exchangeNumber
        let isWaiting = ask { arrival in
            guard self.exchangeNumber == number, self.machine.stage == .admitting else { return }
            switch arrival {
            case .loaded: self.admitAgain(on: nil)
            case .unavailable: self.fail(.storeUnavailable)
            }
        }
        return isWaiting ? .waiting : .failed(.overloaded)
    }
}
