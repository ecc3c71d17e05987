//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport

/// The JSON of our own errors (CONTRACT 1.7).
enum ErrorShape {
    struct Document: Decodable {
        var statusCode: Int
        var error: String
        var message: String
        var code: String
        var requestID: String

        enum CodingKeys: String, CodingKey {
            case statusCode, error, message, code
            case requestID = "request_id"
        }
    }

    static func document(of answer: StrictResponse) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(answer.body.bytes))
    }

    static func complaints(about answer: StrictResponse) -> [String] {
        var complaints: [String] = []
        if answer.head.value("Content-Type")?.hasPrefix("application/json") != true {
            complaints.append("Content-Type of an error: \(answer.head.values("Content-Type"))")
        }
        let bytes = Data(answer.body.bytes)
        guard let members = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any],
            let document = try? ErrorShape.document(of: answer)
        else { return complaints + ["not the error's JSON: \(answer.text.debugDescription)"] }
        if members.keys.sorted() != ["code", "error", "message", "request_id", "statusCode"] {
            complaints.append("members \(members.keys.sorted())")
        }
        if document.statusCode != answer.status { complaints.append("statusCode \(document.statusCode)") }
        if document.code != answer.head.value("Passthrough-Error") { complaints.append("code \(document.code)") }
        if document.requestID != answer.head.value("Passthrough-Request-Id") {
            complaints.append("request_id \(document.requestID) is not the header's")
        }
        if document.message.isEmpty || document.error.isEmpty { complaints.append("an empty text") }
        if answer.status == 503 || document.code == "rate_limited", answer.head.value("Retry-After") == nil {
            complaints.append("no Retry-After")
        }
        return complaints
    }
}
