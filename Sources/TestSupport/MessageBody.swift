//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How a message's body ends.
package enum BodyFraming: Sendable, Equatable {
    case none
    case length(Int)
    case chunked
    /// By the end of the channel: answers only.
    case untilClose
}

/// A body with the trailers that came after it.
package struct WireBody: Sendable, Equatable {
    package var bytes: [UInt8] = []
    package var trailers: [WireField] = []
}

extension WireHead {
    /// The framing that the fields state; more than one way to read them is a failure.
    func statedFraming() throws -> BodyFraming {
        let lengths = self.values("content-length")
        let codings = self.values("transfer-encoding")
        guard codings.isEmpty || lengths.isEmpty else { throw PeerFailure.malformed("both framing fields") }
        guard codings.count < 2, lengths.count < 2 else { throw PeerFailure.malformed("a framing field twice") }
        if let coding = codings.first {
            guard coding.lowercased() == "chunked" else { throw PeerFailure.malformed("coding \(coding)") }
            return .chunked
        }
        guard let length = lengths.first else { return .none }
        guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(length) else {
            throw PeerFailure.malformed("length \(length)")
        }
        return .length(count)
    }
}

extension ByteStream {
    func readBody(_ framing: BodyFraming, until deadline: Deadline) throws -> WireBody {
        switch framing {
        case .none: return WireBody()
        case .length(let count): return WireBody(bytes: try self.read(count, until: deadline))
        case .chunked: return try self.readChunks(until: deadline)
        case .untilClose:
            let (bytes, wasReset) = try self.readToEnd(until: deadline)
            guard !wasReset else { throw PeerFailure.closedEarly }
            return WireBody(bytes: bytes)
        }
    }

    private func readChunks(until deadline: Deadline) throws -> WireBody {
        let lineEnd: [UInt8] = [0x0D, 0x0A]
        var body = WireBody()
        while true {
            let line = try self.read(through: lineEnd, limit: 1 << 17, until: deadline).dropLast(2)
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            let isSound = (1...8).contains(digits.count) && line.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
            guard isSound, digits.allSatisfy(UInt8.isHexadecimal), let size = Int(String(latin1: digits), radix: 16)
            else { throw PeerFailure.malformed("chunk size line \(String(latin1: line))") }
            if size == 0 { break }
            body.bytes += try self.read(size, until: deadline)
            guard try self.read(2, until: deadline) == lineEnd else {
                throw PeerFailure.malformed("chunk without CRLF")
            }
        }
        while true {
            let line = try self.read(through: lineEnd, limit: 1 << 17, until: deadline)
            if line == lineEnd { return body }
            body.trailers.append(try WireField(parsing: Array(line.dropLast(2))))
        }
    }
}

extension UInt8 {
    fileprivate static func isHexadecimal(_ byte: UInt8) -> Bool {
        "0123456789abcdefABCDEF".utf8.contains(byte)
    }
}
