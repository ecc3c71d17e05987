//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
package import Model

/// Proves to a webhook that a notification is ours and of now: `t=SECONDS,v1=HEX`.
///
/// `v1` is HMAC-SHA256 (RFC 2104) over the seconds since 1970, a full stop and the body, with the webhook's secret.
package enum WebhookSignature {
    package static let field = "Passthrough-Signature"

    package static func make(_ body: [UInt8], secret: Secret, at moment: Timestamp) -> String {
        let seconds = moment.milliseconds / 1000
        return "t=\(seconds),v1=\(Self.digest(body, seconds, secret))"
    }

    private static func digest(_ body: [UInt8], _ seconds: Int64, _ secret: Secret) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: secret.revealBytes()))
        return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
