//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// A request's body as it goes up, framing included, kept so that it can be sent again or signed; bounded.
final class HeldBody {
    private(set) var bytes: [UInt8] = []
    /// Whether the body turned out to be longer than may be kept.
    private(set) var isTooLong = false
    /// How much of `bytes` has gone up, when that is not all of them.
    private var sentCount: Int?
    /// Whether all of the request had gone up when its response came.
    private(set) var requestWasSent = false
    private let most: Int

    init(most: Int) { self.most = most }

    /// From now on bytes are kept and not sent.
    func waitToBeSent(requestWasSent: Bool) {
        self.sentCount = self.bytes.count
        self.requestWasSent = requestWasSent
    }

    func append(_ bytes: Span<UInt8>, _ trailer: Span<UInt8>) {
        if bytes.count + trailer.count > self.most - self.bytes.count {
            self.isTooLong = true
        }
        // What has gone up is of no use any more; the rest still has to go.
        guard !self.isTooLong || self.sentCount != nil else {
            self.bytes = []
            return
        }
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
        trailer.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
    }

    /// The bytes without their framing.
    func content(_ framing: BodyFraming) -> [UInt8] {
        guard case .chunked = framing else { return self.bytes }
        var scanner = BodyScanner(framing)
        var content: [UInt8] = []
        var position = 0
        while !scanner.hasEnded, position < self.bytes.count {
            let run = scanner.nextContent(self.bytes.span, from: position)
            guard run.refusal == nil, run.taken > position else { break }
            content.append(contentsOf: self.bytes[run.range.range])
            position = run.taken
        }
        return content
    }

    /// What has not gone up yet.
    var unsent: ArraySlice<UInt8> { self.bytes[(self.sentCount ?? self.bytes.count)...] }
}
