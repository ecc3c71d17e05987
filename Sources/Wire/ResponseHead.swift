//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The head of a response: ranges into the bytes that were parsed, and what they mean.
package struct ResponseHead: Sendable {
    package var version: HTTPVersion
    package var status: Int
    /// From the status code to the end of the reason phrase, without CR LF.
    package var statusAndReason: ByteRange
    /// The offset behind the blank line.
    package var end: Int
    package var framing: BodyFraming
    /// Whether the channel may carry another exchange after this response.
    package var keepsAlive: Bool
    package var namesOthers: Bool

    /// 1xx, which comes before the response proper (RFC 9110 section 15.2).
    package var isInterim: Bool { self.status < 200 }
}
