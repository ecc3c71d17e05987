//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// The parts of HubSpot's CRM that the guide calls.
struct HubSpotAnswers {
    private struct BatchRead: Decodable {
        struct Input: Decodable { var name: String }
        var inputs: [Input]
    }

    private struct Property: Encodable {
        var name: String
        var label: String
        var type = "string"
        var fieldType = "text"
        var objectType: String
    }

    private struct Batch: Encodable {
        var status = "COMPLETE"
        var results: [Property]
    }

    private struct Contact: Encodable {
        var id: String
        var properties: [String: String]
    }

    private struct Contacts: Encodable {
        var results: [Contact]
    }

    private struct Failure: Encodable {
        var status = "error"
        var message: String
        var category: String
    }

    func respond(to request: VendorRequest) async throws -> Response {
        let segments = request.segments
        if segments.count == 6, segments[2] == "properties", segments[4...] == ["batch", "read"] {
            return try await self.readProperties(of: segments[3], request)
        }
        if segments == ["crm", "v3", "objects", "contacts"] {
            let contact = Contact(id: "1", properties: ["email": "ada@example.com", "firstname": "Ada"])
            return .json(Contacts(results: [contact]))
        }
        return .json(Failure(message: "resource not found", category: "OBJECT_NOT_FOUND"), status: .notFound)
    }

    private func readProperties(of objectType: String, _ request: VendorRequest) async throws -> Response {
        guard request.method == .post else {
            return .json(Failure(message: "use POST", category: "METHOD_NOT_ALLOWED"), status: .methodNotAllowed)
        }
        guard let read = try? await request.decode(BatchRead.self) else {
            return .json(Failure(message: "inputs are required", category: "VALIDATION_ERROR"), status: .badRequest)
        }
        return .json(
            Batch(results: read.inputs.map { Property(name: $0.name, label: $0.name, objectType: objectType) }))
    }
}
