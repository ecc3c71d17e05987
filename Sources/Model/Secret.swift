//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Bytes that grant access: a credential, an API key, a token.
///
/// A secret cannot be printed, encoded or reflected by accident; whoever needs its bytes says so by name.
package struct Secret: Sendable {
    private let bytes: [UInt8]

    package init(_ text: String) { self.bytes = Array(text.utf8) }

    package init(bytes: [UInt8]) { self.bytes = bytes }

    package var isEmpty: Bool { self.bytes.isEmpty }

    /// In bytes.
    package var count: Int { self.bytes.count }

    /// The bytes themselves.
    ///
    /// Every call is a place to review: write them to the upstream or seal them, nothing else.
    package func revealBytes() -> [UInt8] { self.bytes }

    /// The bytes as text; see `revealBytes()`.
    package func revealText() -> String { String(decoding: self.bytes, as: UTF8.self) }
}

extension Secret: Equatable {
    /// Compares in time that depends on the lengths alone.
    package static func == (left: Secret, right: Secret) -> Bool {
        guard left.bytes.count == right.bytes.count else { return false }
        var difference: UInt8 = 0
        for index in left.bytes.indices { difference |= left.bytes[index] ^ right.bytes[index] }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "[secret]" }
    package var debugDescription: String { "[secret]" }
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
