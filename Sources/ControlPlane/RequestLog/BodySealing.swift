//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage
internal import Vault

/// The bodies of one call as they are kept and shown.
package struct KeptBodies: Sendable, Equatable {
    package struct Body: Sendable, Equatable {
        /// `nil` for what is not text.
        package var text: String?
        /// Of the whole body, in bytes.
        package var size: Int64
        package var isCut: Bool
    }

    package var request: Body?
    package var response: Body?
}

/// Redacts bodies, seals them for their row, and opens them again.
struct BodySealing: Sendable {
    let vault: Vault

    /// A body whose connection does not open is not kept: nothing could be told from its secrets.
    func seal(_ raw: RawBodies, into row: inout APICall, _ transaction: Transaction) throws {
        guard let connection = try row.connection.flatMap({ try transaction.connections.find($0) }),
            let opened = try? ConnectionSealing(vault: self.vault).opened(connection)
        else { return }
        let redaction = BodyRedaction(secrets: opened.auth.secrets)
        let kept = KeptBodies(
            request: raw.request.map { KeptBodies.Body($0, redaction) },
            response: raw.response.map { KeptBodies.Body($0, redaction) })
        guard let sealed = try? self.vault.seal(Secret(kept.document.text), for: Self.context(row)) else { return }
        row.wrappedKey = sealed.wrappedKey
        row.sealedBodies = sealed.ciphertext
    }

    /// `nil` when none were kept, or they do not open with this installation's keys.
    func open(_ row: APICall) -> KeptBodies? {
        guard let key = row.wrappedKey, let ciphertext = row.sealedBodies,
            let opened = try? self.vault.open(
                Sealed(wrappedKey: key, ciphertext: ciphertext), for: Self.context(row)),
            let json = try? JSONValue(parsing: opened.revealText())
        else { return nil }
        return KeptBodies(json)
    }

    private static func context(_ row: APICall) -> SealContext {
        SealContext(workspace: row.workspace, row: row.id.description, of: .apiCalls)
    }
}

extension KeptBodies.Body {
    fileprivate init(_ body: RawBodies.Body, _ redaction: BodyRedaction) {
        self.text = redaction.text(of: body)
        self.size = body.size
        self.isCut = body.size > Int64(body.bytes.count)
    }

    fileprivate var document: JSONValue {
        var members: [String: JSONValue] = ["size": .number(Double(self.size)), "is_cut": .bool(self.isCut)]
        if let text { members["text"] = .string(text) }
        return .object(members)
    }

    fileprivate init?(_ json: JSONValue) {
        guard case .object(let members) = json, case .number(let size) = members["size"] else { return nil }
        if case .string(let text) = members["text"] { self.text = text }
        self.size = Int64(exactly: size) ?? 0
        self.isCut = members["is_cut"] == .bool(true)
    }
}

extension KeptBodies {
    fileprivate var document: JSONValue {
        var members: [String: JSONValue] = [:]
        if let request { members["request"] = request.document }
        if let response { members["response"] = response.document }
        return .object(members)
    }

    fileprivate init?(_ json: JSONValue) {
        guard case .object(let members) = json else { return nil }
        self.request = members["request"].flatMap(Body.init)
        self.response = members["response"].flatMap(Body.init)
    }
}

extension ConnectionAuth {
    /// Whatever of it may be secret.
    fileprivate var secrets: [Secret] {
        Self.secretMembers.compactMap { self[keyPath: $0.1] } + self.otherAuthInfo
            + self.meta.values.flatMap(Self.texts).map { Secret($0) }
    }

    private static func texts(in value: JSONValue) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let values): values.flatMap(self.texts)
        case .object(let members): members.values.flatMap(self.texts)
        default: []
        }
    }
}
