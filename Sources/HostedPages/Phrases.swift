//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Everything that the pages say, in one language; the compiler sees that no language lacks a phrase.
///
/// `{integration}`, `{workspace}`, `{field}` and `{example}` stand for names.
package struct Phrases: Sendable {
    var connect: String
    var asksForAccess: String
    var someoneAsksForAccess: String
    var extent: String
    var permissionsAsked: String
    var reads: String
    var writes: String
    var howToConnect: String
    var details: String
    var isChecked: String
    var optional: String
    var connectButton: String
    var continueButton: String
    var cancelButton: String
    var leavesForVendor: String
    var methods: MethodPhrases
    var fields: FieldPhrases
    var problems: ProblemPhrases
    var connected: String
    var connectedText: String
    var notConnected: String
    var mayClose: String
}

/// What the ways to connect are called.
struct MethodPhrases: Sendable {
    var consent: String
    var key: String
    var basic: String
    var token: String
    var client: String
    var keyFile: String
    var other: String
}

/// What fields are called, and what goes into them.
struct FieldPhrases: Sendable {
    var apiKey: String
    var token: String
    var username: String
    var password: String
    var email: String
    var clientID: String
    var clientSecret: String
    var privateKey: String
    var keyFileHint: String
    var subdomain: String
    var host: String
    var region: String
    var url: String
    var account: String
    var company: String
    var oneLabel: String
    var hostParts: String
    var hostName: String
    var hostPath: String
    var origin: String
    var httpsURL: String
    var example: String
}

/// What went wrong.
struct ProblemPhrases: Sendable {
    var title: String
    var missing: String
    var invalid: String
    var refused: String
    var unreachable: String
    var hostNotAllowed: String
    var unclear: String
    var otherAccount: String
    var usedUp: String
    var cookiesNeeded: String
    var busy: String
    var denied: String
    var linkInvalid: String
    var notActive: String
}

extension Phrases {
    package static func of(_ language: Language) -> Phrases {
        switch language {
        case .english: .english
        case .french: .french
        case .spanish: .spanish
        case .italian: .italian
        case .portuguese: .portuguese
        case .chinese: .chinese
        case .hindi: .hindi
        }
    }
}
