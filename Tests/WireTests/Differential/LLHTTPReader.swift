//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOEmbedded
import NIOHTTP1

/// Reads messages with llhttp as NIOHTTP1 uses it.
struct LLHTTPReader {
    /// The messages that were read to their ends, and whether all bytes were found well formed.
    struct Reading {
        var messages: [ReadMessage] = []
        /// A head was read whose message has not ended.
        var isPartial = false
        var hasFailed = false
    }

    /// Reads the requests in `bytes`.
    static func readRequests(_ bytes: [UInt8]) -> Reading {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        var reading = Reading()
        Self.feed(channel, bytes, &reading)
        Self.collect(channel, &reading) { (head: HTTPRequestHead) in [head.method.rawValue, head.uri] }
        return reading
    }

    /// Reads the responses in `bytes`, to a HEAD and then GETs, or to GETs alone.
    static func readResponses(_ bytes: [UInt8], toHead: Bool) -> Reading {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(
                HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .forward)))
        var reading = Reading()
        do {
            for method in [toHead ? HTTPMethod.HEAD : .GET, .GET, .GET] {
                let head = HTTPRequestHead(version: .http1_1, method: method, uri: "/")
                try channel.writeOutbound(HTTPClientRequestPart.head(head))
                try channel.writeOutbound(HTTPClientRequestPart.end(nil))
            }
        } catch { reading.hasFailed = true }
        Self.feed(channel, bytes, &reading)
        Self.collect(channel, &reading) { (head: HTTPResponseHead) in [String(head.status.code)] }
        return reading
    }

    /// Writes all bytes, then closes, which ends a message that ends with its channel.
    private static func feed(_ channel: EmbeddedChannel, _ bytes: [UInt8], _ reading: inout Reading) {
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch { reading.hasFailed = true }
        do { _ = try channel.finish() } catch { reading.hasFailed = true }
    }

    private static func collect<Head: LLHTTPHead>(
        _ channel: EmbeddedChannel, _ reading: inout Reading, start: (Head) -> [String]
    ) {
        while let next = (try? channel.readInbound(as: HTTPPart<Head, ByteBuffer>.self)) ?? nil {
            switch next {
            case .head(let head):
                reading.messages.append(
                    ReadMessage(
                        start: start(head), isHTTP11: head.version == .http1_1, fields: Self.fields(head.headers),
                        body: [], trailers: [], keepsAlive: head.isKeepAlive))
                reading.isPartial = true
            case .body(let body): reading.messages[reading.messages.count - 1].body += Array(buffer: body)
            case .end(let trailers):
                reading.isPartial = false
                guard let trailers = trailers else { continue }
                reading.messages[reading.messages.count - 1].trailers = Self.fields(trailers)
            }
        }
    }

    /// llhttp leaves white space behind a value, which RFC 9110 section 5.5 excludes from it.
    private static func fields(_ headers: HTTPHeaders) -> [ReadMessage.Field] {
        headers.map { field in
            var value = Substring(field.value)
            while value.last == " " || value.last == "\t" { value.removeLast() }
            return .init(name: field.name, value: String(value))
        }
    }
}

/// What heads of requests and responses have in common.
protocol LLHTTPHead: Equatable {
    var version: HTTPVersion { get }
    var headers: HTTPHeaders { get }
    var isKeepAlive: Bool { get }
}

extension HTTPRequestHead: LLHTTPHead {}
extension HTTPResponseHead: LLHTTPHead {}
