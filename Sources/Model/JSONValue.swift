//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A value of JSON, for the parts of a connection whose members are the integration's own (`auth.meta`).
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}
