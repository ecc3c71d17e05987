//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import FoundationEssentials
internal import Model

/// The ways in which a secret may stand in a body: as it is, escaped for a URL or for JSON, and in Base64.
enum SecretSpellings {
    /// Shorter ones would be found in every text.
    private static let shortest = 6

    static func all(of secret: Secret) -> [[UInt8]] {
        let bytes = secret.revealBytes()
        guard bytes.count >= Self.shortest else { return [] }
        let json = Self.json(bytes)
        let plain = [
            bytes, Self.percent(bytes, upper: true), Self.percent(bytes, upper: false), json,
            // As many programs write it, so that it may stand in a page (RFC 8259 section 7).
            json.flatMap { $0 == 0x2F ? [0x5C, $0] : [$0] },
        ]
        return (plain + Self.base64(bytes)).filter { $0.count >= Self.shortest }
    }

    private static func percent(_ bytes: [UInt8], upper: Bool) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: return [byte]
            default:
                let digits = String(byte, radix: 16, uppercase: upper)
                return Array(("%" + (byte < 16 ? "0" : "") + digits).utf8)
            }
        }
    }

    /// As our own JSON writes it, without the quotes.
    private static func json(_ bytes: [UInt8]) -> [UInt8] {
        Array(JSONValue.string(String(decoding: bytes, as: UTF8.self)).text.utf8.dropFirst().dropLast())
    }

    /// Of each of the three ways in which a secret may lie across groups of three bytes, what does not depend on its
    /// neighbours (RFC 4648 section 4), in both alphabets.
    private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { shift -> [[UInt8]] in
            let padded = [UInt8](repeating: 0, count: shift) + bytes
            let whole = padded.count - padded.count % 3
            let digits = Array(Data(padded[..<whole]).base64EncodedString().utf8)
            let own = Array(digits.dropFirst(shift == 0 ? 0 : shift + 1))
            let other = own.map { $0 == 0x2B ? 0x2D : ($0 == 0x2F ? 0x5F : $0) }
            return own == other ? [own] : [own, other]
        }
    }
}
