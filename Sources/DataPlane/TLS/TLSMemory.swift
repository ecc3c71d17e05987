//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Memory that all TLS sessions of a loop share, so that an idle one holds little.
package final class TLSMemory {
    /// Where encrypted bytes are received.
    let input: UnsafeMutableBufferPointer<UInt8>
    /// What a session wants to send, taken from here before another one is called.
    let output = OutputBuffer()

    package init() { self.input = .allocate(capacity: Reactor.receiveSize) }

    deinit { self.input.deallocate() }
}
