//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Synchronization

/// A sink that keeps what it is given, at once or when it is let go.
final class RecordList: RequestRecordSink {
    private struct State {
        var records: [RequestRecord] = []
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var records: [RequestRecord] { self.state.withLock { $0.records } }

    /// From now on batches wait.
    func hold() { self.state.withLock { $0.isHeld = true } }

    func letGo() {
        let waiting = self.state.withLock { state in
            state.isHeld = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for batch in waiting { batch.resume() }
    }

    func take(_ batch: RecordBatch) async {
        await withCheckedContinuation { continuation in
            let isHeld = self.state.withLock { state in
                if state.isHeld { state.waiting.append(continuation) }
                return state.isHeld
            }
            if !isHeld { continuation.resume() }
        }
        let records = batch.records
        self.state.withLock { $0.records += records }
    }
}
