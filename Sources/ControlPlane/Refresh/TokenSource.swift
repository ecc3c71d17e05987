//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Outgoing

/// What a refresh asks of the vendor.
///
/// Asking and reading are apart: an answer is stored before it is read (DESIGN section 6).
package protocol TokenSource: Sendable {
    /// Whether the connection can get a fresh credential without its customer.
    func isRefreshable(_ connection: Connection) -> Bool

    /// The request for a fresh credential; nothing is sent to the endpoint that issues it.
    func prepare(_ connection: Connection) async throws(OAuthFailure) -> OutgoingRequest

    func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer

    /// Reads an answer and puts what it grants into `auth`; asks nobody.
    func apply(
        _ answer: OutgoingAnswer, to auth: inout ConnectionAuth, of connection: Connection, now: Timestamp
    ) throws(OAuthFailure)

    /// Whether a fresh token alone does not do: the integration wants a log-in with it.
    func hasFurtherSteps(_ connection: Connection) -> Bool

    /// Takes those steps.
    func takeFurtherSteps(_ connection: inout Connection) async throws(OAuthFailure)

    /// Where the vendor is asked to forget the connection's tokens, without its query; `nil` where it cannot be.
    func revocationURL(of connection: Connection) -> String?

    /// Asks for that; whether the vendor did it.
    func revoke(_ connection: Connection) async -> Bool
}
