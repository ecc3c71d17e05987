//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// What the record of an exchange needs and the exchange itself does not keep; plain values.
struct ExchangeNotes {
    /// From a head that was read until the exchange is recorded.
    var isOpen = false
    /// Whether the target leads to a vendor; known once the route was read.
    private(set) var leadsToVendor = false
    private(set) var isCallerKnown = false
    private(set) var connection: ConnectionID?
    var status: UInt16 = 0
    var responseBytes: Int64 = 0
    /// In the head that the exchange keeps.
    let method: ByteRange
    let target: ByteRange
    private(set) var path = ByteRange.empty
    private(set) var userAgent = ByteRange.empty

    /// Nothing is under way.
    init() {
        self.method = .empty
        self.target = .empty
    }

    init(_ head: RequestHead) {
        self.isOpen = true
        self.method = head.method
        self.target = head.target
    }

    mutating func leadsToVendor(at path: ByteRange) {
        self.leadsToVendor = true
        self.path = path
    }

    /// Finds the caller's program in the fields of the head; the last of several lines counts.
    mutating func callerUses(_ section: borrowing FieldSection) {
        for line in section.lines where line.name == .userAgent { self.userAgent = line.valueRange }
    }

    /// Whoever asks is asked again who they are, and for what.
    mutating func beginAdmission() {
        self.isCallerKnown = false
        self.connection = nil
    }

    mutating func callerIsKnown() { self.isCallerKnown = true }

    /// The connection asked for is one of the caller's.
    mutating func connectionIsKnown(_ id: ConnectionID) { self.connection = id }
}
