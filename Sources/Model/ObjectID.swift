//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// An identifier of 24 hexadecimal digits, kept as its 12 bytes (CONTRACT section 2).
package struct ObjectID<Kind>: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt32

    package init(high: UInt64, low: UInt32) {
        self.high = high
        self.low = low
    }

    /// Reads 24 hexadecimal digits of either case; anything else is `nil`.
    package init?(_ text: some StringProtocol) {
        var digits = ObjectIDDigits()
        for byte in text.utf8 where !digits.append(byte) { return nil }
        guard let value = digits.value else { return nil }
        self.init(high: value.high, low: value.low)
    }

    /// Reads 24 hexadecimal digits of either case from `bytes`; anything else is `nil`.
    package init?(bytes: Span<UInt8>) {
        var digits = ObjectIDDigits()
        for index in bytes.indices where !digits.append(bytes[index]) { return nil }
        guard let value = digits.value else { return nil }
        self.init(high: value.high, low: value.low)
    }
}

extension ObjectID: CustomStringConvertible {
    /// The 24 digits, lower case.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 24) { buffer in
            for index in 0..<24 {
                let nibble =
                    index < 16 ? self.high >> UInt64(60 - index * 4) : UInt64(self.low >> UInt32(92 - index * 4))
                buffer[index] = digits[Int(nibble & 15)]
            }
            return 24
        }
    }
}

/// Collects the digits of an `ObjectID`.
private struct ObjectIDDigits {
    private var high: UInt64 = 0
    private var low: UInt32 = 0
    private var count = 0

    var value: (high: UInt64, low: UInt32)? { self.count == 24 ? (self.high, self.low) : nil }

    mutating func append(_ byte: UInt8) -> Bool {
        let nibble: UInt8
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = byte &- UInt8(ascii: "A") &+ 10
        default: return false
        }
        guard self.count < 24 else { return false }
        if self.count < 16 {
            self.high = self.high << 4 | UInt64(nibble)
        } else {
            self.low = self.low << 4 | UInt32(nibble)
        }
        self.count += 1
        return true
    }
}

/// Names the `ObjectID` of a connection.
package enum ConnectionKind {}
/// Names the `ObjectID` of a workspace.
package enum WorkspaceKind {}

/// One customer's authorised account at an integration.
package typealias ConnectionID = ObjectID<ConnectionKind>
/// The tenant that owns connections and keys.
package typealias WorkspaceID = ObjectID<WorkspaceKind>
