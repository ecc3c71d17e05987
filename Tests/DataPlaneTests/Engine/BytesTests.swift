//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import TestSupport
import Testing

/// Random appends and partial takes against one array.
@Suite
struct PendingBytesTests {
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func whatIsTakenIsWhatWasAppended(seed: UInt64) throws {
        var random = Seeded(seed)
        var pending = PendingBytes()
        var model: [UInt8] = []
        for _ in 0..<3_000 {
            switch random.below(8) {
            case 0, 1, 2:
                // At times more than the memory that is kept.
                let piece = (0..<random.below(random.once(in: 10) ? 20_000 : 300)).map { _ in UInt8(random.below(256)) }
                pending.append(piece.span)
                model += piece
            case 3: #expect(!pending.drain { _ in nil })
            case 4 where random.once(in: 50):
                pending.clear()
                model = []
            default: try Self.drain(&pending, &model, random.below(random.once(in: 5) ? 100_000 : 400))
            }
            try #require(pending.count == model.count)
            try #require(pending.isEmpty == model.isEmpty)
        }
        try Self.drain(&pending, &model, .max)

        #expect(pending.isEmpty)
    }

    private static func drain(_ pending: inout PendingBytes, _ model: inout [UInt8], _ most: Int) throws {
        var offered: [UInt8] = []
        let isGood = pending.drain { bytes in
            offered = Array(bytes)
            return min(most, bytes.count)
        }
        try #require(isGood)
        try #require(offered == model)
        model.removeFirst(min(most, model.count))
    }
}

/// Numbers and bytes in a buffer that is used again.
@Suite
struct OutputBufferTests {
    static func decimal(_ value: Int64) -> String {
        let buffer = OutputBuffer()
        buffer.write(decimal: value)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test
    func decimalsAreWhatTheStandardLibraryWrites() {
        var values: [Int64] = [0, 9, .max, .max - 1]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            values += [power - 1, power, power + 1]
        }
        var random = Seeded(1)
        for _ in 0..<10_000 { values.append(Int64(random.next() >> UInt64(1 + random.below(62)))) }

        for value in values { #expect(Self.decimal(value) == String(value)) }
    }

    @Test(arguments: [-1, -10, .min] as [Int64])
    func aNegativeNumberIsZero(value: Int64) {
        #expect(Self.decimal(value) == "0")
    }

    @Test
    func clearingKeepsNothingButMemory() {
        let buffer = OutputBuffer(capacity: 4)
        buffer.write("abc" as StaticString)
        buffer.write(UInt8(0x64))
        buffer.write(string: "é")
        #expect(buffer.count == 6)
        buffer.clear()
        #expect(buffer.count == 0)
        buffer.write([1, 2, 3].span)

        #expect(buffer.bytes == [1, 2, 3])
    }
}
