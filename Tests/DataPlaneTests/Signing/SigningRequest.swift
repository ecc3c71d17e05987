//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model

/// A request as a test gives it to a signer.
struct SigningRequest {
    var method: String
    var target: String
    var fields: [String]
    var body: String
    var moment: SigningMoment

    init(
        _ method: String, _ target: String, _ fields: [String] = [], body: String = "", seconds: Int64 = 0,
        nonce: String = "nonce"
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.moment = SigningMoment(seconds: seconds, nonce: Array(nonce.utf8))
    }

    func head(to base: UpstreamBase) -> [UInt8] {
        let lines = ["\(self.method) \(self.target) HTTP/1.1", "Host: \(base.authority)"] + self.fields
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }

    /// The signer's lines as text; `streams` keeps the body from it.
    func signed(_ credential: CredentialScheme, to base: UpstreamBase, own: UpstreamBase? = nil, streams: Bool = false)
        -> String?
    {
        RequestSigner(credential, base: own ?? base)?
            .lines(
                for: self.head(to: base).span, to: base, body: streams ? nil : Array(self.body.utf8), at: self.moment
            )
            .map { String(decoding: $0, as: UTF8.self) }
    }

    func bodyUse(_ credential: CredentialScheme, to base: UpstreamBase) -> SigningBodyUse? {
        RequestSigner(credential, base: base)?.bodyUse(of: self.head(to: base).span, to: base)
    }
}

extension UpstreamBase {
    /// Of `scheme://host:port` as a test writes it.
    init?(text: String) {
        let parts = text.split(separator: "://", maxSplits: 1)
        guard parts.count == 2, let scheme = Scheme(rawValue: String(parts[0])) else { return nil }
        var host = parts[1]
        var port = scheme.defaultPort
        if let colon = host.lastIndex(of: ":"), let number = UInt16(host[host.index(after: colon)...]) {
            port = number
            host = host[..<colon]
        }
        self.init(scheme: scheme, host: host.filter { $0 != "[" && $0 != "]" }, port: port, pathPrefix: "")
    }
}

/// Credentials that nobody has.
enum SampleCredential {
    static func aws(service: String, region: String = "us-east-1", token: String? = nil) -> CredentialScheme {
        .awsSignature4(
            AWSCredential(
                accessKeyID: Secret("AKIDEXAMPLE"), secretAccessKey: Secret("example/secret+key"),
                sessionToken: token.map { Secret($0) }, region: region, service: service))
    }

    static func oauth1(
        _ method: OAuth1Credential.Method, token: String? = nil, secret: String? = nil, realm: String? = nil
    ) -> CredentialScheme {
        .oauth1(
            OAuth1Credential(
                method: method, consumerKey: Secret("consumer key"), consumerSecret: Secret("consumer=secret+"),
                token: token.map { Secret($0) }, tokenSecret: secret.map { Secret($0) }, realm: realm))
    }
}
