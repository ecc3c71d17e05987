//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The gzip format (RFC 1952) with its contents stored, not compressed (RFC 1951 section 3.2.4).
enum GzipStored {
    /// Packs up to 65,535 bytes; what is beyond is left out.
    static func pack(_ contents: [UInt8]) -> [UInt8] {
        let contents = contents.prefix(Int(UInt16.max))
        let length = UInt16(contents.count)
        // Magic, deflate, no flags, no time, unknown system; then one last stored block.
        var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 1]
        self.append(length, to: &packed)
        self.append(~length, to: &packed)
        packed.append(contentsOf: contents)
        self.append(self.checksum(contents), to: &packed)
        self.append(UInt32(length), to: &packed)
        return packed
    }

    /// CRC-32 of RFC 1952 section 8.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var remainder: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
            }
        }
        return ~remainder
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: value.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
