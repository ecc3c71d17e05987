//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A caller that sends any bytes and accepts only answers that can be read in one way.
package final class RawSocket {
    package let stream: ByteStream

    /// Connects to a server on loopback.
    ///
    /// A small `receiveBuffer` makes a slow reader felt by the peer.
    package init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        self.stream = ByteStream(descriptor: try Loopback.connect(port: port, receiveBuffer: receiveBuffer))
    }

    package func send(_ text: String) throws { try self.stream.send(text.latin1) }

    package func send(_ bytes: [UInt8]) throws { try self.stream.send(bytes) }

    /// Sends every byte by itself, so that each split of the message is tried.
    ///
    /// Stops without complaint when the peer has already closed: it answered before the end.
    package func sendOneByOne(_ bytes: [UInt8]) throws {
        do {
            for byte in bytes { try self.stream.send([byte]) }
        } catch let failure as SystemFailure where failure.isReset {}
    }

    package func halfClose() { self.stream.halfClose() }

    /// Ends the channel at once with RST; the socket must not be used afterwards.
    package func reset() {
        self.stream.resetOnClose()
    }

    /// Reads the next answer, the interim ones before it included.
    package func readResponse(
        to method: String = "GET", until deadline: Deadline = .usual
    ) throws -> StrictResponse {
        var interim: [WireHead] = []
        while true {
            let head = try self.readHead(until: deadline)
            let status = try StrictResponse.status(of: head)
            if status < 200 {
                guard try head.statedFraming() == .none else { throw PeerFailure.malformed("a 1xx with framing") }
                interim.append(head)
                continue
            }
            let framing = try StrictResponse.framing(of: head, status: status, method: method)
            let body = try self.stream.readBody(framing, until: deadline)
            return StrictResponse(head: head, status: status, framing: framing, body: body, interim: interim)
        }
    }

    /// Reads a head and leaves what follows.
    package func readHead(until deadline: Deadline = .usual) throws -> WireHead {
        try WireHead(parsing: try self.stream.read(through: [0x0D, 0x0A, 0x0D, 0x0A], until: deadline))
    }

    /// Reads everything until the peer closes.
    package func readToEnd(until deadline: Deadline = .usual) throws -> (bytes: [UInt8], wasReset: Bool) {
        try self.stream.readToEnd(until: deadline)
    }

    /// Whether the peer closes, having sent nothing more, before the deadline.
    package func isClosedByPeer(within duration: Duration = .seconds(5)) -> Bool {
        guard let rest = try? self.stream.readToEnd(until: Deadline(after: duration)) else { return false }
        return rest.bytes.isEmpty
    }
}

/// An answer that could be read in one way only.
package struct StrictResponse: Sendable {
    package let head: WireHead
    package let status: Int
    package let framing: BodyFraming
    package let body: WireBody
    /// The 1xx answers before it.
    package let interim: [WireHead]

    package var text: String { String(latin1: self.body.bytes) }

    static func status(of head: WireHead) throws -> Int {
        let line = head.line
        guard line.hasPrefix("HTTP/1.1 "), line.utf8.count >= 13, line.utf8.dropFirst(12).first == 0x20,
            let status = Int(line.dropFirst(9).prefix(3)), (100...599).contains(status)
        else { throw PeerFailure.malformed("status line \(line)") }
        return status
    }

    static func framing(of head: WireHead, status: Int, method: String) throws -> BodyFraming {
        let stated = try head.statedFraming()
        if status == 204 {
            guard stated == .none else { throw PeerFailure.malformed("204 with framing") }
            return .none
        }
        if method == "HEAD" || status == 304 { return .none }
        if stated != .none { return stated }
        guard head.values("connection").contains(where: { $0.lowercased() == "close" }) else {
            throw PeerFailure.malformed("no framing and no Connection: close")
        }
        return .untilClose
    }
}

extension WireHead {
    /// The status code of an answer's head.
    package func statusCode() throws -> Int { try StrictResponse.status(of: self) }
}

extension RawSocket {
    /// Whether bytes came that are not yet a whole answer.
    package var hasPartOfAnAnswer: Bool { !self.stream.buffer.isEmpty }
}
