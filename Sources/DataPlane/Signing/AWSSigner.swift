//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Signs requests by AWS Signature Version 4, in the `Authorization` field.
///
/// Source: "Create a signed AWS API request" in the IAM user guide, and for S3 "Authenticating Requests: Using the
/// Authorization Header" in its API reference.
struct AWSSigner {
    /// A signing key is good for one day, region and service.
    private struct DayKey {
        let scope: [UInt8]
        let key: [UInt8]
    }

    private let credential: AWSCredential
    /// The host of the connection's own base URL.
    private let host: String
    private var dayKey: DayKey?

    init(_ credential: AWSCredential, host: String) {
        self.credential = credential
        self.host = host
    }

    /// S3 takes bodies that are not signed, over TLS; a caller that gives the digest itself has signed enough.
    func bodyUse(of head: OutgoingHead, to base: UpstreamBase) -> SigningBodyUse {
        let takesUnsigned = self.scope(of: base).isS3 && base.scheme == .https
        return takesUnsigned || Self.givenDigest(head) != nil ? .streamed : .whole
    }

    mutating func lines(
        for head: OutgoingHead, to base: UpstreamBase, body: [UInt8]?, at moment: SigningMoment
    ) -> [UInt8]? {
        let scope = self.scope(of: base)
        guard let digest = self.digest(of: body, head, to: base, scope) else { return nil }
        let time = moment.basicTime
        var own: [(StaticString, [UInt8])] = [("X-Amz-Date", time)]
        if scope.isS3, Self.givenDigest(head) == nil { own.append(("X-Amz-Content-Sha256", digest)) }
        if let token = self.credential.sessionToken { own.append(("X-Amz-Security-Token", token.revealBytes())) }
        let request = AWSCanonicalRequest(head, own: own, isS3: scope.isS3, digest: digest)
        let day = Array(time.prefix(8)) + Array("/\(scope.region)/\(scope.service)/aws4_request".utf8)
        guard let canonical = Digests.sha256(request.bytes.span), let key = self.key(of: day, scope) else { return nil }
        var text = Array("AWS4-HMAC-SHA256\n".utf8) + time + [0x0A] + day + [0x0A]
        text += Digests.hexadecimal(canonical)
        guard let signature = Digests.hmacSHA256(key: key, text) else { return nil }
        var lines: [UInt8] = []
        for (name, value) in own { lines += Array("\(name): ".utf8) + value + [0x0D, 0x0A] }
        lines += Array("Authorization: AWS4-HMAC-SHA256 Credential=".utf8) + self.credential.accessKeyID.revealBytes()
        lines += [0x2F] + day + Array(", SignedHeaders=".utf8) + request.signedNames
        return lines + Array(", Signature=".utf8) + Digests.hexadecimal(signature) + [0x0D, 0x0A]
    }

    /// Other hosts than the connection's own tell their service by themselves; any host its region.
    private func scope(of base: UpstreamBase) -> AWSScope {
        let read = AWSHost(base.host)
        let isOwn = base.host == self.host
        return AWSScope(
            region: read?.region ?? self.credential.region,
            service: (isOwn ? nil : read?.service) ?? self.credential.service)
    }

    /// What stands for the body in the signature.
    private func digest(
        of body: [UInt8]?, _ head: OutgoingHead, to base: UpstreamBase, _ scope: AWSScope
    ) -> [UInt8]? {
        if let given = Self.givenDigest(head) { return given }
        guard let body = body else {
            return scope.isS3 && base.scheme == .https ? Array("UNSIGNED-PAYLOAD".utf8) : nil
        }
        return body.isEmpty ? Digests.emptySHA256 : Digests.sha256(body.span).map { Digests.hexadecimal($0) }
    }

    private static func givenDigest(_ head: OutgoingHead) -> [UInt8]? { head.values("x-amz-content-sha256").last }

    private mutating func key(of day: [UInt8], _ scope: AWSScope) -> [UInt8]? {
        if let kept = self.dayKey, kept.scope == day { return kept.key }
        var key = Array("AWS4".utf8) + self.credential.secretAccessKey.revealBytes()
        for part in [Array(day.prefix(8)), Array(scope.region.utf8), Array(scope.service.utf8)]
            + [Array("aws4_request".utf8)]
        {
            guard let next = Digests.hmacSHA256(key: key, part) else { return nil }
            key = next
        }
        self.dayKey = DayKey(scope: day, key: key)
        return key
    }
}

/// What a signing key is derived for, besides the day.
struct AWSScope: Hashable {
    let region: String
    let service: String

    /// S3 and its relatives sign the path as it is, and the digest of the body in a field of its own.
    var isS3: Bool { self.service == "s3" || self.service.hasPrefix("s3-") || self.service == "s3express" }
}
