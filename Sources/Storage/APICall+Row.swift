//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension APICall {
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
        self.init(
            id: try row.id(0), workspace: try row.id(1), createdAt: try row.moment(2),
            integrationType: try row.text(4), environment: try row.text(5), type: try row.text(7),
            name: try row.text(8), method: try row.text(9), path: try row.text(10), status: try row.text(11))
        if try row.textOrNil(3) != nil { self.connection = try row.id(3) }
        self.externalXref = try row.textOrNil(6)
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
