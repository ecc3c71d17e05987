//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Glibc
import Model
import TestSupport

/// A request as a vendor received it, signed once more to see whether its signature is for what arrived.
struct SignedRequest {
    static let oauth1 = CredentialScheme.oauth1(
        OAuth1Credential(
            method: .hmacSHA256, consumerKey: Secret("consumer"), consumerSecret: Secret("consumer-canary"),
            token: Secret("token"), tokenSecret: Secret("token-canary"), realm: "1234567_SB1"))
    static let aws = CredentialScheme.awsSignature4(
        AWSCredential(
            accessKeyID: Secret("ACCESSKEY"), secretAccessKey: Secret("aws-canary"), sessionToken: Secret("session"),
            region: "eu-west-1", service: "dynamodb"))

    let request: ReceivedRequest
    let credential: CredentialScheme
    let port: UInt16

    /// The lines that the signer wrote, as they arrived.
    var sent: String { self.fields[self.firstOwn...].map { "\($0.name): \($0.value)\r\n" }.joined() }

    /// Those that are due for what stands before them and for the body.
    func due() throws -> String {
        let base = UpstreamBase(scheme: .http, host: "127.0.0.1", port: self.port, pathPrefix: "")
        guard let signer = RequestSigner(self.credential, base: base) else { throw Account.Malformed() }
        let lines = self.fields[..<self.firstOwn].map { "\($0.name): \($0.value)\r\n" }.joined()
        let head = (self.request.head.line + "\r\n" + lines).latin1
        let due = signer.lines(for: head.span, to: base, body: self.request.body.bytes, at: try self.moment())
        return String(latin1: due ?? [])
    }

    private var fields: [WireField] { self.request.head.fields }

    private var firstOwn: Int {
        let own = ["authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"]
        return self.fields.firstIndex { own.contains($0.name.lowercased()) } ?? self.fields.count
    }

    private func moment() throws -> SigningMoment {
        if let date = self.request.head.value("x-amz-date") {
            let digits = Array(date.filter(\.isNumber))
            guard digits.count == 14 else { throw Account.Malformed() }
            let number = { (range: Range<Int>) in Int32(String(digits[range])) ?? 0 }
            var time = tm()
            time.tm_year = number(0..<4) - 1900
            time.tm_mon = number(4..<6) - 1
            time.tm_mday = number(6..<8)
            time.tm_hour = number(8..<10)
            time.tm_min = number(10..<12)
            time.tm_sec = number(12..<14)
            return SigningMoment(seconds: Int64(timegm(&time)), nonce: [])
        }
        guard let seconds = Int64(try self.parameter("oauth_timestamp")) else { throw Account.Malformed() }
        return SigningMoment(seconds: seconds, nonce: Array(try self.parameter("oauth_nonce").utf8))
    }

    func parameter(_ name: String) throws -> String {
        let parts = (self.request.head.value("authorization") ?? "").split(
            separator: "\"", omittingEmptySubsequences: false)
        guard let index = parts.firstIndex(where: { $0.hasSuffix("\(name)=") }), index + 1 < parts.count else {
            throw Account.Malformed()
        }
        return String(parts[index + 1])
    }
}

extension PlaneUnderTest {
    func signed(_ index: Int, by credential: CredentialScheme) throws -> SignedRequest {
        guard self.vendor.requests.indices.contains(index) else { throw Account.Malformed() }
        return SignedRequest(request: self.vendor.requests[index], credential: credential, port: self.vendor.port)
    }
}
