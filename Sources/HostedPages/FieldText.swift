//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import Model

/// What a field is called and what it explains, in one language.
struct FieldText {
    let phrases: FieldPhrases

    func label(_ field: ConnectField) -> String {
        let phrases = self.phrases
        switch field.name {
        case "api_key": return phrases.apiKey
        case "token", "access_token": return phrases.token
        case "username", "user", "login": return phrases.username
        case "password": return phrases.password
        case "email", "client_email": return phrases.email
        case "client_id": return phrases.clientID
        case "client_secret": return phrases.clientSecret
        case "private_key", "pem", "service_account": return phrases.privateKey
        case "subdomain": return phrases.subdomain
        case "host", "domain", "hostname": return phrases.host
        case "region", "data_center", "datacenter": return phrases.region
        case "api_url", "url", "base_url": return phrases.url
        case "account", "account_id": return phrases.account
        case "company", "organization", "tenant": return phrases.company
        default: return Self.words(field.name)
        }
    }

    /// What its value has to be; `nil` where the label says it.
    func hint(_ field: ConnectField) -> String? {
        let kind =
            switch field.variable {
            case .label: self.phrases.oneLabel
            case .hostpart: self.phrases.hostParts
            case .host: self.phrases.hostName
            case .hostpath: self.phrases.hostPath
            case .origin: self.phrases.origin
            case .url: self.phrases.httpsURL
            case .id, .enum, .secret, nil: field.name == "private_key" ? self.phrases.keyFileHint : String?.none
            }
        let example = field.example.map { self.phrases.example.filled(["example": $0]) }
        let parts = [kind, example].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func words(_ name: String) -> String {
        let initialisms = ["api": "API", "id": "ID", "url": "URL", "guid": "GUID", "sid": "SID"]
        let words = name.split(separator: "_").map { initialisms[String($0)] ?? String($0) }
        let sentence = words.joined(separator: " ")
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}

extension String {
    /// The text with `{name}` replaced by values, in one pass: a value is never looked into.
    func filled(_ values: [String: String]) -> String {
        IntegrationTemplate(self).filled { values[$0] ?? "" }
    }
}
