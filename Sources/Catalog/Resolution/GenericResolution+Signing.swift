//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension GenericResolution {
    func oauth1() throws(ResolutionError) -> OAuth1Credential {
        let text = self.meta("signature") ?? OAuth1Credential.Method.hmacSHA256.rawValue
        guard let method = OAuth1Credential.Method(rawValue: text) else {
            throw .invalid(name: "signature", kind: "HMAC-SHA256, HMAC-SHA1 or PLAINTEXT")
        }
        return try self.signing.oauth1(method, realm: self.meta("realm"))
    }

    func aws() throws(ResolutionError) -> AWSCredential {
        guard let service = self.meta("service") else { throw .missing(names: ["service"]) }
        return try self.signing.aws(service: service, region: self.meta("region") ?? "us-east-1")
    }

    /// `auth.meta`, then the members of `auth` that mean the same.
    private var signing: SigningResolution {
        let members: [String: Secret?] = [
            "consumer_key": self.auth.consumerKey, "consumer_secret": self.auth.consumerSecret,
            "token_id": self.auth.accessToken ?? self.auth.token,
        ]
        return SigningResolution { name in self.meta(name) ?? (members[name] ?? nil)?.revealText() }
    }
}
