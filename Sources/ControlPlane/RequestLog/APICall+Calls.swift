//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What the log says of a connection beside its id.
package struct CallFacts: Sendable, Equatable {
    package var integrationType: String
    package var environment: String
    package var externalXref: String?

    package init(integrationType: String, environment: String, externalXref: String? = nil) {
        self.integrationType = integrationType
        self.environment = environment
        self.externalXref = externalXref
    }

    /// Of a call whose connection is none of the workspace's.
    package static let unknown = CallFacts(integrationType: "unknown", environment: productionEnvironment)
}

extension APICall {
    /// A caller's exchange, named as official clients name their methods.
    package init(_ record: RequestRecord, in workspace: WorkspaceID, facts: CallFacts) {
        // A caller that left before an answer gets the status that servers have come to log for it.
        let status = record.status ?? 499
        self.init(
            id: record.id, workspace: workspace, createdAt: record.startedAt, integrationType: facts.integrationType,
            environment: facts.environment, type: "inbound", name: Self.name(of: record.method),
            method: record.method, path: "\(record.method) \(Self.vendorPath(record.path))", status: "\(status)")
        self.connection = record.connection
        self.externalXref = facts.externalXref
        self.error = Self.error(of: record, status: status)
        self.isError = self.error != nil
        self.isBillable = record.failure == nil && record.status != nil && record.vendorDuration != nil
        self.size = record.responseBytes
        self.ipAddress = record.ipAddress
        self.userAgent = record.userAgent
        self.keyID = record.keyID
        self.totalTime = record.duration.microseconds
        self.vendorTime = record.vendorDuration?.microseconds
    }

    /// A call of ours; what kind it was is its name, since official clients know three types only.
    package init(_ call: OwnCall, id: RequestRecordID) {
        let status = call.status.map(String.init) ?? "0"
        self.init(
            id: id, workspace: call.workspace, createdAt: call.startedAt, integrationType: call.integrationType,
            environment: call.environment, type: "login", name: call.kind.rawValue, method: call.method,
            path: "\(call.method) \(Self.withoutQuery(call.url))", status: status)
        self.connection = call.connection
        self.externalXref = call.externalXref
        self.error = call.error ?? ((call.status ?? 0) >= 400 ? "vendor_\(status)" : nil)
        self.isError = self.error != nil
        self.vendorTime = call.vendorTime.map { $0.multipliedReportingOverflow(by: 1000).partialValue }
        self.totalTime = self.vendorTime
    }

    private static func name(of method: String) -> String {
        switch method {
        case "GET": "listPassthroughs"
        case "POST": "createPassthrough"
        case "PUT": "updatePassthrough"
        case "PATCH": "patchPassthrough"
        case "DELETE": "removePassthrough"
        default: "passthrough"
        }
    }

    private static func error(of record: RequestRecord, status: Int) -> String? {
        if let failure = record.failure { return failure }
        switch record.ending {
        case .cut: return "answer_cut"
        case .left: return "caller_left"
        case .complete: return status >= 400 ? "vendor_\(status)" : nil
        }
    }

    /// The path as the vendor saw it: official clients send a slash too many, or the whole path encoded (CONTRACT 1.2).
    private static func vendorPath(_ sent: String) -> String {
        var path = sent
        if !path.contains("/") {
            path = path.split(separator: "%2F", omittingEmptySubsequences: false)
                .flatMap { $0.split(separator: "%2f", omittingEmptySubsequences: false) }.joined(separator: "/")
        }
        return path.hasPrefix("/") ? path : "/" + path
    }

    private static func withoutQuery(_ url: String) -> String {
        String(url.prefix { $0 != "?" && $0 != "#" }.prefix(1_024))
    }
}

extension Duration {
    /// Rounded down; what does not fit is the greatest.
    fileprivate var microseconds: Int64 {
        let (seconds, attoseconds) = self.components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflows ? .max : whole &+ attoseconds / 1_000_000_000_000
    }
}
