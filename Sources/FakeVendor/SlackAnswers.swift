//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// `conversations.create` as Slack answers it: a failure is 200 with `ok: false`.
struct SlackAnswers {
    let records: VendorRecords

    private struct Creation: Decodable {
        var name: String?
    }

    private struct Channel: Encodable {
        var id: String
        var name: String
    }

    private struct Answer: Encodable {
        var ok: Bool
        var error: String?
        var channel: Channel?
    }

    func respond(to request: VendorRequest) async throws -> Response {
        guard request.segments == ["api", "conversations.create"], request.method == .post else {
            return .json(Answer(ok: false, error: "unknown_method"))
        }
        guard let name = try await self.name(in: request), !name.isEmpty else {
            return .json(Answer(ok: false, error: "invalid_name_required"))
        }
        guard self.records.addChannel(named: name) else {
            return .json(Answer(ok: false, error: "name_taken"))
        }
        return .json(Answer(ok: true, channel: Channel(id: "C0000000001", name: name)))
    }

    /// Slack takes JSON and forms alike.
    private func name(in request: VendorRequest) async throws -> String? {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else {
            return try? await request.decode(Creation.self).name
        }
        let form = String(decoding: try await request.collectBody(), as: UTF8.self)
        let field = form.split(separator: "&").first { $0.hasPrefix("name=") }
        return field?.dropFirst("name=".count).removingPercentEncoding()
    }
}
