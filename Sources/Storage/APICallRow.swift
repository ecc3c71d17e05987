//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// One call in the log, as it is stored; the bodies, if there are any, sealed.
package struct APICallRow: Sendable {
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

extension APICallRow {
    /// All but what is sealed.
    static let shownColumns = """
        id, workspace, created_at, connection, integration_type, environment, external_xref, type, name, method, path, \
        status, is_error, is_billable, error, size, ip_address, user_agent, key_id, total_time, vendor_time
        """
    static let columns = shownColumns + ", wrapped_key, sealed_bodies"

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.id), .id(self.workspace), .moment(self.createdAt), self.connection.map { .id($0) } ?? .null,
            .text(self.integrationType), .text(self.environment), .text(orNull: self.externalXref), .text(self.type),
            .text(self.name), .text(self.method), .text(self.path), .text(self.status), .flag(self.isError),
            .flag(self.isBillable), .text(orNull: self.error), .integer(orNull: self.size),
            .text(orNull: self.ipAddress), .text(orNull: self.userAgent), .text(orNull: self.keyID),
            .integer(orNull: self.totalTime), .integer(orNull: self.vendorTime), .blob(orNull: self.wrappedKey),
            .blob(orNull: self.sealedBodies),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.id = try row.id(0)
        self.workspace = try row.id(1)
        self.createdAt = try row.moment(2)
        if try row.textOrNil(3) != nil { self.connection = try row.id(3) }
        self.integrationType = try row.text(4)
        self.environment = try row.text(5)
        self.externalXref = try row.textOrNil(6)
        self.type = try row.text(7)
        self.name = try row.text(8)
        self.method = try row.text(9)
        self.path = try row.text(10)
        self.status = try row.text(11)
        self.isError = try row.integer(12) != 0
        self.isBillable = try row.integer(13) != 0
        self.error = try row.textOrNil(14)
        self.size = try row.integerOrNil(15)
        self.ipAddress = try row.textOrNil(16)
        self.userAgent = try row.textOrNil(17)
        self.keyID = try row.textOrNil(18)
        self.totalTime = try row.integerOrNil(19)
        self.vendorTime = try row.integerOrNil(20)
        self.wrappedKey = try row.blobOrNil(21)
        self.sealedBodies = try row.blobOrNil(22)
    }
}
