//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why a connection's fields come to nothing; no case holds a value of theirs.
package enum ResolutionError: Error, Sendable, Hashable {
    case unknownIntegration
    /// Names of variables and credentials, all that are missing.
    case missing(names: [String])
    /// The variable or credential `name` is given, but is not `kind`.
    case invalid(name: String, kind: String)
    /// The integration needs a method that is more than fixed fields and parameters.
    case unsupported(method: String)
}

extension ResolutionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownIntegration: "no such integration"
        case .missing(let names): "missing: \(names.joined(separator: ", "))"
        case .invalid(let name, let kind): "\(name) is not \(kind)"
        case .unsupported(let method): "authentication by \(method) is not supported"
        }
    }
}
