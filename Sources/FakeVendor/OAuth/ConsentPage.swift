//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// What the vendor's customer sees: who asks for what, and two buttons.
struct ConsentPage {
    let response: Response

    init(_ request: VendorRequest) {
        let names = ["client_id", "redirect_uri", "state", "code_challenge"]
        let fields = names.map { name in
            "<input type=\"hidden\" name=\"\(name)\" value=\"\(Self.escaped(request.parameter(name) ?? ""))\">"
        }
        let scope = Self.escaped(request.parameter("scope") ?? "").replacing("+", with: " ")
        var response = PlainAnswers.text(
            """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Demo vendor</title>
            <meta name="viewport" content="width=device-width"></head>
            <body style="font: 16px/1.5 system-ui; max-width: 28rem; margin: 4rem auto; padding: 0 1rem">
            <h1>Demo vendor</h1>
            <p>Passthrough asks for access to your account\(scope.isEmpty ? "" : ": <b>\(scope)</b>").</p>
            <form method="post" action="/oauth/authorize">\(fields.joined())
            <button name="decision" value="allow">Allow</button>
            <button name="decision" value="deny">Deny</button>
            </form></body></html>
            """, type: "text/html; charset=utf-8")
        response.headers[.cacheControl] = "no-store"
        self.response = response
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
