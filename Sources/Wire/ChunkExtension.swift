//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Follows the extensions behind a chunk's size, byte by byte (RFC 9112 section 7.1.1); nobody uses what they say.
///
///     name ──"="──▶ value ─┬─▶ token ───────────────────┬──";"──▶ name
///       └──────────────────┼──────────────────";"───────┤
///                          └─▶ quoted ◀─▶ escaped       ├──CR──▶ the end
///                                └─▶ unquoted ──────────┘
///
/// The grammar is followed to the letter, since they are passed on: who reads a quoted string and who does not must
/// find the same line end. White space around `;` and `=` is refused, as llhttp refuses it.
struct ChunkExtension: Sendable {
    private enum State: UInt8 {
        /// After `;`. Exits: `name`.
        case nameStart
        case name
        /// After `=`. Exits: `token`, `quoted`.
        case valueStart
        case token
        case quoted
        /// After a backslash. Exits: `quoted`.
        case escaped
        case unquoted
    }

    private var state = State.nameStart

    /// Takes one byte that is not the line's CR; whether the grammar has it there.
    mutating func take(_ byte: UInt8) -> Bool {
        switch self.state {
        case .nameStart, .valueStart: return self.start(byte)
        case .name, .token, .unquoted: return self.continue(byte)
        case .quoted:
            if byte == 0x22 { self.state = .unquoted }
            if byte == 0x5C { self.state = .escaped }
            return byte.isFieldValue
        case .escaped:
            self.state = .quoted
            return byte.isFieldValue
        }
    }

    /// Whether the line may end here.
    var mayEnd: Bool {
        switch self.state {
        case .name, .token, .unquoted: true
        case .nameStart, .valueStart, .quoted, .escaped: false
        }
    }

    private mutating func start(_ byte: UInt8) -> Bool {
        if self.state == .valueStart, byte == 0x22 {
            self.state = .quoted
            return true
        }
        self.state = self.state == .nameStart ? .name : .token
        return byte.isToken
    }

    private mutating func `continue`(_ byte: UInt8) -> Bool {
        if byte == 0x3B {
            self.state = .nameStart
            return true
        }
        if byte == 0x3D, self.state == .name {
            self.state = .valueStart
            return true
        }
        return byte.isToken && self.state != .unquoted
    }
}
