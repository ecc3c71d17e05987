//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Storage

/// Why nothing of a file was imported; holds no part of a line.
package enum ImportError: Error, Equatable {
    case line(Int, String)
    case unavailable(StoreError)
}

extension ImportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .line(let number, let problem): "line \(number): \(problem)"
        case .unavailable(let error): error.description
        }
    }
}
