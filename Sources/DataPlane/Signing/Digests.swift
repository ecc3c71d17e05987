//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import CPlatform

/// Digests and keyed digests, by OpenSSL; `nil` only where OpenSSL has no memory or does not offer the digest.
enum Digests {
    /// The digest of an empty message, in hexadecimal.
    static let emptySHA256 = Array("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".utf8)

    static func sha256(_ message: Span<UInt8>) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        let isMade = message.withUnsafeBufferPointer { SHA256($0.baseAddress, $0.count, &digest) != nil }
        return isMade ? digest : nil
    }

    static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8]? { Self.hmac(EVP_sha256(), key, message) }

    static func hmacSHA1(key: [UInt8], _ message: [UInt8]) -> [UInt8]? { Self.hmac(EVP_sha1(), key, message) }

    private static func hmac(_ digest: OpaquePointer?, _ key: [UInt8], _ message: [UInt8]) -> [UInt8]? {
        // An empty key and one zero are the same key (RFC 2104 section 2), and a zero has an address.
        let key = key.isEmpty ? [0] : key
        guard let length = Int32(exactly: key.count) else { return nil }
        var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard HMAC(digest, key, length, message, message.count, &code, &count) != nil else { return nil }
        code.removeLast(code.count - min(code.count, Int(count)))
        return code
    }

    /// Lower-case hexadecimal.
    static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.count)
        for byte in bytes {
            text.append(Self.digit(byte >> 4))
            text.append(Self.digit(byte & 15))
        }
        return text
    }

    private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }

    /// Base64 of RFC 4648 section 4, padded.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let group =
                UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
                | (left > 2 ? UInt32(bytes[index + 2]) : 0)
            for place in 0..<4 {
                let isPadding = place > left
                text.append(isPadding ? 0x3D : Self.base64Digit(UInt8(group >> UInt32(18 - 6 * place) & 63)))
            }
            index += 3
        }
        return text
    }

    private static func base64Digit(_ value: UInt8) -> UInt8 {
        switch value {
        case 0..<26: 0x41 + value
        case 26..<52: 0x61 + value - 26
        case 52..<62: 0x30 + value - 52
        case 62: 0x2B
        default: 0x2F
        }
    }
}
