//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

@Suite struct ConnectionOptionsTests {
    /// The options of a value; `"!"` for something that is not one.
    private static func options(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var options = ConnectionOptions(bytes.span, ByteRange(start: 0, end: bytes.count))
        var found: [String] = []
        while let option = options.next(bytes.span) {
            found.append(option.map { ReadMessage.text(bytes[$0.range]) } ?? "!")
        }
        return found
    }

    @Test(arguments: [
        ("", []), (",", []), (" ,\t, ", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a ,\tB\t", ["a", "B"]),
        (",a,,b,", ["a", "b"]), ("a b", ["!"]), ("a, b c, d", ["a", "!"]), ("a;q", ["!"]), ("\"a\"", ["!"]),
        ("a,(", ["a", "!"]), ("a\u{B}", ["!"]),
    ])
    func tokensAreFoundAndNothingElse(text: String, expected: [String]) { #expect(Self.options(text) == expected) }

    @Test func rangeBeyondTheBytesIsCut() {
        let bytes = Array("close".utf8)
        var options = ConnectionOptions(bytes.span, ByteRange(start: 0, end: 99))

        let first = options.next(bytes.span)
        let second = options.next(bytes.span)
        #expect(first == .some(ByteRange(start: 0, end: 5)))
        #expect(second == .none)
    }
}
