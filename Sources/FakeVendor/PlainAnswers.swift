//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// Small answers with one remarkable header each.
enum PlainAnswers {
    static func text(_ text: String, type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// A header cannot hold a line break, so a target with one is refused.
    static func redirect(to target: String) -> Response {
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return .json(VendorError(error: "bad_request"), status: .badRequest)
        }
        return Response(status: .found, headers: [.location: target])
    }

    static func cookies() -> Response {
        var response = Response.json(["set": 2])
        response.headers.append(HTTPField(name: .setCookie, value: "session=1; Domain=127.0.0.1; Path=/; HttpOnly"))
        response.headers.append(HTTPField(name: .setCookie, value: "theme=dark"))
        return response
    }
}

/// `/status/CODE?body=TEXT`: any final status, with or without a body.
struct StatusAnswer {
    let response: Response

    init(_ request: VendorRequest) {
        guard let code = Int(request.segments.last ?? ""), (200...599).contains(code) else {
            self.response = .json(VendorError(error: "bad_request"), status: .badRequest)
            return
        }
        var response = Response(status: HTTPResponse.Status(code: code))
        if code == 429 || code == 503 { response.headers[.retryAfter] = "2" }
        if let text = request.parameter("body"), code != 204, code != 304 {
            response.headers[.contentType] = "application/json"
            response.body = ResponseBody(byteBuffer: ByteBuffer(string: text))
        }
        self.response = response
    }
}
