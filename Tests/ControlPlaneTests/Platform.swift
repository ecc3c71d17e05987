//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Logging
import Model
import Storage
import Testing

extension Installation {
    /// The services of the log and of notifications on this installation.
    var platform: PlatformServices {
        PlatformServices(
            store: self.store, vault: self.vault, surroundings: self.world.surroundings, logger: Logger(label: "test"))
    }

    var writer: CallWriter {
        CallWriter(
            store: self.store, vault: self.vault, notifications: Notifications(random: self.world.surroundings.random),
            surroundings: self.world.surroundings)
    }

    func log(_ records: RequestRecord...) async throws {
        try await self.writer.write(records.compactMap(LoggedCall.init))
    }

    func record(
        _ number: UInt32, of connection: ConnectionID? = nil, status: Int? = 200, failure: String? = nil,
        at milliseconds: Int64 = 1_700_000_000_000
    ) -> RequestRecord {
        var record = RequestRecord(
            id: RequestRecordID(high: 7, low: number), connection: connection, workspace: self.workspace,
            keyID: "abcdefgh", method: "GET", path: "v2/customers", status: status, failure: failure,
            responseBytes: 12, startedAt: Timestamp(milliseconds: milliseconds), duration: .microseconds(2_500),
            vendorDuration: failure == nil ? .microseconds(2_000) : nil)
        record.ipAddress = "127.0.0.1"
        record.userAgent = "probe/1"
        return record
    }

    func calls(_ change: (inout APICallFilter) -> Void = { _ in }) async throws -> [APICall] {
        var filter = APICallFilter(workspace: self.workspace)
        change(&filter)
        return try await self.platform.calls.list(filter)
    }

    func events() async throws -> [String] {
        try await self.platform.notifications.list(NotificationFilter(workspace: self.workspace)).map(\.event)
            .reversed()
    }
}
