//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Signs requests by OAuth 1.0a (RFC 5849 section 3).
struct OAuth1Signer {
    private let credential: OAuth1Credential

    init(_ credential: OAuth1Credential) { self.credential = credential }

    /// The parameters of a form are signed, so a form must be there as a whole; any other body is not looked at.
    func bodyUse(of head: OutgoingHead) -> SigningBodyUse {
        head.isForm && self.credential.method != .plaintext ? .whole : .streamed
    }

    /// `Authorization: OAuth … CR LF`, or `nil` when there is no digest; `form` is the body, if that is a form.
    func line(
        for head: OutgoingHead, authority: String, scheme: UpstreamBase.Scheme, form: [UInt8], at moment: SigningMoment
    ) -> [UInt8]? {
        let parameters = self.parameters(at: moment)
        var pairs = QueryPairs()
        for (name, value) in parameters { pairs.append(name, value) }
        pairs.append(form: head.query)
        pairs.append(form: form)
        var base = PercentEncoding.encode(head.method)
        for part in [Self.baseURL(of: head, authority, scheme), pairs.sorted] {
            base.append(0x26)
            base += PercentEncoding.encode(part)
        }
        guard let signature = self.signature(of: base) else { return nil }
        let realm = self.credential.realm.map { Array("realm=\"\($0)\"".utf8) }
        let members = (parameters + [("oauth_signature", signature)]).map { name, value in
            Array("\(name)=\"".utf8) + PercentEncoding.encode(value) + [0x22]
        }
        return Array("Authorization: OAuth ".utf8)
            + Array(([realm].compactMap(\.self) + members).joined(separator: [0x2C, 0x20])) + [0x0D, 0x0A]
    }

    private func parameters(at moment: SigningMoment) -> [(StaticString, [UInt8])] {
        var parameters: [(StaticString, [UInt8])] = [("oauth_consumer_key", self.credential.consumerKey.revealBytes())]
        if let token = self.credential.token { parameters.append(("oauth_token", token.revealBytes())) }
        return parameters + [
            ("oauth_signature_method", Array(self.credential.method.rawValue.utf8)),
            ("oauth_timestamp", Array("\(max(0, moment.seconds))".utf8)), ("oauth_nonce", moment.nonce),
            ("oauth_version", Array("1.0".utf8)),
        ]
    }

    /// The base string URI of section 3.4.1.2: the path as it is sent, no query.
    private static func baseURL(
        of head: OutgoingHead, _ authority: String, _ scheme: UpstreamBase.Scheme
    ) -> [UInt8] {
        Array("\(scheme.rawValue)://\(authority)".utf8) + head.path
    }

    /// Sections 3.4.2 and 3.4.4.
    private func signature(of base: [UInt8]) -> [UInt8]? {
        let key =
            PercentEncoding.encode(self.credential.consumerSecret.revealBytes()) + [0x26]
            + PercentEncoding.encode(self.credential.tokenSecret?.revealBytes() ?? [])
        switch self.credential.method {
        case .hmacSHA256: return Digests.hmacSHA256(key: key, base).map { Digests.base64($0) }
        case .hmacSHA1: return Digests.hmacSHA1(key: key, base).map { Digests.base64($0) }
        case .plaintext: return key
        }
    }
}
