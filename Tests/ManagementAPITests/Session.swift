//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import HummingbirdTesting
import Model
import NIOCore
import Testing

/// Sends requests to a rig's router.
struct Session: Sendable {
    let rig: Rig
    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, key: String? = nil
    ) async throws -> Answer {
        try await self.send(method, uri, body, headers: [.authorization: key ?? self.rig.key])
    }

    func send(
        _ method: HTTPRequest.Method, _ uri: String, _ body: String? = nil, headers: HTTPFields
    ) async throws -> Answer {
        try await self.client.execute(
            uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
        ) { response in
            Answer(
                status: Int(response.status.code), headers: response.headers,
                text: String(buffer: response.body))
        }
    }

    /// Makes a connection at `generic` whose every secret is the canary; gives its id.
    func make(_ members: String = "", key: String? = nil) async throws -> String {
        let body =
            #"{"integration_type":"generic","auth":{"api_url":"https://api.example","token":"\#(canary)"}\#(members)}"#
        let answer = try await self.send(.post, "/unified/connection", body, key: key)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(answer.member("id")?.text)
    }
}

/// A credential that no answer may hold.
let canary = "canary-credential-1"

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: JSONValue? { try? JSONValue(parsing: self.text) }

    func header(_ name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        return self.headers[name]
    }

    /// A member of the object that the body is; a path is joined by dots.
    func member(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self.json) { value, name in value?[String(name)] }
    }

    /// The value of `name` in each object of the array that the body is.
    func column(_ name: String) -> [String?] {
        guard case .array(let rows)? = self.json else { return [] }
        return rows.map { $0[name]?.text }
    }

    /// Expects the whole form of CONTRACT 1.7.
    func expectFailure(
        _ status: Int, _ code: String, location: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(self.text)", sourceLocation: location)
        #expect(self.header("Content-Type") == "application/json", sourceLocation: location)
        #expect(self.header("Passthrough-Error") == code, sourceLocation: location)
        #expect(self.member("code")?.text == code, "\(self.text)", sourceLocation: location)
        #expect(self.member("statusCode") == .number(Double(status)), sourceLocation: location)
        #expect(self.member("error")?.text?.isEmpty == false, sourceLocation: location)
        #expect(self.member("message")?.text?.isEmpty == false, sourceLocation: location)
        #expect(self.member("request_id")?.text == self.header("Passthrough-Request-Id"), sourceLocation: location)
        #expect(self.member("request_id")?.text?.isEmpty == false, sourceLocation: location)
    }
}

extension JSONValue {
    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// Whether a `null` is anywhere inside.
    var holdsNull: Bool {
        switch self {
        case .null: true
        case .array(let values): values.contains(where: \.holdsNull)
        case .object(let members): members.values.contains(where: \.holdsNull)
        default: false
        }
    }
}
