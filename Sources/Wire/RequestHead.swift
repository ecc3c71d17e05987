//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The version of a message; the codec reads no other.
package enum HTTPVersion: UInt8, Sendable {
    case http10
    case http11
}

/// The head of a request: ranges into the bytes that were parsed, and what they mean.
///
/// The field lines are in the parser's `FieldSection`, valid until its next parse.
package struct RequestHead: Sendable {
    package var method: ByteRange
    /// The raw target in origin-form or `*`; an absolute-form target's scheme and authority are cut off.
    package var target: ByteRange
    package var version: HTTPVersion
    /// The offset behind the blank line.
    package var end: Int
    package var framing: BodyFraming
    /// Whether the channel may carry another request after this one.
    package var keepsAlive: Bool
    package var expectsContinue: Bool
    package var asksUpgrade: Bool
    /// Whether `Connection` names fields besides the hop-by-hop ones; then each line must be compared.
    package var namesOthers: Bool
    /// Whether the method is HEAD, whose responses have no body.
    package var isHead: Bool
}

/// What a parse of a head came to.
package enum HeadOutcome<Head> {
    case complete(Head)
    /// The blank line is not there yet.
    case needMore
    case refused(Refusal)
}

extension HeadOutcome: Sendable where Head: Sendable {}
