//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Memory that all TLS sessions of a loop share, so that an idle one holds little.
package final class TLSMemory {
    /// Where encrypted bytes are received.
    let input: UnsafeMutableBufferPointer<UInt8>
    /// For what a session wants to send; lent to one at a time.
    fileprivate var spare: [UInt8] = []

    package init() { self.input = .allocate(capacity: Reactor.receiveSize) }

    deinit { self.input.deallocate() }

    func lend() -> [UInt8] {
        var lent: [UInt8] = []
        swap(&lent, &self.spare)
        return lent
    }

    func takeBack(_ memory: consuming [UInt8]) {
        var memory = memory
        memory.removeAll(keepingCapacity: true)
        if memory.capacity > self.spare.capacity { self.spare = memory }
    }
}
