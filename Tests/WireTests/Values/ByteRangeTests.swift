//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// The spans' own questions, asked of arrays, since no span may stand in an expectation.
extension [UInt8] {
    fileprivate func matches(_ range: ByteRange, ignoringCase text: StaticString) -> Bool {
        self.span.matches(range, ignoringCase: text)
    }

    fileprivate func matches(_ range: ByteRange, _ other: [UInt8], _ otherRange: ByteRange) -> Bool {
        self.span.matches(range, ignoringCase: other.span, otherRange)
    }

    fileprivate func holds(_ text: StaticString, at start: Int) -> Bool? { self.span.holds(text, at: start) }
}

@Suite struct ByteRangeTests {
    private static let extremes = [
        Int.min, -Int(Int32.max) - 2, -1, 0, 1, 4, 5, Int(Int32.max), Int(Int32.max) + 1, .max,
    ]

    @Test func extremesAreClampedAndNeverTrap() {
        let bytes = Array("Host".utf8)
        for start in Self.extremes {
            for end in Self.extremes {
                let range = ByteRange(start: start, end: end)
                #expect(range.count >= 0)
                #expect(range.isEmpty == (range.count == 0))
                #expect(range.range.count == range.count)
                let isWhole = start == 0 && end == 4
                #expect(bytes.matches(range, ignoringCase: "host") == isWhole)
                if !range.isEmpty, range.start < 0 || range.end > 4 {
                    #expect(!bytes.matches(range, bytes, range))
                }
            }
        }
    }

    @Test func reversedRangeIsEmpty() {
        let range = ByteRange(start: 5, end: 3)

        #expect(range.isEmpty)
        #expect(range.count == 0)
        #expect(range.range == 5..<5)
        #expect(Array("abcdef".utf8).matches(range, Array("xyz".utf8), .empty))
    }

    @Test func matchComparesLettersWithoutCaseAndNothingElse() {
        let bytes = Array("xKeep-Alive@".utf8)

        #expect(bytes.matches(ByteRange(start: 1, end: 11), ignoringCase: "keep-alive"))
        #expect(!bytes.matches(ByteRange(start: 1, end: 10), ignoringCase: "keep-alive"))
        #expect(!bytes.matches(ByteRange(start: 1, end: 11), ignoringCase: "keep\ralive"))
        #expect(!bytes.matches(ByteRange(start: 11, end: 12), ignoringCase: "`"))
        #expect(!bytes.matches(ByteRange(start: 11, end: 13), ignoringCase: "@x"))
    }

    @Test func matchOfTwoSpansComparesLettersWithoutCaseAndNothingElse() {
        let left = Array("..EXAMPLE.com[".utf8)
        let right = Array("example.COM{".utf8)
        let leftRange = ByteRange(start: 2, end: 13)

        #expect(left.matches(leftRange, right, ByteRange(start: 0, end: 11)))
        #expect(!left.matches(leftRange, right, ByteRange(start: 0, end: 10)))
        #expect(!left.matches(leftRange, right, ByteRange(start: 1, end: 12)))
        #expect(
            !left.matches(ByteRange(start: 13, end: 14), right, ByteRange(start: 11, end: 12)))
    }

    @Test func literalIsHeldOnlyWholeAndInItsCase() {
        let bytes = Array("HTTP/1".utf8)

        #expect(bytes.holds("TTP", at: 1) == true)
        #expect(bytes.holds("http", at: 0) == false)
        #expect(bytes.holds("HTTP/1.", at: 0) == nil)
        #expect(bytes.holds("HTTX/1.", at: 0) == false)
        #expect(bytes.holds("H", at: 6) == nil)
        #expect(bytes.holds("H", at: .max) == nil)
        #expect(bytes.holds("", at: 9) == true)
    }
}
