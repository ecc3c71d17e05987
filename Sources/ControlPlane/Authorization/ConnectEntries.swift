//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model

/// What a customer gave, by the names of the integration's templates; made into the `auth` of a connection.
struct ConnectEntries: Sendable {
    let integration: Integration
    private(set) var values: [String: Secret] = [:]
    private(set) var problems: [ConnectProblem] = []
    /// What was typed and cannot be used, to be mended in the form.
    private var refusedTexts: [String: String] = [:]

    init(_ integration: Integration, known: [String: String] = [:]) {
        self.integration = integration
        self.values = known.mapValues { Secret($0) }
    }

    /// Longest value of a field, in bytes: a key file of several certificates.
    private static let longest = 32_768

    /// Takes the fields of a method from a form; what is wrong with them is in `problems` afterwards.
    mutating func take(_ fields: [ConnectField], from form: [String: String]) {
        for field in fields {
            let given = form[field.name] ?? self.values[field.name]?.revealText() ?? ""
            let text = field.entry == .secretLines ? given : Self.trimmed(given)
            guard !text.isEmpty else {
                self.values[field.name] = nil
                if field.isRequired { self.problems.append(.missing(field: field.name)) }
                continue
            }
            do throws(ResolutionError) {
                self.values[field.name] = Secret(try self.checked(text, field))
            } catch {
                self.values[field.name] = nil
                self.refusedTexts[field.name] = String(text.prefix(500))
                self.problems.append(.invalid(field: field.name))
            }
        }
        self.readKeyFile()
    }

    /// Adds what the vendor, or the store, had against them.
    mutating func refused(_ problem: ConnectProblem) { self.problems.append(problem) }

    /// `auth` with every value where the catalogue looks for it.
    var auth: ConnectionAuth {
        var auth = ConnectionAuth()
        for (name, value) in self.values {
            if self.integration.variable(name) == nil, Self.put(value, as: name, in: &auth) { continue }
            if self.integration.type == "generic", name == "api_url" {
                auth.apiURL = value.revealText()
            } else {
                auth.meta[name] = .string(value.revealText())
            }
        }
        return auth
    }

    /// What may be written into a page again, or into the row of an attempt.
    func plain(_ fields: [ConnectField]) -> [String: String] {
        let names = Set(fields.filter { !$0.isSecret }.map(\.name))
        let given = self.refusedTexts.merging(self.values.mapValues { $0.revealText() }) { _, good in good }
        return given.filter { names.contains($0.key) }
    }

    private func checked(_ text: String, _ field: ConnectField) throws(ResolutionError) -> String {
        let isLines = field.entry == .secretLines
        let isClean = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || isLines && [0x0A, 0x0D, 0x09].contains($0) }
        guard text.utf8.count <= Self.longest, isClean else { throw .invalid(name: field.name, kind: "text") }
        guard let variable = self.integration.variable(field.name) else { return text }
        return try variable.entry(text)
    }

    /// A key file is pasted whole: it holds the key, and whose it is.
    private mutating func readKeyFile() {
        guard let text = self.values["private_key"]?.revealText(), text.contains("{"),
            case .object(let file)? = try? JSONValue(parsing: text), case .string(let key)? = file["private_key"]
        else { return }
        self.values["private_key"] = Secret(key)
        if self.values["client_email"] == nil, case .string(let email)? = file["client_email"] {
            self.values["client_email"] = Secret(email)
        }
    }

    /// `false` when `auth` has no member of that meaning.
    private static func put(_ value: Secret, as name: String, in auth: inout ConnectionAuth) -> Bool {
        switch name {
        case "api_key": auth.devAPIKey = value
        case "token": auth.token = value
        case "access_token": auth.accessToken = value
        case "client_secret": auth.clientSecret = value
        case "consumer_key": auth.consumerKey = value
        case "consumer_secret": auth.consumerSecret = value
        case "private_key": auth.pem = value
        case "client_id": auth.clientID = value.revealText()
        case "app_id": auth.appID = value.revealText()
        default: return false
        }
        return true
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let scalars = text.unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}

/// What a page tells a customer that went wrong; no case holds a value that was given.
package enum ConnectProblem: Error, Sendable, Hashable {
    case missing(field: String)
    case invalid(field: String)
    /// The vendor does not accept the details.
    case refused
    case unreachable
    /// The address may not be called from here.
    case hostNotAllowed
    /// The vendor answered with neither yes nor no.
    case unclear
    /// Another account than the one that the connection was made for.
    case otherAccount
    /// The link was used up meanwhile.
    case usedUp
    case cookiesNeeded
    case busy

    /// As the caller is told, and the log; stable words.
    package var code: String {
        switch self {
        case .missing, .invalid: "invalid_details"
        case .refused: "credentials_refused"
        case .unreachable: "vendor_unreachable"
        case .hostNotAllowed: "host_not_allowed"
        case .unclear: "vendor_error"
        case .otherAccount: "other_account"
        case .usedUp: "link_used"
        case .cookiesNeeded: "cookies_needed"
        case .busy: "server_busy"
        }
    }
}
