//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One call in the log.
package struct APICall: Sendable {
    package var id: RequestRecordID
    package var workspace: WorkspaceID
    package var createdAt: Timestamp
    package var connection: ConnectionID?
    package var integrationType: String
    package var environment: String
    package var externalXref: String?
    /// `inbound`, `login` or `webhook`.
    package var type: String
    package var name: String
    package var method: String
    package var path: String
    package var status: String
    package var isError = false
    package var isBillable = false
    package var error: String?
    /// Of the answer's body, in bytes.
    package var size: Int64?
    package var ipAddress: String?
    package var userAgent: String?
    package var keyID: String?
    /// In microseconds.
    package var totalTime: Int64?
    /// In microseconds; `nil` when no vendor was asked.
    package var vendorTime: Int64?
    package var wrappedKey: [UInt8]?
    package var sealedBodies: [UInt8]?

    package init(
        id: RequestRecordID, workspace: WorkspaceID, createdAt: Timestamp, integrationType: String,
        environment: String, type: String, name: String, method: String, path: String, status: String
    ) {
        self.id = id
        self.workspace = workspace
        self.createdAt = createdAt
        self.integrationType = integrationType
        self.environment = environment
        self.type = type
        self.name = name
        self.method = method
        self.path = path
        self.status = status
    }
}
