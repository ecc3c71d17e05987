//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One header field.
public struct HeaderField: Sendable, Hashable {
    /// The name, in the case it is sent with.
    public var name: String
    /// The value.
    public var value: String

    /// Takes a name and a value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The body of a request.
public struct RequestBody: Sendable {
    let content: HTTPClientRequest.Body

    /// A body that is all there.
    public static func bytes(_ bytes: [UInt8]) -> RequestBody { RequestBody(content: .bytes(bytes)) }

    /// A body that is sent as it comes; `length` is its number of bytes, if known.
    public static func stream<Chunks: AsyncSequence & Sendable>(_ chunks: Chunks, length: Int64? = nil) -> RequestBody
    where Chunks.Element == [UInt8] {
        let buffers = chunks.map { ByteBuffer(bytes: $0) }
        return RequestBody(content: .stream(buffers, length: length.map { .known($0) } ?? .unknown))
    }
}

/// The vendor's answer.
public struct Response: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The header fields, in order.
    public let headers: [HeaderField]
    /// The body, as it arrives.
    public let body: ResponseBody

    init(_ response: HTTPClientResponse) {
        self.status = Int(response.status.code)
        self.headers = response.headers.map { HeaderField($0.name, $0.value) }
        self.body = ResponseBody(content: response.body)
    }

    /// The value of the first field of this name, in any case.
    public func first(_ name: String) -> String? {
        let wanted = name.lowercased()
        return self.headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// The body of an answer: chunks of bytes, to be read once.
public struct ResponseBody: Sendable, AsyncSequence {
    /// A chunk.
    public typealias Element = [UInt8]

    let content: HTTPClientResponse.Body

    /// Reads the chunks one after the other.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var buffers: HTTPClientResponse.Body.AsyncIterator

        /// The next chunk; `nil` after the last one.
        ///
        /// - Throws: when the body is cut short.
        public mutating func next() async throws -> [UInt8]? {
            guard let buffer = try await self.buffers.next() else { return nil }
            return Array(buffer.readableBytesView)
        }
    }

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(buffers: self.content.makeAsyncIterator()) }

    /// The whole body, if it is no longer than `limit` bytes.
    ///
    /// - Throws: `NIOTooManyBytesError` when it is; what reading throws.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        Array(try await self.content.collect(upTo: limit).readableBytesView)
    }
}
