//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

public import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Calls vendors' APIs through a Passthrough server, and keeps its connections.
///
///     let client = PassthroughClient(baseURL: "https://passthrough.example.com", key: key)
///     let answer = try await client.call("GET", connection: id, path: "/v2/customers?limit=10")
///     print(answer.status, try await answer.body.collect(upTo: 1 << 20))
public struct PassthroughClient: Sendable {
    private let baseURL: String
    private let key: String
    private let httpClient: HTTPClient
    private let timeout: Duration

    /// Makes a client of one server for one API key.
    ///
    /// `httpClient` decides on channels, TLS and redirects, and must be shut down by its owner, unless it is the shared
    /// one. `timeout` bounds a call until its response head.
    public init(
        baseURL: String, key: String, httpClient: HTTPClient = .shared, timeout: Duration = .seconds(120)
    ) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        self.httpClient = httpClient
        self.timeout = timeout
    }

    /// Sends one request to the vendor of `connection`, with its credential, and gives the vendor's answer.
    ///
    /// The answer of the vendor is returned whatever its status; only answers of the server itself are thrown. `path`
    /// may carry a query; what a URL cannot hold is percent-encoded, and `%` escapes are left as they are.
    ///
    /// - Throws: `PassthroughError`; what `body` throws.
    public func call(
        _ method: String, connection: String, path: String, headers: [HeaderField] = [], body: RequestBody? = nil
    ) async throws -> Response {
        let rest = path.hasPrefix("/") ? String(path.dropFirst()) : path
        return try await self.send(
            method, "/passthrough/\(escaped(connection, keeping: []))/\(escaped(rest, keeping: urlDelimiters))",
            headers,
            body)
    }

    /// Sends a request to the server itself or through it.
    ///
    /// `target` is already escaped.
    func send(
        _ method: String, _ target: String, _ headers: [HeaderField], _ body: RequestBody?
    ) async throws -> Response {
        var request = HTTPClientRequest(url: self.baseURL + target)
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(self.key)")
        request.body = body?.content
        let response: Response
        do {
            response = Response(try await self.httpClient.execute(request, timeout: TimeAmount(self.timeout)))
        } catch let error as HTTPClientError {
            throw PassthroughError(error)
        }
        guard let code = response.first("Passthrough-Error") else { return response }
        throw await PassthroughError(response, code: code)
    }
}

extension PassthroughClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The server's address; never the key.
    public var description: String { "PassthroughClient(\(self.baseURL))" }
    /// The server's address; never the key.
    public var debugDescription: String { self.description }
    /// Shows no member, for one of them is the key.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
