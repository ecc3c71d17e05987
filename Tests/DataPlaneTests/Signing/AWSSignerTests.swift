//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Testing

@Suite struct AWSSignerTests {
    private static func base(_ text: String) throws -> UpstreamBase { try #require(UpstreamBase(text: text)) }

    struct Example: Sendable, CustomStringConvertible {
        let name: String
        let method: String
        let target: String
        var fields: [String] = []
        var body = ""
        let signature: String

        var description: String { self.name }
    }

    /// Cases of AWS's published Signature Version 4 test suite whose signed fields are those that are signed here.
    static let suite = [
        Example(
            name: "get-vanilla", method: "GET", target: "/",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Example(
            name: "post-vanilla", method: "POST", target: "/",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Example(
            name: "get-vanilla-query-order-key-case", method: "GET", target: "/?Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Example(
            name: "get-vanilla-utf8-query", method: "GET", target: "/?%E1%88%B4=bar",
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        Example(
            name: "get-unreserved", method: "GET",
            target: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        Example(
            name: "get-slashes", method: "GET", target: "//example//",
            signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        Example(
            name: "get-slash", method: "GET", target: "//",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Example(
            name: "post-x-www-form-urlencoded", method: "POST", target: "/",
            fields: ["Content-Type: application/x-www-form-urlencoded"], body: "Param1=value1",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
    ]

    @Test(arguments: suite)
    func thePublishedSuiteIsSignedAlike(example: Example) throws {
        let request = SigningRequest(
            example.method, example.target, example.fields, body: example.body, seconds: 1_440_938_160)
        let credential = CredentialScheme.awsSignature4(
            AWSCredential(
                accessKeyID: Secret("AKIDEXAMPLE"), secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                region: "us-east-1", service: "service"))

        let lines = try #require(request.signed(credential, to: try Self.base("https://example.amazonaws.com")))

        #expect(lines.hasPrefix("X-Amz-Date: 20150830T123600Z\r\nAuthorization: AWS4-HMAC-SHA256 Credential="))
        #expect(lines.hasSuffix("Signature=\(example.signature)\r\n"))
    }

    /// Examples of the API reference of S3, "Authenticating Requests: Using the Authorization Header".
    @Test(arguments: [
        ("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ])
    func theExamplesOfS3AreSignedAlike(target: String, signature: String) throws {
        let credential = CredentialScheme.awsSignature4(
            AWSCredential(
                accessKeyID: Secret("AKIAIOSFODNN7EXAMPLE"),
                secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), region: "us-east-1", service: "s3")
        )
        let request = SigningRequest("GET", target, seconds: 1_369_353_600)

        let lines = request.signed(credential, to: try Self.base("https://examplebucket.s3.amazonaws.com"))

        #expect(lines?.hasSuffix("Signature=\(signature)\r\n") == true)
    }

    @Test func onlyS3OverTLSStreamsABody() throws {
        let request = SigningRequest("PUT", "/key", body: "x")
        let s3 = SampleCredential.aws(service: "s3")
        let other = SampleCredential.aws(service: "sqs")
        let secure = try Self.base("https://store.example")
        let plain = try Self.base("http://store.example")

        #expect(request.bodyUse(s3, to: secure) == .streamed)
        #expect(request.bodyUse(s3, to: plain) == .whole)
        #expect(request.bodyUse(other, to: secure) == .whole)
        #expect(request.signed(s3, to: secure, streams: true)?.contains("Sha256: UNSIGNED-PAYLOAD\r\n") == true)
        #expect(request.signed(s3, to: plain, streams: true) == nil)
        #expect(request.signed(other, to: secure, streams: true) == nil)
    }

    @Test func aDigestOfTheCallersOwnIsSignedAndNotRepeated() throws {
        let digest = String(repeating: "ab", count: 32)
        let request = SigningRequest("POST", "/", ["x-amz-content-sha256: \(digest)"], body: "x")
        let base = try Self.base("http://store.example")

        for service in ["s3", "sqs"] {
            let credential = SampleCredential.aws(service: service)
            let lines = try #require(request.signed(credential, to: base, streams: true))
            #expect(request.bodyUse(credential, to: base) == .streamed)
            #expect(!lines.contains("Content-Sha256"))
            #expect(lines.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,"))
        }
    }

    @Test func everyDayHasItsOwnKey() throws {
        let base = try Self.base("https://store.example")
        let signer = try #require(RequestSigner(SampleCredential.aws(service: "sqs"), base: base))
        var kept: [[UInt8]?] = []
        var fresh: [[UInt8]?] = []
        for day in [20_000, 20_001, 20_000] as [Int64] {
            let request = SigningRequest("GET", "/", seconds: day * 86_400)
            let other = RequestSigner(SampleCredential.aws(service: "sqs"), base: base)
            let head = request.head(to: base)
            kept.append(signer.lines(for: head.span, to: base, body: [], at: request.moment))
            fresh.append(other?.lines(for: head.span, to: base, body: [], at: request.moment))
        }

        #expect(kept == fresh)
        #expect(kept[0] != kept[1])
        #expect(!kept.contains(nil))
    }

    @Test(arguments: [
        ("bucket.s3.eu-west-3.amazonaws.com", "eu-west-3/s3"), ("bucket.s3.amazonaws.com", "us-east-1/s3"),
        ("s3-us-west-2.amazonaws.com", "us-west-2/s3"), ("b.s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1/s3"),
        ("1.s3-control.us-east-2.amazonaws.com", "us-east-2/s3"), ("s3.cn-north-1.amazonaws.com.cn", "cn-north-1/s3"),
        ("bedrock-agent-runtime.us-west-2.amazonaws.com", "us-west-2/bedrock"),
        ("x1.execute-api.us-gov-west-1.amazonaws.com", "us-gov-west-1/execute-api"),
        ("email.eu-west-1.amazonaws.com", "eu-west-1/ses"), ("email-fips.us-east-1.amazonaws.com", "us-east-1/ses"),
        ("runtime.sagemaker.eu-west-1.amazonaws.com", "eu-west-1/sagemaker"),
        ("search-d-1.eu-west-1.es.amazonaws.com", "eu-west-1/es"), ("sqs.eu-west-1.api.aws", "eu-west-1/sqs"),
        ("data-ats.iot.eu-west-1.amazonaws.com", "eu-west-1/iotdata"), ("iam.amazonaws.com", "sa-east-1/iam"),
        ("amazonaws.com.evil.example", "sa-east-1/own"), ("store.example", "sa-east-1/own"),
    ])
    func anotherHostTellsItsServiceAndRegion(host: String, scope: String) throws {
        let credential = SampleCredential.aws(service: "own", region: "sa-east-1")
        let lines = try #require(
            SigningRequest("GET", "/").signed(
                credential, to: try Self.base("https://\(host)"), own: try Self.base("https://own.example")))

        #expect(lines.contains("Credential=AKIDEXAMPLE/19700101/\(scope)/aws4_request,"))
    }

    @Test(
        arguments: [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (1_709_251_199, "20240229T235959Z"), (4_107_542_400, "21000301T000000Z"), (-1, "19700101T000000Z"),
            (Int64.max, "99991231T235959Z"), (Int64.min, "19700101T000000Z"),
        ] as [(Int64, String)])
    func timesAreOfTheGregorianCalendar(seconds: Int64, text: String) throws {
        let request = SigningRequest("GET", "/", seconds: seconds)
        let lines = request.signed(SampleCredential.aws(service: "s3"), to: try Self.base("https://store.example"))

        #expect(lines?.hasPrefix("X-Amz-Date: \(text)\r\n") == true)
    }
}
