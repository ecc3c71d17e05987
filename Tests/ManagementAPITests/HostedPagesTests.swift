//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import HostedPages
import Model
import Testing

/// The pages as text: what is in them, in which language, and that nothing gets out of its place.
@Suite
struct HostedPagesTests {
    /// Closes whatever could be open, in letters and behind a combining mark.
    static let hostile =
        "\"'></title></style><script>alert(1)</script>\"\u{338} onfocus=alert(1) x='\u{301}&amp;{{nonce}}"

    static func form(_ text: String, kind: ConnectMethod.Kind = .typed) -> ConnectForm {
        var field = ConnectField(name: "subdomain", entry: .text)
        field.example = text
        field.note = text
        field.variable = .label
        var choice = ConnectField(name: "region", entry: .choice([text, "eu"]))
        choice.isRequired = false
        choice.defaultValue = text
        let fields = [field, choice, ConnectField(name: "api_key", entry: .secret)]
        let method = ConnectMethod(index: 0, kind: kind, authKind: .apiKey, grant: nil, fields: fields)
        let other = ConnectMethod(index: 1, kind: .token, authKind: .oauth2, grant: .clientCredentials, fields: fields)
        return ConnectForm(
            scene: ConnectScene(
                integrationName: text, branding: ConnectBranding(name: text, logoURL: text, color: text),
                language: text),
            methods: [method, other], chosen: method, values: ["subdomain": text, "api_key": text],
            problems: [.invalid(field: "subdomain"), .missing(field: text), .refused],
            permissions: [text, "crm_contact_read"], nonce: Secret(text), destinations: [])
    }

    /// One of each page.
    private static func pages(_ text: String, _ language: Language) -> [String] {
        let pages = HostedPages(language: language, nonce: "abc")
        let form = Self.form(text)
        return [
            pages.form(form), pages.connected(form.scene), pages.failed(form.scene, .denied),
            pages.failed(form.scene, .problem(.missing(field: text))),
        ]
    }

    @Test(arguments: Language.allCases)
    func nothingThatComesFromOutsideBecomesMarkup(language: Language) {
        for (page, calm) in zip(Self.pages(Self.hostile, language), Self.pages("calm", language)) {
            #expect(page.contains("&quot;"))
            // By scalars: a mark that combines hides a quotation mark from a comparison by characters.
            for mark in ["\"", "<", ">", "'"] as [Unicode.Scalar] {
                let count = { (text: String) in text.unicodeScalars.count { $0 == mark } }
                #expect(count(page) == count(calm), "\(mark)")
            }
        }
    }

    @Test
    func secretsAreNeverWrittenIntoAPage() {
        var form = Self.form("calm")
        form.values["api_key"] = "canary-credential-1"

        #expect(!HostedPages(language: .english, nonce: "abc").form(form).contains("canary-credential-1"))
    }

    @Test
    func everyFieldHasALabelAndItsHints() throws {
        let page = HostedPages(language: .english, nonce: "abc").form(Self.form("calm"))
        let names = page.matches(of: /<(?:input|select|textarea) id="([^"]+)"/).map { String($0.1) }

        #expect(names == ["field-subdomain", "field-region", "field-api_key"])
        for name in names { #expect(page.contains("<label for=\"\(name)\">")) }
        for match in page.matches(of: /aria-describedby="([^"]+)"/) {
            for id in match.1.split(separator: " ") { #expect(page.contains("id=\"\(id)\""), "\(id)") }
        }
        #expect(page.contains("role=\"alert\" tabindex=\"-1\" autofocus"))
        #expect(page.contains("<a href=\"#field-subdomain\">"))
        #expect(page.contains("<title>There is a problem: Connect calm</title>"))
    }

    @Test(arguments: Language.allCases)
    func pageIsWhollyInItsLanguage(language: Language) throws {
        let pages = HostedPages(language: language, nonce: "abc")
        let page = pages.form(Self.form("calm"))

        #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
        guard language != .english else { return }
        for (name, text) in Self.phrases(of: .english) {
            let translated = try #require(Self.phrases(of: language).first { $0.0 == name }?.1)
            #expect(translated != text, "\(name) is as in English")
            #expect(!translated.isEmpty)
            #expect(Self.names(in: translated) == Self.names(in: text), "\(name)")
        }
    }

    /// Every phrase with the path to it.
    private static func phrases(of language: Language) -> [(String, String)] {
        func walk(_ value: Any, _ path: String) -> [(String, String)] {
            if let text = value as? String { return [(path, text)] }
            return Mirror(reflecting: value).children.flatMap { walk($0.value, path + "." + ($0.label ?? "")) }
        }
        return walk(Phrases.of(language), "")
    }

    private static func names(in text: String) -> Set<String> {
        Set(text.matches(of: /\{[a-z]+\}/).map { String($0.0) })
    }

    @Test(arguments: [
        (nil, nil, Language.english), ("fr", nil, .french), ("pt-BR", "de", .portuguese), ("zh_Hans", nil, .chinese),
        ("xx", "es;q=0.5, hi", .hindi), (nil, "it;q=0, fr;q=0.1", .french), ("<x>", ";;,q=", .english),
        (nil, "de-DE,de;q=0.9,en;q=0.8", .english),
    ])
    func languageIsTheLinksElseTheBrowsers(tag: String?, accepted: String?, expected: Language) {
        #expect(Language.negotiate(tag: tag, accepted: accepted) == expected)
    }

    @Test(arguments: [
        ("#ffff00", "#000000"), ("#000080", "#ffffff"), ("#fff", "#000000"), ("#767676", "#000000"),
        ("#757575", "#ffffff"), (nil, "#ffffff"),
        ("red; } body { display: none", "#ffffff"), ("#12345", "#ffffff"), ("#gggggg", "#ffffff"),
    ])
    func textOnTheBrandsColourCanBeRead(color: String?, text: String) {
        let scene = ConnectScene(
            integrationName: "x", branding: ConnectBranding(name: nil, logoURL: nil, color: color), language: nil)

        let page = HostedPages(language: .english, nonce: "abc").connected(scene)

        #expect(page.contains("--on-brand: \(text); }"))
        #expect(!page.contains("display: none"))
    }
}
