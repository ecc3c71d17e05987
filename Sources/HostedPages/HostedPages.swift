//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import ControlPlane
internal import Model

/// The pages that a customer sees while connecting: forms, what came of them, what went wrong.
///
/// They work without scripts, and carry their own style.
package struct HostedPages: Sendable {
    package let language: Language
    /// Marks the page's own style for its content security policy: printable ASCII, another one for each answer.
    package let nonce: String
    private let phrases: Phrases

    package init(language: Language, nonce: String) {
        self.language = language
        self.nonce = nonce
        self.phrases = Phrases.of(language)
    }

    package func form(_ form: ConnectForm) -> String {
        let page = FormPage(form, self.phrases)
        return self.render("form", self.frame(form.scene, title: page.title).merging(page.values) { $1 })
    }

    package func connected(_ scene: ConnectScene) -> String {
        let values = ["integration": scene.integrationName]
        return self.notice(
            scene, heading: self.phrases.connected.filled(values), text: self.phrases.connectedText.filled(values),
            isProblem: false)
    }

    package func failed(_ scene: ConnectScene, _ failure: ConnectFailure) -> String {
        let values = ["integration": scene.integrationName]
        let text =
            switch failure {
            case .denied: self.phrases.problems.denied
            case .problem(let problem): self.phrases.problems.text(problem)
            }
        return self.notice(
            scene, heading: self.phrases.notConnected.filled(values), text: text.filled(values), isProblem: true)
    }

    /// For a link that is of no use, where nothing is known of the integration.
    package func refused(_ error: AuthorizationError) -> String {
        let problems = self.phrases.problems
        let text =
            switch error {
            case .otherBrowser: problems.cookiesNeeded
            case .tooMany, .unavailable: problems.busy
            case .notActive, .unknownIntegration: problems.notActive.filled(["integration": ""])
            case .invalid, .reauthTokenInvalid, .unknownConnection, .expired, .otherAccount: problems.linkInvalid
            }
        let scene = ConnectScene(integrationName: "", branding: ConnectBranding(), language: nil)
        return self.notice(scene, heading: problems.title, text: text, isProblem: true)
    }

    private func notice(_ scene: ConnectScene, heading: String, text: String, isProblem: Bool) -> String {
        let values: [String: Any] = [
            "heading": heading, "text": text, "isProblem": isProblem, "role": isProblem ? "alert" : "status",
            "closing": isProblem ? "" : self.phrases.mayClose,
        ]
        return self.render("notice", self.frame(scene, title: heading).merging(values) { $1 })
    }

    private func frame(_ scene: ConnectScene, title: String) -> [String: Any] {
        let color = BrandColor(scene.branding.color)
        let logo = scene.branding.logoURL ?? ""
        let brand = scene.branding.name ?? ""
        return [
            "language": self.language.rawValue, "title": title, "nonce": self.nonce,
            "brandColor": color.background, "onBrandColor": color.text, "logo": logo, "brand": brand,
            "hasBrand": !(logo.isEmpty && brand.isEmpty),
        ]
    }

    /// Without its templates the server still says what it would have said.
    private func render(_ template: String, _ values: [String: Any]) -> String {
        if let page = PageTemplates.render(template, values) { return page }
        let escaped = EscapedHTML().escapeText(values["title"] as? String ?? "")
        return "<!doctype html><title>\(escaped)</title><p>\(escaped)"
    }
}
