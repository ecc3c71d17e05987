//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Wire

extension Account {
    /// The head that goes down for a vendor's `response`, without the fields that are ours; `~` is the connection's path.
    func receive(
        _ response: String, by domain: UpstreamBase? = nil, _ change: (inout ResponseRewriter) -> Void = { _ in }
    ) throws -> [String] {
        let ours = [
            "x-response-time:", "x-endapi-response-time:", "x-unified-response-time:", "passthrough-request-id:",
        ]
        return try self.receiveWhole(response, by: domain, change).filter { line in
            !ours.contains { line.lowercased().hasPrefix($0) }
        }
    }

    /// The lines of the head that goes down, without their CR LF.
    func receiveWhole(
        _ response: String, by domain: UpstreamBase? = nil, _ change: (inout ResponseRewriter) -> Void = { _ in }
    ) throws -> [String] {
        let prepared = try self.prepared()
        var destination = prepared.destination
        if let domain = domain {
            let key = PoolKey(domain, workspace: WorkspaceID(high: 1, low: 1))
            destination = Destination(base: domain, pool: UpstreamPool(key: key))
        }
        let whole = Array(response.utf8)
        let bytes = whole.span
        var parser = ResponseHeadParser()
        guard case .complete(let head) = parser.parse(bytes, toHead: false) else { throw Malformed() }
        var rewriter = ResponseRewriter(
            origin: .vendor(prepared, destination), requestID: RequestID(shard: 1, number: 2))
        change(&rewriter)
        let out = OutputBuffer()
        rewriter.write(bytes, head, parser.section, into: out)
        let text = String(decoding: out.bytes, as: UTF8.self)
        guard text.utf8.suffix(4).elementsEqual("\r\n\r\n".utf8) else { throw Malformed() }
        let lines = text.replacing("\r\n\r\n", with: "").split(separator: "\r\n").map(String.init)
        return lines.map { $0.replacing("/passthrough/\(Self.id)", with: "~") }
    }

    /// The only field line of a redirect to `location` that goes down.
    func redirect(_ location: String, by domain: UpstreamBase? = nil, status: Int = 302) throws -> String {
        let lines = try self.receive(
            "HTTP/1.1 \(status) X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n", by: domain)
        guard lines.count == 3, lines[1].hasPrefix("Location: ") else { throw Malformed() }
        return String(lines[1].dropFirst(10))
    }
}
