//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// `services/data/v62.0/sobjects/Account/` as Salesforce answers it.
struct SalesforceAnswers {
    let records: VendorRecords

    private struct Created: Encodable {
        var id: String
        var success = true
        var errors: [String] = []
    }

    private struct Recent: Encodable {
        var recentItems: [Account]
    }

    private struct Failure: Encodable {
        var message: String
        var errorCode: String
    }

    func respond(to request: VendorRequest) async throws -> Response {
        let segments = request.segments
        guard segments.count >= 5, segments[1] == "data", segments[3...4] == ["sobjects", "Account"] else {
            return self.notFound
        }
        switch (request.method, segments.count) {
        case (.post, 5): return try await self.create(request)
        case (.get, 5), (.head, 5): return .json(Recent(recentItems: self.records.accounts))
        case (.get, 6), (.head, 6):
            return self.records.accounts.first { $0.id == segments[5] }.map { .json($0) } ?? self.notFound
        default: return self.notFound
        }
    }

    private func create(_ request: VendorRequest) async throws -> Response {
        guard let account = try? await request.decode(Account.self) else {
            return .json(
                [Failure(message: "Required fields are missing: [Name]", errorCode: "REQUIRED_FIELD_MISSING")],
                status: .badRequest)
        }
        return .json(Created(id: self.records.add(account).id ?? ""), status: .created)
    }

    private var notFound: Response {
        .json(
            [Failure(message: "The requested resource does not exist", errorCode: "NOT_FOUND")], status: .notFound)
    }
}
