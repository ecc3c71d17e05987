//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A variable of an integration's templates, `{name}`.
package struct IntegrationVariable: Sendable, Hashable {
    package var name: String
    package var kind: VariableKind
    package var origin: VariableOrigin
    /// Where the value is read once there is a token; only with `origin == .lookup`.
    package var lookup: VariableLookup?
    /// What a vendor's value begins with and the variable does not.
    package var prefix: String?
    package var defaultValue: String?
    /// When given, no other value is good.
    package var values: [String]?
    package var example: String?
    package var note: String?

    package init(name: String, kind: VariableKind, origin: VariableOrigin = .user) {
        self.name = name
        self.kind = kind
        self.origin = origin
    }
}

/// What a variable's value may be, checked before it enters a URL.
package enum VariableKind: String, Sendable, Hashable, CaseIterable {
    /// One DNS label.
    case label
    /// Dotted labels.
    case hostpart
    /// A host name.
    case host
    /// A host name, and maybe a path.
    case hostpath
    /// `https://` and a host.
    case origin
    /// `https://`, a host and maybe a path.
    case url
    /// A path segment of letters, digits and `._~-`.
    case id
    /// One of `values`.
    case `enum`
    /// A credential that has to stand in the URL.
    case secret

    /// Whether a value names a host, alone or with more.
    package var namesHost: Bool {
        switch self {
        case .host, .hostpath, .origin, .url: true
        case .label, .hostpart, .id, .enum, .secret: false
        }
    }
}

/// Who gives a variable its value; what does not come from a person is trusted no more for that.
package enum VariableOrigin: Sendable, Hashable {
    /// Typed in when connecting.
    case user
    /// A member of the token response.
    case token(String)
    /// A parameter of the redirect.
    case callback(String)
    /// A member of the log-in response.
    case login(String)
    /// A call after the token.
    case lookup
}

/// A GET with the new token that tells a variable's value.
package struct VariableLookup: Sendable, Hashable {
    package var url: String
    /// Member names and list indices, joined by dots; `[name]` is the first element of a list whose member
    /// `name` is true, or its first.
    package var path: String
    /// Instead of the method's own credential.
    package var headers: [StaticHeader]

    package init(url: String, path: String, headers: [StaticHeader]) {
        self.url = url
        self.path = path
        self.headers = headers
    }
}
