//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Whatever bytes a head holds, a signer returns lines that are lines, or nothing.
@Suite struct SigningMutationTests {
    private static let credentials = [
        SampleCredential.aws(service: "s3", token: "session"), SampleCredential.aws(service: "sqs"),
        SampleCredential.oauth1(.hmacSHA1, token: "t", secret: "s"), SampleCredential.oauth1(.hmacSHA256),
        SampleCredential.oauth1(.plaintext, realm: "1234567_SB1"),
    ]

    private static let seeds = [
        "GET /a/b%20c?x=y&z HTTP/1.1\r\nHost: a.example\r\nX-Amz-Meta-A:  b  c \r\nContent-Type: a/b\r\n",
        "POST /%ff//?=&&+=%2B&%=% HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        "", "GET", "\r\n", "GET / HTTP/1.1\r\n", "* * *\r\n:\r\n", "GET  HTTP/1.1\r\n: \r\n\r\nX",
    ].map { Array($0.utf8) }

    @Test(arguments: 0..<8) func anyHeadIsSignedOrRefused(seed: Int) throws {
        let base = UpstreamBase(scheme: seed % 2 == 0 ? .https : .http, host: "a.example", port: 443, pathPrefix: "")
        let signers = try Self.credentials.map { try #require(RequestSigner($0, base: base)) }
        var random = Seeded(UInt64(seed))
        for _ in 0..<2000 {
            let head = Self.mutated(random.pick(Self.seeds), &random)
            let body = random.once(in: 3) ? nil : Self.mutated(Array("a=b&c=%20+".utf8), &random)
            let moment = SigningMoment(seconds: Int64(bitPattern: random.next()), nonce: Array("n".utf8))
            for signer in signers {
                _ = signer.bodyUse(of: head.span, to: base)
                guard let lines = signer.lines(for: head.span, to: base, body: body, at: moment) else { continue }
                Self.check(lines)
            }
        }
    }

    private static func check(_ lines: [UInt8]) {
        var text = lines[...]
        while let end = text.firstIndex(of: 0x0A) {
            #expect(text[..<end].last == 0x0D)
            let line = text[..<end].dropLast()
            #expect(line.contains(0x3A) && line.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            text = text[(end + 1)...]
        }
        #expect(text.isEmpty)
    }

    private static func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.below(6) {
            let place = random.below(bytes.count + 1)
            switch random.below(4) {
            case 0: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2 where place < bytes.count: bytes[place] = random.pick(Array("%&=+?/ :\r\n".utf8))
            default: bytes.append(contentsOf: bytes.prefix(place))
            }
        }
        return bytes
    }
}
