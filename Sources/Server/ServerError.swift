//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why the server or a command on its data did not start; messages are for the operator and hold no secret.
package enum ServerError: Error, Equatable {
    case setting(String)
    case dataDirectory(path: String, problem: String)
    case addressInUse(host: String, port: Int)
    case cannotListen(host: String, port: Int, problem: String)
    case cannotStart(String)
    /// What is wrong with the catalogue or an operator's integrations, a line each.
    case integrations(String)
}

extension ServerError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .setting(let problem): problem
        case .dataDirectory(let path, let problem): "data directory \(path): \(problem)"
        case .addressInUse(let host, let port):
            "\(host):\(port) is in use: stop what listens there, or choose another with --port"
        case .cannotListen(let host, let port, let problem): "cannot listen on \(host):\(port): \(problem)"
        case .cannotStart(let problem), .integrations(let problem): problem
        }
    }
}
