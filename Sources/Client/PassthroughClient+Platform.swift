//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

public import API
import FoundationEssentials

extension PassthroughClient {
    /// Lists connections, the server's default number of them unless `limit` says otherwise.
    ///
    /// - Throws: `PassthroughError`.
    public func connections(_ filter: ConnectionFilter = ConnectionFilter()) async throws -> [Connection] {
        try await self.fetch("GET", "/unified/connection" + filter.query)
    }

    /// Gives one connection.
    ///
    /// - Throws: `PassthroughError`.
    public func connection(_ id: String) async throws -> Connection {
        try await self.fetch("GET", self.path(of: id))
    }

    /// Makes a connection from existing credentials.
    ///
    /// - Throws: `PassthroughError`.
    public func create(_ connection: Connection) async throws -> Connection {
        try await self.fetch("POST", "/unified/connection", JSONEncoder().encode(connection))
    }

    /// Changes the members that `changes` has and keeps the others.
    ///
    /// - Throws: `PassthroughError`.
    public func patch(_ id: String, _ changes: [String: JSON]) async throws -> Connection {
        try await self.fetch("PATCH", self.path(of: id), JSONEncoder().encode(changes))
    }

    /// Removes a connection and its credentials; calls through it are refused from then on.
    ///
    /// - Throws: `PassthroughError`.
    public func remove(_ id: String) async throws {
        let response = try await self.send("DELETE", self.path(of: id), [], nil)
        guard response.status == 200 else { throw PassthroughError(unexpected: response) }
        _ = try await response.body.collect(upTo: 1 << 16)
    }

    /// Lists integrations, all of them unless filtered.
    ///
    /// - Throws: `PassthroughError`.
    public func integrations(type: String? = nil, categories: [String] = []) async throws -> [Integration] {
        let query = queryString([("type", type)] + categories.map { ("categories", $0) })
        return try await self.fetch("GET", "/unified/integration" + query)
    }

    private func path(of id: String) -> String { "/unified/connection/\(escaped(id, keeping: []))" }

    private func fetch<Value: Decodable>(_ method: String, _ target: String, _ body: Data? = nil) async throws -> Value
    {
        let headers = body == nil ? [] : [HeaderField("Content-Type", "application/json")]
        let response = try await self.send(method, target, headers, body.map { .bytes(Array($0)) })
        guard response.status == 200 else { throw PassthroughError(unexpected: response) }
        let bytes = try await response.body.collect(upTo: 64 << 20)
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(bytes)) else {
            throw PassthroughError(unexpected: response)
        }
        return value
    }
}

/// Which connections to list.
public struct ConnectionFilter: Sendable, Hashable {
    /// The most to give.
    public var limit: Int?
    /// How many to skip.
    public var offset: Int?
    /// Only those with one of these.
    public var categories: [String] = []
    /// Only those of this environment.
    public var environment: String?
    /// Only those of this customer of yours.
    public var externalXref: String?

    /// Filters nothing, until members are set.
    public init() {}

    var query: String {
        queryString(
            [
                ("limit", self.limit.map(String.init)), ("offset", self.offset.map(String.init)),
                ("env", self.environment), ("external_xref", self.externalXref),
            ] + self.categories.map { ("categories", $0) })
    }
}
