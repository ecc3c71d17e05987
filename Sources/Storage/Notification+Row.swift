//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension Notification {
    static let columns = """
        id, workspace, connection, integration_type, environment, external_xref, event, message, created_at, sent_at
        """

    /// In the order of `columns`.
    var values: [SQLValue] {
        [
            .id(self.id), .id(self.workspace), self.connection.map { .id($0) } ?? .null,
            .text(orNull: self.integrationType), .text(orNull: self.environment), .text(orNull: self.externalXref),
            .text(self.event), .text(self.message), .moment(self.createdAt), .moment(self.sentAt),
        ]
    }

    init(_ row: SQLRow) throws(StoreError) {
        self.init(
            id: try row.id(0), workspace: try row.id(1), event: try row.text(6), message: try row.text(7),
            createdAt: try row.moment(8))
        if try row.textOrNil(2) != nil { self.connection = try row.id(2) }
        self.integrationType = try row.textOrNil(3)
        self.environment = try row.textOrNil(4)
        self.externalXref = try row.textOrNil(5)
        self.sentAt = try row.momentOrNil(9)
    }
}
