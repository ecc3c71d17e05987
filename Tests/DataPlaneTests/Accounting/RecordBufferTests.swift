//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing
import Wire

/// The numbered invariants of `RecordBuffer`, and what a batch says of its entries.
@Suite(.timeLimit(.minutes(2)))
struct RecordBufferTests {
    static let now = Moment(nanoseconds: 5_000_000_000)
    static let time = Timestamp(milliseconds: 1_700_000_000_000)

    /// What is expected of a buffer, and what it gave away.
    final class Expected {
        var noted: [RequestRecord] = []
        var taken: [RequestRecord] = []
        var dropped: UInt64 = 0
        var given: [[RequestRecord]] = []
        var takes = true

        /// A batch is the whole of what was noted since the one before, in order.
        func give(_ batch: RecordBatch) -> Bool {
            let records = batch.records
            self.given.append(records)
            #expect(records == Array(self.noted.prefix(records.count)))
            self.noted.removeFirst(min(records.count, self.noted.count))
            if self.takes { self.taken += records } else { self.dropped += UInt64(records.count) }
            return self.takes
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func nothingIsLostButWhatIsCounted(seed: UInt64) {
        var random = Seeded(seed)
        let model = Expected()
        let capacity = [1, 7, 64, 512][Int(seed) - 1]
        let buffer = RecordBuffer(
            shard: seed, capacity: capacity, textCapacity: 1_024, clock: { (Self.now, Self.time) },
            give: { model.give($0) })
        for number in 1...UInt32(6_000) {
            if random.once(in: 40) { model.takes.toggle() }
            if random.once(in: 25) {
                buffer.handOver()
                #expect(model.noted.isEmpty)
            }
            let sample = Sample(number, &random)
            sample.append(to: buffer)
            model.noted.append(sample.record(shard: seed))
            #expect(model.noted.count <= capacity)
        }
        buffer.handOver()

        #expect(model.noted.isEmpty)
        #expect(buffer.dropped == model.dropped)
        #expect(model.dropped > 0)
        #expect(UInt64(model.taken.count) + model.dropped == 6_000)
        #expect(model.given.allSatisfy { !$0.isEmpty && $0.count <= capacity })
    }

    @Test
    func whatIsEmptyIsNotHandedOver() {
        let model = Expected()
        let buffer = RecordBuffer(shard: 1, give: { model.give($0) })
        buffer.handOver()

        #expect(model.given.isEmpty)
    }

    /// Ranges come from a parser, and still are not trusted.
    @Test
    func aRangeOutsideTheHeadIsEmpty() {
        var records: [RequestRecord] = []
        let buffer = RecordBuffer(shard: 1) { batch in
            records += batch.records
            return true
        }
        let noKey: [UInt8] = []
        let head = Array("GET /x".utf8)
        for range in [ByteRange(start: 4, end: 7), ByteRange(start: -1, end: 3), ByteRange(start: 9, end: 2)] {
            var random = Seeded(1)
            buffer.append(
                Sample(1, &random).entry, key: noKey.span, address: noKey.span, head: head.span,
                method: ByteRange(start: 0, end: 3), path: range, userAgent: .empty)
        }
        buffer.handOver()

        #expect(records.map(\.path) == ["", "", ""])
    }

    /// A path that may have been encoded whole is kept without the query that may be in it.
    @Test(arguments: [
        ("v2/customers", "v2/customers"), ("%2Fv2%2Fcustomers%3Fkey=secret", "%2Fv2%2Fcustomers"), ("x%3fk", "x"),
        ("a/b%3Fc", "a/b%3Fc"), ("%3", "%3"), ("a%3", "a%3"), ("a%3G", "a%3G"), ("", ""), ("%3F", ""),
    ])
    func aQueryInThePathIsNotKept(sent: String, kept: String) {
        var records: [RequestRecord] = []
        let buffer = RecordBuffer(shard: 1) { batch in
            records += batch.records
            return true
        }
        var random = Seeded(1)
        let noKey: [UInt8] = []
        let head = Array(sent.utf8)
        buffer.append(
            Sample(1, &random).entry, key: noKey.span, address: noKey.span, head: head.span, method: .empty,
            path: ByteRange(start: 0, end: head.count), userAgent: .empty)
        buffer.handOver()

        #expect(records.map(\.path) == [kept])
    }
}

/// An exchange made up.
private struct Sample {
    let entry: RecordEntry
    let key: String
    let method: String
    let path: String
    let userAgent: String
    let address: String

    init(_ number: UInt32, _ random: inout Seeded) {
        let started = UInt64(random.below(5_000_000_000))
        self.entry = RecordEntry(
            number: number, startedAt: started, duration: UInt64(random.below(1 << 40)),
            vendorDuration: random.once(in: 3) ? nil : UInt64(random.below(1 << 40)),
            connection: random.once(in: 3) ? nil : ConnectionID(high: random.next(), low: number),
            workspace: random.once(in: 3) ? nil : WorkspaceID(high: random.next(), low: number),
            requestBytes: Int64(random.below(.max)), responseBytes: Int64(random.below(.max)),
            status: random.pick([0, 200, 404, 599]), failure: random.pick([nil, .apiKeyInvalid, .upstreamTimeout]),
            ending: random.pick([.complete, .cut, .left]))
        self.key = random.once(in: 4) ? "" : String(repeating: "k", count: 1 + random.below(80))
        self.method = random.pick(["GET", "PROPFIND", String(repeating: "M", count: 40)])
        self.path = "/" + String(repeating: "p", count: random.pick([0, 5, 100, 510, 511, 512, 5_000]))
        self.userAgent = String(repeating: "u", count: random.pick([0, 0, 12, 255, 256, 257, 900]))
        self.address = random.pick(["", "127.0.0.1", "2001:db8::1", String(repeating: "9", count: 60)])
    }

    func append(to buffer: RecordBuffer) {
        let head = Array("\(self.method) \(self.path) HTTP/1.1\r\n\(self.userAgent)".utf8)
        let end = self.method.utf8.count
        let userAgent = head.count - self.userAgent.utf8.count
        buffer.append(
            self.entry, key: self.key.utf8Span.span, address: self.address.utf8Span.span, head: head.span,
            method: ByteRange(start: 0, end: end),
            path: ByteRange(start: end + 1, end: end + 1 + self.path.utf8.count),
            userAgent: ByteRange(start: userAgent, end: head.count))
    }

    func record(shard: UInt64) -> RequestRecord {
        let age = RecordBufferTests.now.nanoseconds - self.entry.startedAt
        var record = RequestRecord(
            id: RequestRecordID(high: shard, low: self.entry.number), connection: self.entry.connection,
            workspace: self.entry.workspace, keyID: self.key.isEmpty ? nil : String(self.key.prefix(64)),
            method: String(self.method.prefix(32)), path: String(self.path.prefix(512)),
            status: self.entry.status == 0 ? nil : Int(self.entry.status),
            failure: self.entry.failure.map { "\($0.code)" }, ending: self.entry.ending,
            requestBytes: self.entry.requestBytes, responseBytes: self.entry.responseBytes,
            startedAt: Timestamp(
                milliseconds: RecordBufferTests.time.milliseconds - Int64(age / 1_000_000)),
            duration: .nanoseconds(self.entry.duration),
            vendorDuration: self.entry.vendorDuration.map { .nanoseconds($0) })
        record.userAgent = self.userAgent.isEmpty ? nil : String(self.userAgent.prefix(256))
        record.ipAddress = self.address.isEmpty ? nil : String(self.address.prefix(45))
        return record
    }
}
