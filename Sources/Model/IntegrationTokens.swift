//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Names in a template that stand for something made of other values, or made anew.
package enum MadeName {
    /// Base64 of `username:password`.
    package static let basic = "basic"
    /// Fresh for every request.
    package static let uuid = "uuid"
}

extension AuthMethod {
    /// The header fields that carry the credential: the given ones, or what the kind implies.
    ///
    /// Empty when neither says; a method with parameters and no header fields has just the parameters.
    package var injectedHeaders: [StaticHeader] {
        if let headers = self.headers { return headers }
        guard self.query == nil else { return [] }
        switch self.kind {
        case .oauth2: return [StaticHeader(name: "Authorization", value: "Bearer {access_token}")]
        case .bearer: return [StaticHeader(name: "Authorization", value: "Bearer {token}")]
        case .basic: return [StaticHeader(name: "Authorization", value: "Basic {basic}")]
        case .oauth1, .apiKey, .jwt, .session, .awsSignature4, .hmac, .digest, .custom: return []
        }
    }

    /// Names that the injected credential is made of, in order, each once; nothing that is made of others.
    package var injectedNames: [String] {
        var names: [String] = []
        for value in (self.injectedHeaders + (self.query ?? [])).map(\.value) {
            for name in IntegrationTemplate(value).names where name != MadeName.uuid {
                let parts = name == MadeName.basic ? self.basicNames : [name]
                names += parts.filter { !names.contains($0) }
            }
        }
        return names + self.signingNames.filter { !names.contains($0) }
    }

    /// Names that each request is signed with: those that must be given; empty for a method without signatures.
    package var signingNames: [String] {
        let names: [String]
        switch self.kind {
        case .oauth1:
            // Where there is a page to authorise at, a token comes of it; elsewhere the row says whether there is one.
            let isDelegated = self.authorizationURL != nil
            names = ["consumer_key", "consumer_secret"] + (isDelegated ? ["token_id", "token_secret"] : self.fields)
        case .awsSignature4: names = ["access_key_id", "secret_access_key"]
        case .oauth2, .apiKey, .basic, .bearer, .jwt, .session, .hmac, .digest, .custom: return []
        }
        return (names + IntegrationTemplate(self.signature ?? "").names).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    /// Whether a connection can be made by typing in what the method takes.
    package var isTypedIn: Bool {
        self.kind.isTypedIn || (!self.signingNames.isEmpty && self.authorizationURL == nil)
    }

    private var basicNames: [String] {
        IntegrationTemplate(self.username ?? "{username}").names
            + IntegrationTemplate(self.password ?? "{password}").names
    }
}

extension Integration {
    /// Whether customers can be sent to connect, in an environment where the integration is `activated`, switched off,
    /// or, with `nil`, neither.
    ///
    /// What a customer can type in needs no activation.
    package func isUsable(activated: Bool?) -> Bool {
        activated ?? self.methods.contains { !$0.needsOwnClient }
    }

    /// What a person types in to connect, in the order of `auth.other_auth_info`.
    ///
    /// The credentials of the first method that is typed in, then every variable that nothing else gives a value.
    package var tokenNames: [String] {
        guard let method = self.methods.first(where: \.isTypedIn) else {
            return self.variables.filter { $0.origin == .user && $0.defaultValue == nil }.map(\.name)
        }
        let inURL = IntegrationTemplate(method.baseURL ?? self.baseURL).names
        let inHeaders = self.headers.flatMap { IntegrationTemplate($0.value).names }
        return (method.injectedNames + inURL + inHeaders).reduce(into: []) { names, name in
            if !names.contains(name), self.variable(name)?.defaultValue == nil { names.append(name) }
        }
    }

    /// For each of `tokenNames` what to type, in words.
    package var tokenInstructions: [String] {
        self.tokenNames.map { name in
            let words = Self.words(of: name)
            guard let variable = self.variable(name) else { return words }
            let example = variable.example ?? variable.values?.first
            let hints = [variable.kind.inWords, example.map { "for example \($0)" }].compactMap { $0 }
            let note = variable.note.map { ". \($0)" } ?? ""
            return (hints.isEmpty ? words : "\(words) (\(hints.joined(separator: ", ")))") + note
        }
    }

    private static func words(of name: String) -> String {
        let initialisms = ["api": "API", "id": "ID", "url": "URL", "guid": "GUID", "sid": "SID"]
        let words = name.split(separator: "_").map { initialisms[String($0)] ?? String($0) }
        let sentence = words.joined(separator: " ")
        return sentence.prefix(1).uppercased() + sentence.dropFirst()
    }
}

extension VariableKind {
    /// What to type, in words; `nil` where the name says it.
    package var inWords: String? {
        switch self {
        case .label: "one part of a host name"
        case .hostpart: "parts of a host name"
        case .host: "a host name"
        case .hostpath: "a host name and maybe a path"
        case .origin: "https:// and a host name"
        case .url: "an https URL"
        case .id, .enum, .secret: nil
        }
    }
}
