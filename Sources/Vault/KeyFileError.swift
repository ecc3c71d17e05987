//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why the key file could not be used; never holds anything of its content.
package enum KeyFileError: Error, Equatable {
    case missing(path: String)
    /// Somebody besides the owner may read it.
    case exposed(path: String)
    case malformed(path: String, line: Int)
    case alreadyThere(path: String)
    case failed(path: String, errno: Int32)
}

extension KeyFileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let path): "the key file \(path) is missing"
        case .exposed(let path): "the key file \(path) can be read by others: run chmod 600 on it"
        case .malformed(let path, let line): "\(path):\(line): not a line of a key file"
        case .alreadyThere(let path): "the key file \(path) is already there"
        case .failed(let path, let errno): "\(path): system error \(errno)"
        }
    }
}
