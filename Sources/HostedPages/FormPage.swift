//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import Model

/// What the template of a form is filled with.
struct FormPage {
    private let form: ConnectForm
    private let phrases: Phrases
    private let names: [String: String]

    init(_ form: ConnectForm, _ phrases: Phrases) {
        self.form = form
        self.phrases = phrases
        self.names = [
            "integration": form.scene.integrationName, "workspace": form.scene.branding.name ?? "",
        ]
    }

    /// Says first that something is wrong: it is what a screen reader reads first.
    var title: String {
        let title = self.phrases.connect.filled(self.names)
        return self.form.problems.isEmpty ? title : "\(self.phrases.problems.title): \(title)"
    }

    var values: [String: Any] {
        let phrases = self.phrases
        let isConsent = self.form.chosen.kind == .consent
        let access =
            self.form.scene.branding.name == nil ? phrases.someoneAsksForAccess : phrases.asksForAccess
        return [
            "heading": phrases.connect.filled(self.names), "access": access.filled(self.names),
            "extent": isConsent ? "" : phrases.extent.filled(self.names),
            "hasProblems": !self.form.problems.isEmpty, "problemTitle": phrases.problems.title,
            "problems": self.form.problems.map(self.problem),
            "hasPermissions": !self.form.permissions.isEmpty, "permissionsAsked": phrases.permissionsAsked,
            "permissions": self.form.permissions.map(self.permission),
            "hasMethods": self.form.methods.count > 1, "howToConnect": phrases.howToConnect,
            "methods": self.form.methods.map(self.method), "method": String(self.form.chosen.index),
            "formNonce": self.form.nonce.revealText(), "details": phrases.details.filled(self.names),
            "hasFields": !self.form.chosen.fields.isEmpty, "fields": self.form.chosen.fields.map(self.field),
            "afterwards": (isConsent ? phrases.leavesForVendor : phrases.isChecked).filled(self.names),
            "submit": isConsent ? phrases.continueButton.filled(self.names) : phrases.connectButton,
            "cancel": phrases.cancelButton,
        ]
    }

    private func problem(_ problem: ConnectProblem) -> [String: Any] {
        ["text": self.text(problem), "anchor": problem.field.map(Self.id) ?? ""]
    }

    private func text(_ problem: ConnectProblem) -> String {
        let field = self.form.chosen.fields.first { $0.name == problem.field }
        let label = field.map { FieldText(phrases: self.phrases.fields).label($0) } ?? problem.field ?? ""
        return self.phrases.problems.text(problem).filled(self.names.merging(["field": label]) { $1 })
    }

    /// `crm_contact_read` in words; a vendor's own scope as it is.
    private func permission(_ name: String) -> String {
        guard RequestedScopes.isPermission(name) else { return name }
        let parts = name.split(separator: "_").map(String.init)
        let use = parts[2] == "read" ? self.phrases.reads : self.phrases.writes
        return "\(parts[0]) \(parts[1]): \(use)"
    }

    private func method(_ method: ConnectMethod) -> [String: Any] {
        let names = self.phrases.methods
        let name =
            switch (method.kind, method.authKind, method.grant) {
            case (.consent, _, _): names.consent
            case (_, .apiKey, _): names.key
            case (_, .basic, _): names.basic
            case (_, .bearer, _): names.token
            case (_, _, .clientCredentials), (_, _, .accountCredentials): names.client
            case (_, _, .jwtBearer), (_, .jwt, _): names.keyFile
            case (_, _, .password): names.basic
            default: names.other
            }
        return [
            "index": String(method.index), "name": name.filled(self.names),
            "isChosen": method.index == self.form.chosen.index,
        ]
    }

    private func field(_ field: ConnectField) -> [String: Any] {
        let text = FieldText(phrases: self.phrases.fields)
        let id = Self.id(field.name)
        let problem = self.form.problems.first { $0.field == field.name }.map(self.text) ?? ""
        let hint = text.hint(field) ?? ""
        let value = self.form.values[field.name] ?? field.defaultValue ?? ""
        let described = [("hint", hint), ("note", field.note ?? ""), ("error", problem)]
            .filter { !$0.1.isEmpty }.map { "\(id)-\($0.0)" }
        var values: [String: Any] = [
            "id": id, "name": field.name, "label": text.label(field), "hint": hint, "note": field.note ?? "",
            "problem": problem, "describedBy": described.joined(separator: " "),
            "optional": field.isRequired ? "" : self.phrases.optional, "isRequired": field.isRequired,
            "isChoice": false, "isLines": field.entry == .secretLines, "isLine": false, "type": "text",
            "value": field.isSecret ? "" : value, "choices": [[String: Any]](),
        ]
        switch field.entry {
        case .choice(let choices):
            values["isChoice"] = true
            values["choices"] = choices.map { ["value": $0, "isChosen": $0 == value] as [String: Any] }
        case .secret:
            values["isLine"] = true
            values["type"] = "password"
        case .text: values["isLine"] = true
        case .secretLines: break
        }
        return values
    }

    private static func id(_ name: String) -> String { "field-" + name }
}

extension ConnectProblem {
    /// The field that it is about.
    var field: String? {
        switch self {
        case .missing(let field), .invalid(let field): field
        default: nil
        }
    }
}

extension ProblemPhrases {
    func text(_ problem: ConnectProblem) -> String {
        switch problem {
        case .missing: self.missing
        case .invalid: self.invalid
        case .refused: self.refused
        case .unreachable: self.unreachable
        case .hostNotAllowed: self.hostNotAllowed
        case .unclear: self.unclear
        case .otherAccount: self.otherAccount
        case .usedUp: self.usedUp
        case .cookiesNeeded: self.cookiesNeeded
        case .busy: self.busy
        }
    }
}
