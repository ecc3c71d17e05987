//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// One exchange as its shard notes it: plain numbers of a fixed size, and where its text stands in the batch.
package struct RecordEntry: Sendable {
    /// The second half of the request's id; the first is the batch's.
    package var number: UInt32
    /// Nanoseconds of the monotonic clock.
    package var startedAt: UInt64
    /// Nanoseconds.
    package var duration: UInt64
    /// Nanoseconds; `nil` when no vendor was sent the request.
    package var vendorDuration: UInt64?
    package var connection: ConnectionID?
    package var workspace: WorkspaceID?
    package var requestBytes: Int64
    package var responseBytes: Int64
    /// Zero when the caller left before there was one.
    package var status: UInt16
    package var failure: GatewayFailure?
    package var ending: RequestRecord.Ending

    var keyCount: UInt8 = 0
    var methodCount: UInt8 = 0
    var pathCount: UInt16 = 0
    var userAgentCount: UInt16 = 0
    var addressCount: UInt8 = 0
    /// Key, method, path, user agent and address, one behind the other.
    var textStart: UInt32 = 0

    package init(
        number: UInt32, startedAt: UInt64, duration: UInt64, vendorDuration: UInt64?, connection: ConnectionID?,
        workspace: WorkspaceID?, requestBytes: Int64, responseBytes: Int64, status: UInt16,
        failure: GatewayFailure?, ending: RequestRecord.Ending
    ) {
        self.number = number
        self.startedAt = startedAt
        self.duration = duration
        self.vendorDuration = vendorDuration
        self.connection = connection
        self.workspace = workspace
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.status = status
        self.failure = failure
        self.ending = ending
    }
}
