//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import FoundationEssentials
internal import Model
internal import Outgoing
internal import Storage
internal import Vault

/// What was sent for a fresh credential.
struct SentRequest: Sendable {
    /// What the connection still holds when the answer belongs to it.
    var refreshToken: Secret?
    /// Whether the vendor had refused the access token.
    var wasRefused: Bool
}

/// A vendor's answer as it is kept between its arrival and its reading, with what it answers.
struct ReceivedAnswer: Sendable {
    var sent: SentRequest
    var answer: OutgoingAnswer

    func sealed(
        for attempt: RefreshAttempt, vault: Vault
    ) throws(RefreshError) -> (key: [UInt8], answer: [UInt8]) {
        guard let sealed = try? vault.seal(Secret(self.document.text), for: Self.context(attempt)) else {
            throw .credentialUnreadable
        }
        return (sealed.wrappedKey, sealed.ciphertext)
    }

    static func opened(_ attempt: RefreshAttempt, vault: Vault) throws(RefreshError) -> ReceivedAnswer {
        guard let key = attempt.wrappedKey, let bytes = attempt.sealedAnswer,
            let secret = try? vault.open(
                Sealed(wrappedKey: key, ciphertext: bytes), for: Self.context(attempt)),
            let json = try? JSONValue(parsing: secret.revealText()), let received = Self(json)
        else { throw .credentialUnreadable }
        return received
    }

    private static func context(_ attempt: RefreshAttempt) -> SealContext {
        SealContext(
            workspace: attempt.workspace, connection: attempt.connection, field: "refresh \(attempt.id)",
            version: attempt.fence)
    }
}

extension ReceivedAnswer {
    private var document: JSONValue {
        var members: [String: JSONValue] = [
            "status": .number(Double(self.answer.status)),
            "headers": .array(self.answer.headers.map { .array([.string($0.name), .string($0.value)]) }),
            // Whatever the vendor sent, text or not.
            "body": .string(Data(self.answer.body.revealBytes()).base64EncodedString()),
            "was_refused": .bool(self.sent.wasRefused),
        ]
        members["refresh_token"] = self.sent.refreshToken.map { .string($0.revealText()) }
        return .object(members)
    }

    private init?(_ json: JSONValue) {
        guard case .object(let members) = json, case .number(let status)? = members["status"],
            case .array(let headers)? = members["headers"], case .string(let text)? = members["body"],
            let body = Data(base64Encoded: text), let number = Int(exactly: status)
        else { return nil }
        self.answer = OutgoingAnswer(
            status: number, headers: headers.compactMap(Self.header), body: Secret(bytes: Array(body)))
        self.sent = SentRequest(wasRefused: members["was_refused"] == .bool(true))
        if case .string(let token)? = members["refresh_token"] { self.sent.refreshToken = Secret(token) }
    }

    private static func header(_ json: JSONValue) -> (name: String, value: String)? {
        guard case .array(let pair) = json, pair.count == 2, case .string(let name) = pair[0],
            case .string(let value) = pair[1]
        else { return nil }
        return (name, value)
    }
}
