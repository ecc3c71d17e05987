//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Outgoing

/// Makes the request that logs in.
struct LoginWriter {
    let login: AuthLogin
    var text: PlanText

    /// Days that a session asks for where the vendor wants to know.
    private static let days: Int64 = 30

    init(login: AuthLogin, text: PlanText, now: Timestamp) {
        self.login = login
        self.text = text
        let (end, overflows) = now.milliseconds.addingReportingOverflow(Self.days * 86_400_000)
        if !overflows {
            self.text.extra["expiration_date"] = String(Timestamp(milliseconds: end).rfc3339.prefix(10))
        }
    }

    func request() throws(OAuthFailure) -> OutgoingRequest {
        let url = try self.text.filled(self.login.url, encode: FormText.escaped)
        var request = try VendorRequest.to(url, method: self.login.method, called: "login")
        for header in self.login.headers {
            request.headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
            request.headers.append(
                CredentialField(name: header.name, value: Secret(try self.text.filled(header.value))))
        }
        switch self.login.body {
        case .json(let template):
            request.headers.append(CredentialField(name: "Content-Type", value: Secret("application/json")))
            request.body = Secret(try self.text.filled(template, encode: PlanText.quoted))
        case .form(let template):
            let type = Secret("application/x-www-form-urlencoded")
            request.headers.append(CredentialField(name: "Content-Type", value: type))
            request.body = Secret(try self.text.filled(template, encode: FormText.escaped))
        case nil: if self.login.method != "GET" { request.body = Secret(bytes: []) }
        }
        return request
    }
}
