//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ControlPlane
import Model

/// A connection as `connections create` describes it.
struct DraftOptions: ParsableArguments {
    @Option(help: "The integration's name, as in `passthrough integrations list`; generic is any API.")
    var integration = "generic"

    @Option(help: ArgumentHelp("Where requests go; other integrations than generic mostly know.", valueName: "url"))
    var baseUrl: String?

    @Option(
        help: ArgumentHelp("A token, sent as the integration says; generic: Authorization: Bearer.", valueName: "token")
    )
    var bearer: SecretArgument?

    @Option(help: ArgumentHelp("generic: a header field that carries the credential.", valueName: "name: value"))
    var header: String?

    @Option(help: ArgumentHelp("User and password.", valueName: "user:password"))
    var basic: SecretArgument?

    @Option(help: ArgumentHelp("generic: a query parameter that carries the credential.", valueName: "name=value"))
    var query: String?

    @Option(help: ArgumentHelp("A value that the integration asks for; may be repeated.", valueName: "name=value"))
    var field: [String] = []

    @Option(help: ArgumentHelp("Another host that __domain may name; may be repeated.", valueName: "host"))
    var allowHost: [String] = []

    @Option(help: "Your own name for the customer.")
    var externalXref: String?

    @Option(help: "The environment (default: Production).")
    var env: String?

    @Option(help: "The id to give it, 24 hexadecimal digits (default: a new one).")
    var id: String?

    func validate() throws {
        let given = [self.bearer != nil, self.header != nil, self.basic != nil, self.query != nil]
        guard given.count(where: { $0 }) <= 1 else {
            throw ValidationError("Only one of --bearer, --header, --basic and --query can carry the credential.")
        }
        guard self.integration == "generic" || (self.header == nil && self.query == nil) else {
            throw ValidationError("--header and --query are for --integration generic; use --bearer or --field.")
        }
        guard self.integration != "generic" || self.baseUrl != nil else {
            throw ValidationError("--integration generic needs --base-url.")
        }
    }

    func draft() throws -> ConnectionDraft {
        var draft = ConnectionDraft(integrationType: self.integration, auth: try self.auth())
        draft.externalXref = self.externalXref
        draft.environment = self.env
        if let text = self.id {
            guard let id = ConnectionID(text) else { throw CommandFailure("an id is 24 hexadecimal digits") }
            draft.id = id
        }
        return draft
    }

    private func auth() throws -> ConnectionAuth {
        var auth = ConnectionAuth()
        auth.apiURL = self.baseUrl
        for field in self.field {
            let (name, value) = try Self.parts(of: field, at: "=", "--field")
            auth.meta[name] = .string(try SecretArgument(argument: value).read().revealText())
        }
        if !self.allowHost.isEmpty { auth.meta["allowed_hosts"] = .array(self.allowHost.map { .string($0) }) }
        try self.addCredential(to: &auth)
        return auth
    }

    private func addCredential(to auth: inout ConnectionAuth) throws {
        if let bearer = self.bearer {
            // An integration with OAuth2 takes an access token; whatever else it takes accepts one too.
            auth.accessToken = try bearer.read()
        } else if let basic = self.basic {
            let pair = try basic.read().revealText()
            let (user, password) = try Self.parts(of: pair, at: ":", "--basic")
            auth.meta["username"] = .string(user)
            auth.meta["password"] = .string(password)
            if self.integration == "generic" { auth.meta["scheme"] = .string("basic") }
        } else if let header = self.header {
            let (name, value) = try Self.parts(of: header, at: ":", "--header")
            auth.meta["scheme"] = .string("header")
            auth.meta["header"] = .string(name)
            auth.token = try SecretArgument(argument: String(value.drop { $0 == " " })).read()
        } else if let query = self.query {
            let (name, value) = try Self.parts(of: query, at: "=", "--query")
            auth.meta["scheme"] = .string("query")
            auth.meta["query"] = .string(name)
            auth.token = try SecretArgument(argument: value).read()
        } else if self.integration == "generic" && self.field.isEmpty {
            auth.meta["scheme"] = .string("none")
        }
    }

    /// The message does not quote what may be a secret.
    private static func parts(of text: String, at separator: Character, _ option: String) throws -> (String, String) {
        guard let index = text.firstIndex(of: separator), index != text.startIndex else {
            throw CommandFailure("\(option) needs a \(separator) after a name")
        }
        return (String(text[..<index]), String(text[text.index(after: index)...]))
    }
}
