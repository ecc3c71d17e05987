//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Outgoing

/// What the log is told of a request for a token.
struct RefreshCall {
    private(set) var request: OutgoingRequest?
    private var call: OwnCall

    init(_ connection: Connection, at moment: Timestamp) {
        self.call = OwnCall(
            kind: .refresh, workspace: connection.workspace, integrationType: connection.integrationType,
            environment: connection.environment, url: "", startedAt: moment)
        self.call.connection = connection.id
        self.call.externalXref = connection.externalXref
    }

    mutating func prepared(_ request: OutgoingRequest) {
        self.request = request
        self.call.method = request.method
        self.call.url = Self.address(request.url)
    }

    mutating func failed(_ code: String) { self.call.error = code }

    mutating func answered(_ status: Int, at moment: Timestamp) {
        self.call.status = status
        self.call.vendorTime = max(0, moment.milliseconds - self.call.startedAt.milliseconds)
        if !(200...299).contains(status) { self.call.error = "status_\(status)" }
    }

    func record(_ log: CallLog, at moment: Timestamp) { log.record(self.call) }

    /// Without the query.
    static func address(_ url: OutgoingURL) -> String {
        let path = url.target.prefix { $0 != "?" }
        let host = url.host.contains(":") ? "[\(url.host)]" : url.host
        let isUsual = url.port == (url.isSecure ? 443 : 80)
        return (url.isSecure ? "https://" : "http://") + host + (isUsual ? "" : ":\(url.port)") + path
    }
}
