//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

/// What a vendor's token answer gives, checked.
package struct TokenGrant: Sendable {
    package var accessToken: Secret
    /// `nil` when the answer has none: then the old one stays.
    package var refreshToken: Secret?
    /// Seconds; `nil` when the answer does not say.
    package var expiresIn: Int64?
    /// Seconds.
    package var refreshTokenExpiresIn: Int64?
    package var scopes: [String]?
    /// Everything in the answer; holds secrets.
    package var members: [String: JSONValue] = [:]
    /// What a log-in gave, by the names of the row's `capture`.
    package var captured: [String: Secret] = [:]

    package init(accessToken: Secret) { self.accessToken = accessToken }
}

extension TokenGrant: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "[token grant]" }
    package var debugDescription: String { "[token grant]" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
