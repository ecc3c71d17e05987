//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model

/// What a shard keeps of a connection id.
enum ConnectionVerdict {
    case usable(PreparedConnection)
    /// The credential cannot be used; only the workspace that owns the connection is told so.
    case unusable(owner: WorkspaceID, version: UInt64)
    case unknown

    /// What `workspace` gets: the connection, or why not.
    ///
    /// Another workspace's connection does not exist for it.
    func connection(for workspace: WorkspaceID) -> Result<PreparedConnection, GatewayFailure> {
        switch self {
        case .usable(let connection):
            guard connection.workspace == workspace else { return .failure(.connectionNotFound) }
            return connection.isPaused ? .failure(.connectionPaused) : .success(connection)
        case .unusable(let owner, _):
            return .failure(owner == workspace ? .connectionUnauthorized : .connectionNotFound)
        case .unknown: return .failure(.connectionNotFound)
        }
    }

    func isAtLeast(_ version: UInt64) -> Bool {
        switch self {
        case .usable(let connection): connection.version >= version
        case .unusable(_, let own): own >= version
        case .unknown: false
        }
    }
}

/// What a shard keeps of an API key's digest.
enum CallerVerdict {
    case known(Caller)
    case unknown
}

/// How long answers are used: a minute, and what is not there for two seconds, so that it is found soon after it was made.
enum Freshness {
    static var answer: Duration { .seconds(60) }
    static var absence: Duration { .seconds(2) }
}
