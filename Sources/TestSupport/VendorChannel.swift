//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One accepted channel of a scripted vendor, on its own thread.
final class VendorChannel {
    private let stream: ByteStream
    private let serial: Int
    private let vendor: ScriptedVendor
    private var framing = BodyFraming.none
    private var index = 0

    init(stream: ByteStream, serial: Int, vendor: ScriptedVendor) {
        self.stream = stream
        self.serial = serial
        self.vendor = vendor
    }

    /// Waits for the first byte of a request; `false` when the peer closed between two requests.
    func hasNextRequest() throws -> Bool {
        if !self.stream.buffer.isEmpty { return true }
        return try self.stream.fill(until: Deadline(after: .seconds(600)))
    }

    /// Does what the script says; `false` when the channel is over.
    func perform(_ script: VendorScript) throws -> Bool {
        for step in script.steps where try !self.perform(step) { return false }
        return true
    }

    private func perform(_ step: VendorScript.Step) throws -> Bool {
        let deadline = Deadline(after: .seconds(30))
        switch step {
        case .readRequest:
            try self.readHead(until: deadline)
            try self.readBody(until: deadline)
        case .readHead: try self.readHead(until: deadline)
        case .readBody: try self.readBody(until: deadline)
        case .readSome(let count): _ = try self.stream.read(count, until: deadline)
        case .drainBody: try self.drainBody()
        case .send(let bytes): try self.stream.send(bytes, until: deadline)
        case .sendPattern(let count):
            try Pattern.write(count) {
                try self.stream.send($0, until: Deadline(after: .seconds(120)))
                self.vendor.countPattern($0.count)
            }
        case .await(let gate): gate.wait(until: deadline)
        case .waitForClose:
            _ = try self.stream.readToEnd(until: deadline)
            return false
        case .halfClose: self.stream.halfClose()
        case .close: return false
        case .reset:
            self.stream.resetOnClose()
            return false
        }
        return true
    }

    private func readHead(until deadline: Deadline) throws {
        let head = try WireHead(parsing: try self.stream.read(through: [13, 10, 13, 10], until: deadline))
        self.framing = try head.statedFraming()
        self.index = self.vendor.record(
            ReceivedRequest(
                channel: self.serial, head: head, framing: self.framing, body: WireBody(),
                isComplete: self.framing == .none || self.framing == .length(0)))
    }

    private func readBody(until deadline: Deadline) throws {
        self.vendor.complete(self.index, with: try self.stream.readBody(self.framing, until: deadline))
    }

    private func drainBody() throws {
        guard case .length(let count) = self.framing else { throw PeerFailure.malformed("no length to drain") }
        var check = Pattern.Check()
        try self.stream.drain(count, until: Deadline(after: .seconds(1200))) {
            try check.receive($0)
            self.vendor.countPattern($0.count)
        }
        self.vendor.complete(self.index, with: WireBody())
    }
}
