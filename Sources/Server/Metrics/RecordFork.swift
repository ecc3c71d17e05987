//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import DataPlane

/// Counts exchanges, and hands them to the log of calls.
struct RecordFork: RequestRecordSink {
    let tally: RecordTally
    let recorder: CallRecorder

    func take(_ batch: RecordBatch) async {
        await self.tally.take(batch)
        self.recorder.add(count: batch.entries.count) { batch.records }
    }
}
