//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Outgoing

/// Gives tokens up at the vendor.
struct Revocation {
    let service: VendorService
    let plan: OAuthPlan
    let client: OAuthClient

    /// The refresh token, with which its access tokens go (RFC 7009 section 2.1); else the access token.
    func revoke(_ auth: ConnectionAuth) async -> Bool {
        guard let request = try? self.request(auth), let answer = try? await self.service.send(request),
            (200..<300).contains(answer.status)
        else { return false }
        // Vendors that fail with HTTP 200 say so.
        guard let document = try? VendorAnswer.document(answer) else { return true }
        return document.at("error")?.isFault != true && document.at("ok") != .bool(false)
    }

    private func request(_ auth: ConnectionAuth) throws(OAuthFailure) -> OutgoingRequest {
        guard let url = self.plan.revokeURL else { throw .missing("revoke_url") }
        var text = PlanText(self.plan, client: self.client)
        text.extra["access_token"] = auth.accessToken?.revealText()
        let quirks = self.plan.method.quirks
        var request = try VendorRequest.to(
            try text.filled(url, encode: FormText.escaped), method: "POST", called: "revoke_url")
        if quirks.revokeFormat == .bearer {
            guard let token = auth.accessToken else { throw .missing("access_token") }
            let value = Secret("Bearer " + token.revealText())
            request.headers.append(CredentialField(name: "Authorization", value: value))
            request.body = Secret(bytes: [])
            return request
        }
        let refresh = auth.refreshToken.flatMap { $0.isEmpty ? nil : $0 }
        guard let token = refresh ?? auth.accessToken else { throw .missing("access_token") }
        let hint = refresh == nil ? "access_token" : "refresh_token"
        return try TokenRequestWriter(plan: self.plan, client: self.client, assertions: self.service.assertions)
            .completed(
                request, [("token", token.revealText()), ("token_type_hint", hint)],
                isJSON: quirks.revokeFormat == .json)
    }
}
