//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// What a connection's requests are signed with.
struct SigningResolution {
    /// The text given for a name, unchecked.
    let text: (String) -> String?

    func oauth1(_ method: OAuth1Credential.Method, realm: String?) throws(ResolutionError) -> OAuth1Credential {
        if let realm = realm {
            guard FieldText.isValue(realm), !realm.contains("\""), !realm.contains("\\") else {
                throw .invalid(name: "realm", kind: "ASCII text without quotes and backslashes")
            }
        }
        return OAuth1Credential(
            method: method, consumerKey: try self.secret("consumer_key"),
            consumerSecret: try self.secret("consumer_secret"), token: try self.given("token_id"),
            tokenSecret: try self.given("token_secret"), realm: realm)
    }

    func aws(service: String, region: String) throws(ResolutionError) -> AWSCredential {
        for (name, value) in [("service", service), ("region", region)] where !Self.isScope(value) {
            throw .invalid(name: name, kind: "letters, digits and hyphens")
        }
        let keyID = try self.secret("access_key_id")
        guard Self.isScope(keyID.revealText()) else {
            throw .invalid(name: "access_key_id", kind: "letters, digits and hyphens")
        }
        let session = try self.given("session_token")
        if let session = session { try CredentialText.checkHeader(session.revealText(), "session_token") }
        return AWSCredential(
            accessKeyID: keyID, secretAccessKey: try self.secret("secret_access_key"), sessionToken: session,
            region: region, service: service)
    }

    private func secret(_ name: String) throws(ResolutionError) -> Secret {
        guard let secret = try self.given(name) else { throw .missing(names: [name]) }
        return secret
    }

    private func given(_ name: String) throws(ResolutionError) -> Secret? {
        guard let text = self.text(name), !text.isEmpty else { return nil }
        try CredentialText.check(text, name)
        return Secret(text)
    }

    /// Parts of a credential scope are told apart by slashes.
    private static func isScope(_ text: String) -> Bool {
        FieldText.isToken(text) && text.utf8.count <= 128
            && text.utf8.allSatisfy { byte in
                switch byte | 0x20 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: byte == UInt8(ascii: "_")
                }
            }
    }
}
