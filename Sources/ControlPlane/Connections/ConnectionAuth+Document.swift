//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// `auth` as documents: read as the API takes it, written in two parts, one to seal and one to show.
extension ConnectionAuth {
    init(json reader: DocumentReader, name: String) throws(DocumentError) {
        self.init()
        guard let auth = try reader.document(name) else { return }
        try self.readSecrets(auth)
        try self.readPublic(auth)
    }

    /// Reads an `auth` object by itself.
    package init(json: JSONValue) throws(DocumentError) {
        self.init()
        let reader = try DocumentReader(json, name: "auth")
        try self.readSecrets(reader)
        try self.readPublic(reader)
    }

    mutating func readSecrets(_ reader: DocumentReader) throws(DocumentError) {
        for (name, member) in Self.secretMembers { self[keyPath: member] = try reader.secret(name) }
        self.otherAuthInfo = try (reader.texts("other_auth_info") ?? []).map { Secret($0) }
        self.meta = try reader.members("meta") ?? [:]
    }

    mutating func readPublic(_ reader: DocumentReader) throws(DocumentError) {
        for (name, member) in Self.textMembers { self[keyPath: member] = try reader.text(name) }
        for (name, member) in Self.numberMembers { self[keyPath: member] = try reader.wholeNumber(name) }
        for (name, member) in Self.momentMembers { self[keyPath: member] = try reader.moment(name) }
        self.emails = try reader.texts("emails") ?? []
    }

    /// What is sealed.
    var secretDocument: JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, member) in Self.secretMembers {
            members[name] = self[keyPath: member].map { .string($0.revealText()) }
        }
        if !self.otherAuthInfo.isEmpty {
            members["other_auth_info"] = .array(self.otherAuthInfo.map { .string($0.revealText()) })
        }
        if !self.meta.isEmpty { members["meta"] = .object(self.meta) }
        return .object(members)
    }

    /// What is stored in plain and returned.
    package var publicDocument: JSONValue {
        var members: [String: JSONValue] = [:]
        for (name, member) in Self.textMembers { members[name] = self[keyPath: member].map { .string($0) } }
        for (name, member) in Self.numberMembers { members[name] = self[keyPath: member].map { .number(Double($0)) } }
        for (name, member) in Self.momentMembers { members[name] = self[keyPath: member].map { .string($0.rfc3339) } }
        if !self.emails.isEmpty { members["emails"] = .array(self.emails.map { .string($0) }) }
        return .object(members)
    }

    /// Takes over what `other` has; what it has not stays.
    mutating func merge(_ other: ConnectionAuth) {
        for (_, member) in Self.secretMembers {
            self[keyPath: member] = other[keyPath: member] ?? self[keyPath: member]
        }
        for (_, member) in Self.textMembers { self[keyPath: member] = other[keyPath: member] ?? self[keyPath: member] }
        for (_, member) in Self.numberMembers {
            self[keyPath: member] = other[keyPath: member] ?? self[keyPath: member]
        }
        for (_, member) in Self.momentMembers {
            self[keyPath: member] = other[keyPath: member] ?? self[keyPath: member]
        }
        if !other.otherAuthInfo.isEmpty { self.otherAuthInfo = other.otherAuthInfo }
        if !other.meta.isEmpty { self.meta = other.meta }
        if !other.emails.isEmpty { self.emails = other.emails }
    }

    /// Keeps of the secrets, and of what may hold one, only what `given` has.
    mutating func forgetSecrets(exceptThoseOf given: ConnectionAuth) {
        for (_, member) in Self.secretMembers { self[keyPath: member] = given[keyPath: member] }
        self.otherAuthInfo = given.otherAuthInfo
        self.meta = given.meta
    }
}
