//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Outgoing

/// Reads a token answer (RFC 6749 section 5), or what a log-in answered.
struct TokenAnswerReader {
    let plan: OAuthPlan

    private var quirks: OAuthQuirks { self.plan.method.quirks }

    func read(_ answer: OutgoingAnswer) throws(OAuthFailure) -> TokenGrant {
        if self.plan.method.kind == .session || self.plan.method.kind == .jwt { return try self.readLogin(answer) }
        let isSuccess = (200..<300).contains(answer.status)
        let members = isSuccess ? try VendorAnswer.members(answer) : (try? VendorAnswer.members(answer)) ?? [:]
        let whole = JSONValue.object(members)
        let fault = self.member("error", of: whole)
        let code = VendorAnswer.shown(fault)
        try VendorAnswer.checkStatus(answer, code: code)
        // Some vendors fail with HTTP 200.
        if let fault, fault.isFault {
            let busy = OutgoingAnswer(status: 400, headers: answer.headers, body: answer.body)
            try VendorAnswer.checkStatus(busy, code: code ?? "error")
        }
        return try self.grant(whole, members)
    }

    private func grant(_ whole: JSONValue, _ members: [String: JSONValue]) throws(OAuthFailure) -> TokenGrant {
        guard case .string(let token)? = self.member("access_token", of: whole), !token.isEmpty else {
            throw .malformed("the vendor's answer holds no access token")
        }
        guard VendorAnswer.isCredential(token) else {
            throw .malformed("the access token is no visible ASCII text")
        }
        try self.checkType(self.member("token_type", of: whole))
        var grant = TokenGrant(accessToken: Secret(token))
        grant.refreshToken = try self.refreshToken(self.member("refresh_token", of: whole))
        grant.expiresIn = Self.seconds(self.member("expires_in", of: whole))
        let usual = self.member("refresh_token_expires_in", of: whole)
        grant.refreshTokenExpiresIn = Self.seconds(usual ?? whole.at("x_refresh_token_expires_in"))
        grant.scopes = self.scopes(self.member("scope", of: whole))
        grant.members = members
        return grant
    }

    private func member(_ name: String, of whole: JSONValue) -> JSONValue? {
        whole.at(self.quirks.answer[name] ?? name)
    }

    /// Whoever cannot use a type must not use the token (RFC 6749 section 7.1); the row may know better.
    private func checkType(_ type: JSONValue?) throws(OAuthFailure) {
        switch type {
        case nil, .null: return
        case .string(let text):
            let name = text.lowercased()
            if name == "bearer" || self.quirks.tokenTypes.contains(name) { return }
            guard self.plan.method.headers != nil || self.plan.method.query != nil else {
                throw .malformed("the token is of a type that is not supported")
            }
        case .bool, .number, .array, .object: throw .malformed("token_type is not text")
        }
    }

    /// Sent in bodies alone, so that any text will do.
    private func refreshToken(_ value: JSONValue?) throws(OAuthFailure) -> Secret? {
        switch value {
        case nil, .null, .string(""): return nil
        case .string(let text):
            guard text.utf8.count <= 16_384, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .malformed("the refresh token is no text that can be sent")
            }
            return Secret(text)
        case .bool, .number, .array, .object: throw .malformed("the refresh token is not text")
        }
    }

    /// A hundred years, in seconds: what is longer is no life of a token.
    private static let longest: Int64 = 3_155_760_000

    /// Whole seconds as a number or as digits; `nil`, which is unknown, for zero, less, more than a century, and
    /// whatever else it may be: some vendors write 0 for tokens that do not expire.
    static func seconds(_ value: JSONValue?) -> Int64? {
        let number: Int64?
        switch value {
        case .number(let given)?: number = Int64(exactly: given.rounded(.down))
        case .string(let text)?:
            let isDigits = (1...18).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            number = isDigits ? Int64(text) : nil
        case nil, .null?, .bool?, .array?, .object?: number = nil
        }
        guard let number, (1...Self.longest).contains(number) else { return nil }
        return number
    }

    /// In a list, or in a text with spaces, commas or the row's own separator.
    private func scopes(_ value: JSONValue?) -> [String]? {
        switch value {
        case .string(let text)?:
            let separators = " ,+" + self.plan.method.scopeSeparator
            return text.split { separators.contains($0) }.map(String.init)
        case .array(let values)?: return values.compactMap(\.plainText)
        case nil, .null?, .bool?, .number?, .object?: return nil
        }
    }

    // MARK: - Logging in

    private func readLogin(_ answer: OutgoingAnswer) throws(OAuthFailure) -> TokenGrant {
        guard let login = self.plan.login else { throw .missing("login") }
        let captured = try LoginAnswer.captured(answer, login)
        guard let first = captured["token"] ?? captured.sorted(by: { $0.key < $1.key }).first?.value else {
            throw .malformed("the log-in gives nothing")
        }
        var grant = TokenGrant(accessToken: first)
        grant.captured = captured
        grant.expiresIn = login.timeToLive.map(Int64.init)
        return grant
    }
}

/// What a log-in answered.
enum LoginAnswer {
    static func captured(_ answer: OutgoingAnswer, _ login: AuthLogin) throws(OAuthFailure) -> [String: Secret] {
        let isSuccess = (200..<300).contains(answer.status)
        let code = isSuccess ? nil : VendorAnswer.shown((try? VendorAnswer.document(answer))?.at("error"))
        try VendorAnswer.checkStatus(answer, code: code)
        var captured: [String: Secret] = [:]
        for (name, path) in login.capture {
            let text = path == "$" ? Self.whole(answer) : try VendorAnswer.document(answer).at(path)?.plainText
            guard let text, VendorAnswer.isCredential(text) else {
                throw .malformed("the log-in does not give \(name)")
            }
            captured[name] = Secret(text)
        }
        return captured
    }

    /// A text in JSON, or the answer as it is.
    private static func whole(_ answer: OutgoingAnswer) -> String? {
        if case .string(let text)? = try? JSONValue(parsing: answer.body.revealBytes()) { return text }
        let text = String(validating: answer.body.revealBytes(), as: UTF8.self) ?? ""
        let trimmed = text.drop { $0 == "\n" || $0 == " " }
        return String(trimmed.reversed().drop { $0 == "\n" || $0 == " " || $0 == "\r\n" }.reversed())
    }
}
