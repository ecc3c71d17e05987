//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why a command ended with exit code 1; the message is all that is printed.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { self.description = message }
}
