//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Storage
import StorageSQLite
import Testing

/// A list of calls never reads through all of them, and never sorts.
@Suite struct APICallPlanTests {
    @Test(arguments: [
        ("", "api_calls_by_creation"), ("gte", "api_calls_by_creation"), ("connection", "api_calls_by_connection"),
        ("integration", "api_calls_by_integration"), ("xref", "api_calls_by_xref"),
        ("environment", "api_calls_by_environment"), ("error", "api_calls_with_error"),
        ("error connection", "api_calls_with_error_by_connection"), ("login", "api_calls_of_ours"),
        ("unbilled", "api_calls_unbilled"),
    ])
    func aListUsesAnIndex(filters: String, index: String) async throws {
        let database = try TemporaryDatabase()
        defer { database.remove() }
        _ = try await database.open()
        var filter = APICallFilter(workspace: Sample.workspace())
        for name in filters.split(separator: " ") {
            switch name {
            case "gte": filter.updatedGTE = Timestamp(milliseconds: 1)
            case "connection": filter.connection = Sample.id(1)
            case "integration": filter.integrationType = "hubspot"
            case "xref": filter.externalXref = "x"
            case "environment": filter.environment = "Sandbox"
            case "error": filter.isError = true
            case "login": filter.type = "login"
            default: filter.isBillable = false
            }
        }
        let wanted = filter
        let plan = try await SQLiteDriver(path: database.path).read { session in
            let (text, arguments) = wanted.statement
            return try session.rows("EXPLAIN QUERY PLAN " + text, arguments).map { try $0.text(3) }
        }

        #expect(plan.count == 1, "\(plan)")
        #expect(plan.first?.contains("USING INDEX \(index) (") == true, "\(plan)")
    }
}
