//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import HostedPages
import Hummingbird
import Model

/// One request of a customer's browser, and how it is answered.
///
/// Every answer is kept out of caches, frames and `Referer`: addresses here hold tokens.
struct Visit: Sendable {
    let browser: AuthorizationService.Browser
    /// Whether a page is understood better than JSON.
    let wantsPage: Bool
    private let isGet: Bool
    private let isSecure: Bool
    private let accepted: String?
    private let nonce: String

    init(_ request: Request, _ authorizations: AuthorizationService) {
        self.isSecure = authorizations.redirectURI.hasPrefix("https:")
        self.browser = authorizations.browser(Self.cookie(Self.name(self.isSecure), in: request))
        self.accepted = request.headers[.acceptLanguage]
        self.wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        self.isGet = request.method == .get || request.method == .head
        self.nonce = authorizations.nonce()
    }

    /// Shows what came of a step, or that the link is of no use.
    func answer(_ step: () async throws(AuthorizationError) -> ConnectStep) async -> Response {
        do throws(AuthorizationError) {
            return try self.show(try await step())
        } catch { return self.refused(error) }
    }

    private func show(_ step: ConnectStep) throws(AuthorizationError) -> Response {
        switch step {
        case .leave(let location): return try self.leave(location)
        case .form(let form):
            let pages = self.pages(form.scene.language)
            var response = self.page(pages.form(form), form.scene, destinations: form.destinations)
            response.status = form.problems.isEmpty ? .ok : .unprocessableContent
            return response
        case .connected(let scene): return self.page(self.pages(scene.language).connected(scene), scene)
        case .failed(let scene, let failure):
            var response = self.page(self.pages(scene.language).failed(scene, failure), scene)
            response.status = .badRequest
            return response
        }
    }

    /// To another address: 302 as the contract says, 303 after a form (RFC 9110 section 15.4.4).
    func leave(_ location: String) throws(AuthorizationError) -> Response {
        guard location.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("the address to go to has characters that no address has")
        }
        var response = Response(status: self.isGet ? .found : .seeOther, headers: [.location: location])
        self.protect(&response, policy: "default-src 'none'; frame-ancestors 'none'")
        return response
    }

    func refused(_ error: AuthorizationError) -> Response {
        let scene = ConnectScene(integrationName: "", branding: ConnectBranding(), language: nil)
        var response = self.page(self.pages(nil).refused(error), scene)
        response.status = .init(code: Refusal(error).status)
        return response
    }

    private func pages(_ language: String?) -> HostedPages {
        HostedPages(language: .negotiate(tag: language, accepted: self.accepted), nonce: self.nonce)
    }

    private func page(_ html: String, _ scene: ConnectScene, destinations: [String] = []) -> Response {
        var response = Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: html)))
        let image = scene.branding.logoURL.flatMap { RedirectTarget($0) }.map { "; img-src \($0.source)" } ?? ""
        let forms = (["'self'"] + destinations).joined(separator: " ")
        self.protect(
            &response,
            policy: """
                default-src 'none'; style-src 'nonce-\(self.nonce)'\(image); form-action \(forms); base-uri 'none'; \
                frame-ancestors 'none'
                """)
        return response
    }

    private func protect(_ response: inout Response, policy: String) {
        response.headers[.cacheControl] = "no-store"
        response.headers.set("Referrer-Policy", "no-referrer")
        response.headers.set("Content-Security-Policy", policy)
        response.headers.set("X-Frame-Options", "DENY")
        response.headers.set("X-Content-Type-Options", "nosniff")
        guard !self.browser.isKnown else { return }
        // Sent along when the vendor's page leads back here, which is no request of ours: hence Lax and not Strict.
        let attributes = "Path=/; Max-Age=86400; HttpOnly; SameSite=Lax" + (self.isSecure ? "; Secure" : "")
        response.headers.set(
            "Set-Cookie", "\(Self.name(self.isSecure))=\(self.browser.cookie.revealText()); \(attributes)")
    }

    /// With `__Host-` no other host under the same domain can set it (RFC 6265bis section 4.1.3.2).
    private static func name(_ isSecure: Bool) -> String {
        isSecure ? "__Host-passthrough-browser" : "passthrough-browser"
    }

    private static func cookie(_ name: String, in request: Request) -> String? {
        let pairs = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
        for pair in pairs.prefix(200) {
            let halves = pair.split(separator: "=", maxSplits: 1)
            if halves.count == 2, halves[0].filter({ $0 != " " }) == name {
                return String(halves[1].filter { $0 != " " })
            }
        }
        return nil
    }
}
