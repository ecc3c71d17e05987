//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// A loopback port where nobody listens.
package enum ClosedPort {
    /// Binds a port and leaves it: the kernel does not hand it out again soon.
    package static func find() throws -> UInt16 { try Loopback.listen().port }
}
