//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Carries one shard's records to their sink: in order, one batch at a time, never waited for by the shard.
final class RecordCourier: Sendable {
    private let batches: AsyncStream<RecordBatch>.Continuation
    private let delivery: Task<Void, Never>

    /// Batches that wait behind the one being taken.
    private static var mostWaiting: Int { 16 }
    /// How long the sink has for what is left when the shard stops.
    private static var longestFarewell: Duration { .seconds(5) }

    init(to sink: any RequestRecordSink) {
        let (stream, batches) = AsyncStream.makeStream(
            of: RecordBatch.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        self.batches = batches
        self.delivery = Task { for await batch in stream { await sink.take(batch) } }
    }

    deinit { self.batches.finish() }

    /// False when too many wait already.
    func give(_ batch: RecordBatch) -> Bool {
        switch self.batches.yield(batch) {
        case .enqueued: true
        case .dropped, .terminated: false
        @unknown default: false
        }
    }

    /// Returns when everything was taken, or the sink had its time.
    func finish() async {
        self.batches.finish()
        let limit = Task {
            try await Task.sleep(for: Self.longestFarewell)
            self.delivery.cancel()
        }
        await self.delivery.value
        limit.cancel()
    }
}
