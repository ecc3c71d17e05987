//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Some exchanges of one shard on their way out of the data plane.
///
/// Holds what the shard noted, as it noted it: whoever only counts reads `entries`, and `records` are made where there is
/// time for it.
package struct RecordBatch: Sendable {
    package let entries: [RecordEntry]
    private let text: [UInt8]
    private let shard: UInt64
    /// The same instant by both clocks.
    private let moment: Moment
    private let time: Timestamp
    /// Of some entries, by their place.
    private let bodies: [Int: RawBodies]

    init(
        entries: [RecordEntry], text: [UInt8], shard: UInt64, moment: Moment, time: Timestamp,
        bodies: [Int: RawBodies] = [:]
    ) {
        self.entries = entries
        self.text = text
        self.shard = shard
        self.moment = moment
        self.time = time
        self.bodies = bodies
    }

    package var records: [RequestRecord] {
        self.entries.indices.map { index in
            var record = self.record(self.entries[index])
            record.bodies = self.bodies[index]
            return record
        }
    }

    private func record(_ entry: RecordEntry) -> RequestRecord {
        let key = Int(entry.textStart)..<(Int(entry.textStart) + Int(entry.keyCount))
        let method = key.upperBound..<(key.upperBound + Int(entry.methodCount))
        let path = method.upperBound..<(method.upperBound + Int(entry.pathCount))
        let userAgent = path.upperBound..<(path.upperBound + Int(entry.userAgentCount))
        let address = userAgent.upperBound..<(userAgent.upperBound + Int(entry.addressCount))
        var record = RequestRecord(
            id: RequestRecordID(high: self.shard, low: entry.number), connection: entry.connection,
            workspace: entry.workspace, keyID: self.string(key),
            method: String(decoding: self.text[method], as: UTF8.self),
            path: String(decoding: Self.withoutQuery(self.text[path]), as: UTF8.self),
            status: entry.status == 0 ? nil : Int(entry.status), failure: entry.failure.map { "\($0.code)" },
            ending: entry.ending, requestBytes: entry.requestBytes, responseBytes: entry.responseBytes,
            startedAt: self.timestamp(entry.startedAt), duration: .nanoseconds(entry.duration),
            vendorDuration: entry.vendorDuration.map { .nanoseconds($0) })
        record.userAgent = self.string(userAgent)
        record.ipAddress = self.string(address)
        return record
    }

    private func string(_ range: Range<Int>) -> String? {
        range.isEmpty ? nil : String(decoding: self.text[range], as: UTF8.self)
    }

    private func timestamp(_ nanoseconds: UInt64) -> Timestamp {
        let age = Int64(clamping: self.moment.nanoseconds) - Int64(clamping: nanoseconds)
        return Timestamp(milliseconds: self.time.milliseconds - age / 1_000_000)
    }

    /// A path that is one segment may have been encoded whole, query and all (CONTRACT 1.2), and queries hold secrets.
    private static func withoutQuery(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard !path.contains(0x2F) else { return path }
        let question = path.indices.first { index in
            index + 2 < path.endIndex && path[index] == 0x25 && path[index + 1] == 0x33
                && (path[index + 2] | 0x20) == 0x66
        }
        return question.map { path[..<$0] } ?? path
    }
}

/// Where the data plane's records go.
package protocol RequestRecordSink: Sendable {
    /// Takes the exchanges of one shard that have ended since the last batch.
    ///
    /// Called for one batch of a shard at a time, off its loop. Batches that come while a few wait already are dropped and
    /// counted. When the task is cancelled the server is ending, and this must return soon.
    func take(_ batch: RecordBatch) async
}

/// A sink for those who have no use for records.
package struct UnusedRecords: RequestRecordSink {
    package init() {}

    package func take(_ batch: RecordBatch) async {}
}
