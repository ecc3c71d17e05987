//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Egress
package import Model

/// A request of our own to a vendor: for a token, a probe, a look-up, a webhook.
///
/// Bodies and field values may hold credentials, so both are secrets.
package struct OutgoingRequest: Sendable {
    package var method: String
    package var url: OutgoingURL
    package var headers: [CredentialField] = []
    package var body: Secret?
    /// From the beginning to the last byte of the answer.
    package var timeout = Duration.seconds(20)
    /// Answers with longer bodies are refused, in bytes.
    package var mostBytes = 1 << 20

    package init(method: String, url: OutgoingURL) {
        self.method = method
        self.url = url
    }
}

/// An answer as it came: nothing is followed, decoded or believed.
package struct OutgoingAnswer: Sendable {
    package var status: Int
    /// In their order; names in lower case.
    package var headers: [(name: String, value: String)]
    package var body: Secret

    package init(status: Int, headers: [(name: String, value: String)], body: Secret) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Sends our own requests to vendors.
///
/// Names are resolved first, every address is judged by the egress policy, and exactly a judged address is dialled
/// (DESIGN section 7). Redirects are not followed: a vendor must not send a client secret elsewhere.
package struct OutgoingClient: Sendable {
    private let policy: EgressPolicy

    package init(policy: EgressPolicy, trustRoots: [String] = []) { self.policy = policy }

    /// - Throws: `OutgoingFailure`.
    package func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        throw .unreachable
    }
}
