//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Answers whose body comes in pieces, late, or not to its end.
enum StreamAnswers {
    private static let block = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 16)

    /// Thrown inside a body to close the channel without the body's end.
    private struct Cut: Error {}

    static func stream(_ kind: String) -> Response {
        switch kind {
        case "sse":
            return self.pieces((1...5).map { "event: tick\ndata: {\"n\":\($0)}\n\n" }, type: "text/event-stream")
        case "chunked":
            return self.pieces((1...10).map { "line \($0)\n" }, type: "text/plain")
        default:
            return .json(VendorError(error: "not_found"), status: .notFound)
        }
    }

    /// The request's body, unread until the answer is being written.
    static func mirror(_ request: VendorRequest) -> Response {
        let type = request.headers[.contentType] ?? "application/octet-stream"
        return Response(
            status: .ok, headers: [.contentType: type], body: ResponseBody(asyncSequence: request.body))
    }

    /// `count` bytes of `x` with a length.
    static func bytes(_ count: Int) -> Response {
        let count = max(count, 0)
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(contentLength: count) { writer in
                try await self.write(count, to: &writer)
                try await writer.finish(nil)
            })
    }

    static func gzip() -> Response {
        let packed = GzipStored.pack(Array("{\"compressed\":true}".utf8))
        return Response(
            status: .ok, headers: [.contentType: "application/json", .contentEncoding: "gzip"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: packed)))
    }

    static func slow(milliseconds: Int) async throws -> Response {
        try await Task.sleep(for: .milliseconds(min(max(milliseconds, 0), 600_000)))
        return .json(["waited_ms": milliseconds])
    }

    /// Writes `count` bytes, then closes the channel: no last chunk, or fewer bytes than declared.
    static func cut(after count: Int, length: Int?) -> Response {
        let count = max(count, 0)
        return Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(contentLength: length.map { max($0, count + 1) }) { writer in
                try await self.write(count, to: &writer)
                throw Cut()
            })
    }

    private static func pieces(_ pieces: [String], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type],
            body: ResponseBody { writer in
                for piece in pieces {
                    try await writer.write(ByteBuffer(string: piece))
                    try await Task.sleep(for: .milliseconds(50))
                }
                try await writer.finish(nil)
            })
    }

    private static func write(_ count: Int, to writer: inout any ResponseBodyWriter) async throws {
        var left = count
        while left > 0 {
            let size = min(left, self.block.readableBytes)
            try await writer.write(self.block.getSlice(at: 0, length: size) ?? self.block)
            left -= size
        }
    }
}
