//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// Finds out of calls which connections work, and how little of it has to be written.
///
/// 1. A call tells of its connection when the vendor's own answer came: 401 is a refusal of the credential, anything else
///    below 500 is not. A call that we ended with `connection_unauthorized` is a refusal too.
/// 2. What is as it was is written once in `interval`; what has changed is written at once.
/// 3. Memory is bounded: connections that were not heard of for `interval` are forgotten when there are many.
package struct HealthTracker: Sendable {
    /// What is to be written of one connection.
    package struct Mark: Sendable, Equatable {
        package var connection: ConnectionID
        package var at: Timestamp
        /// Why the vendor refused; `nil` when it did not.
        package var code: String?
    }

    /// In milliseconds.
    private static let interval: Int64 = 30_000
    private static let most = 20_000

    private var written: [ConnectionID: (isHealthy: Bool, at: Timestamp)] = [:]

    package init() {}

    /// At most two for a connection, in the order in which they were.
    package mutating func marks(of records: some Sequence<RequestRecord>) -> [Mark] {
        var latest: [ConnectionID: (healthy: Mark?, unhealthy: Mark?)] = [:]
        for record in records {
            guard let mark = Self.mark(of: record) else { continue }
            let known = latest[mark.connection] ?? (nil, nil)
            latest[mark.connection] =
                mark.code == nil
                ? (Self.later(known.healthy, mark), known.unhealthy)
                : (known.healthy, Self.later(known.unhealthy, mark))
        }
        return latest.values.flatMap { healthy, unhealthy in
            [healthy, unhealthy].compactMap { $0 }.sorted { $0.at < $1.at }.filter { self.isNews($0) }
        }
    }

    /// Notes that it will be written.
    private mutating func isNews(_ mark: Mark) -> Bool {
        let isHealthy = mark.code == nil
        if let last = self.written[mark.connection], last.isHealthy == isHealthy,
            mark.at.milliseconds &- last.at.milliseconds < Self.interval
        {
            return false
        }
        if self.written.count >= Self.most {
            self.written = self.written.filter { mark.at.milliseconds &- $0.value.at.milliseconds < Self.interval }
            if self.written.count >= Self.most { self.written = [:] }
        }
        self.written[mark.connection] = (isHealthy, mark.at)
        return true
    }

    private static func later(_ known: Mark?, _ mark: Mark) -> Mark {
        if let known, known.at > mark.at { return known }
        return mark
    }

    private static func mark(of record: RequestRecord) -> Mark? {
        guard let connection = record.connection, let status = record.status else { return nil }
        if record.failure == "connection_unauthorized" {
            return Mark(connection: connection, at: record.startedAt, code: "connection_unauthorized")
        }
        guard record.failure == nil, record.vendorDuration != nil, (200..<500).contains(status) else { return nil }
        return Mark(connection: connection, at: record.startedAt, code: status == 401 ? "401" : nil)
    }
}
