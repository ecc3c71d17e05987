//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

public import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Calls vendors' APIs through a Passthrough server, and keeps its connections.
///
///     let client = PassthroughClient(baseURL: "https://passthrough.example.com", key: key)
///     let answer = try await client.call("GET", connection: id, path: "/v2/customers?limit=10")
public struct PassthroughClient: Sendable {
    private let baseURL: String
    private let key: String
    private let httpClient: HTTPClient
    private let timeout: Duration

    /// Tells at once that a server is not there; the library's shared client keeps trying until the deadline.
    ///
    /// It follows no redirect: that would send body and header fields to whichever host the answer names.
    private static let impatientClient: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    /// Makes a client of one server for one API key.
    ///
    /// `httpClient` decides on channels, TLS and redirects, and is shut down by its owner; without one, all clients of
    /// the process share one that needs no shutdown and gives redirects as answers. `timeout` bounds a call until its
    /// response head.
    public init(baseURL: String, key: String, httpClient: HTTPClient? = nil, timeout: Duration = .seconds(120)) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        self.httpClient = httpClient ?? Self.impatientClient
        self.timeout = timeout
    }

    /// Sends one request to the vendor of `connection`, with its credential, and gives the vendor's answer.
    ///
    /// The answer of the vendor is returned whatever its status; only answers of the server itself are thrown. `path`
    /// may carry a query; what a URL cannot hold is percent-encoded, and `%` escapes are left as they are.
    ///
    /// - Throws: `PassthroughError`; `CancellationError`.
    public func call(
        _ method: String, connection: String, path: String, headers: [HeaderField] = [], body: RequestBody? = nil
    ) async throws -> Response {
        let rest = path.hasPrefix("/") ? String(path.dropFirst()) : path
        return try await self.send(
            method, "/passthrough/\(escaped(connection, keeping: []))/\(escaped(rest, keeping: urlDelimiters))",
            headers,
            body)
    }

    /// Sends a request to the server itself or through it; `target` is already escaped.
    func send(
        _ method: String, _ target: String, _ headers: [HeaderField], _ body: RequestBody?
    ) async throws -> Response {
        guard self.canBeSent(headers) else { throw PassthroughError.invalidRequest }
        var request = HTTPClientRequest(url: self.baseURL + target)
        request.method = HTTPMethod(rawValue: method)
        request.headers = HTTPHeaders(headers.map { ($0.name, $0.value) })
        request.headers.replaceOrAdd(name: "Authorization", value: "Bearer \(self.key)")
        request.body = body?.content
        let response: Response
        do {
            response = Response(try await self.httpClient.execute(request, timeout: TimeAmount(self.timeout)))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw PassthroughError(unanswered: error)
        }
        guard let code = response.first("Passthrough-Error") else { return response }
        throw await PassthroughError(response, code: code)
    }

    /// Checked here, because the HTTP client traps on a port that is none and names a bad value in its error.
    private func canBeSent(_ headers: [HeaderField]) -> Bool {
        guard let url = URL(string: self.baseURL), url.scheme == "http" || url.scheme == "https", url.host() != nil,
            (1...65_535).contains(url.port ?? 1)
        else { return false }
        return (headers.map(\.value) + [self.key]).allSatisfy { value in
            value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
        }
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
