//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model

extension Benchmark {
    /// What a signed connection pays for a request, besides its rewritten head; no other connection does.
    static func signing() throws -> [Benchmark] {
        let oauth1 = OAuth1Credential(
            method: .hmacSHA256, consumerKey: Secret("consumer-key"), consumerSecret: Secret("consumer-secret"),
            token: Secret("token-id"), tokenSecret: Secret("token-secret"), realm: "1234567_SB1")
        let aws = AWSCredential(
            accessKeyID: Secret("AKIDEXAMPLE"), secretAccessKey: Secret("secret-access-key"), region: "eu-west-3",
            service: "s3")
        return [
            try self.signing("signature of OAuth 1.0a", .oauth1(oauth1)),
            try self.signing("signature of AWS, version 4", .awsSignature4(aws)),
        ]
    }

    private static func signing(_ name: String, _ credential: CredentialScheme) throws -> Benchmark {
        let base = UpstreamBase(scheme: .https, host: "api.vendor.example", port: 443, pathPrefix: "/api")
        guard let signer = RequestSigner(credential, base: base) else { throw BenchmarkFailure.refused(name) }
        let head = Array(
            """
            GET /api/v2/customers?limit=100&after=abc%3D&fields=name HTTP/1.1\r
            Host: api.vendor.example\r
            Accept: application/json\r
            User-Agent: sdk/1.0\r

            """.utf8)
        return Benchmark(name: name) { times in
            var sum = 0
            for number in 0..<times {
                let moment = SigningMoment(seconds: 1_700_000_000 &+ Int64(number & 63), nonce: [0x61, 0x62])
                guard let lines = signer.lines(for: head.span, to: base, body: [], at: moment) else {
                    throw BenchmarkFailure.refused(name)
                }
                sum &+= lines.count
            }
            return sum
        }
    }
}
