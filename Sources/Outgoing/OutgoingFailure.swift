//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why there is no answer to a request of our own.
package enum OutgoingFailure: Error, Hashable, Sendable {
    /// The name does not resolve, or nothing accepts a channel there.
    case unreachable
    /// The address may not be dialled, or not in plain text; the operator can allow it with `--allow-upstream`.
    case egressDenied
    case tlsFailed
    case timedOut
    case protocolError
    /// The vendor closed before its answer was whole.
    case closedEarly
    case answerTooLarge
    case cancelled
    /// The request itself cannot be sent: a field that frames the message, or with a control character.
    case invalidRequest
}
