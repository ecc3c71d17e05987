//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// How a signature depends on the request's body.
package enum SigningBodyUse: Sendable, Hashable {
    /// Not at all: the body may be streamed behind the head.
    case streamed
    /// The head cannot be signed before the whole body is there.
    case whole
}

/// Makes the credential's lines of each request of one connection.
///
/// Not `Sendable`: it belongs to one loop, and keeps what its scheme lets it keep.
package final class RequestSigner {
    private enum Scheme {
        case oauth1(OAuth1Signer)
        case aws(AWSSigner)
    }

    private var scheme: Scheme

    /// `nil` for a credential that is the same for every request.
    package init?(_ credential: CredentialScheme, base: UpstreamBase) {
        switch credential {
        case .fixed: return nil
        case .oauth1(let credential): self.scheme = .oauth1(OAuth1Signer(credential))
        case .awsSignature4(let credential): self.scheme = .aws(AWSSigner(credential, host: base.host))
        }
    }

    /// Names of fields that the signature takes: the caller's own fields of these names are not forwarded.
    package var takenNames: [String] {
        switch self.scheme {
        case .oauth1: ["Authorization"]
        case .aws: ["Authorization", "X-Amz-Date", "X-Amz-Security-Token"]
        }
    }

    /// Whether the body of this request has to be there before `lines(for:)` is asked.
    ///
    /// `head` is the request line and the field lines as they will be sent. Only for a request that has a body.
    package func bodyUse(of head: Span<UInt8>, to base: UpstreamBase) -> SigningBodyUse {
        guard let head = OutgoingHead(head) else { return .streamed }
        switch self.scheme {
        case .oauth1(let signer): return signer.bodyUse(of: head)
        case .aws(let signer): return signer.bodyUse(of: head, to: base)
        }
    }

    /// The lines to put behind the others of the head, each with its CR LF, no blank line.
    ///
    /// `head` is the request line and the field lines exactly as they will be sent, each with its CR LF; `base` is where
    /// the request goes, the connection's own base or what `__domain` named; `body` is without its framing, empty where
    /// there is none, `nil` where it is streamed. The answer is `nil` when the request cannot be signed: a body is
    /// missing that `bodyUse` asked for, the head is no head, or OpenSSL has no memory.
    package func lines(
        for head: Span<UInt8>, to base: UpstreamBase, body: [UInt8]?, at moment: SigningMoment
    ) -> [UInt8]? {
        guard let head = OutgoingHead(head) else { return nil }
        switch self.scheme {
        case .oauth1(let signer):
            guard body != nil || signer.bodyUse(of: head) == .streamed else { return nil }
            return signer.line(
                for: head, authority: base.authority, scheme: base.scheme, form: head.isForm ? body ?? [] : [],
                at: moment)
        case .aws(var signer):
            defer { self.scheme = .aws(signer) }
            return signer.lines(for: head, to: base, body: body, at: moment)
        }
    }
}
