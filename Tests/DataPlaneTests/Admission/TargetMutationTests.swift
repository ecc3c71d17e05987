//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import TestSupport
import Testing

/// Whatever the raw target is, what leaves is one line, below the base, and was decoded once at most.
@Suite
struct TargetMutationTests {
    static let seeds: [String] = [
        "/v2/customers", "//v2/customers/", "/%2Fv2%2Fcustomers", "/a/..%2Fb", "/%2F%252e%252e%2Fx",
        "/x?a=b&__domain=c",
        "/{a}/b|c", "/a%zz/%", "/%2Fx%3Fa%3Db%23c", "/..;/x", "/.%2e/\\", "/%5C..", "",
    ]

    static let pieces: [String] = [
        "/", "//", ".", "..", "%2e", "%2E", "%2F", "%2f", "%5C", "\\", "%252e", "%252F", "%25", "%", "%0a", "%00",
        "%0D",
        "%3F", "?", "%23", "&", "=", ";", "%3B", "{", "|", "\"", "a", "%41", "%C3%A4", "%20", "+", "__domain=x", "@",
        ":",
    ]

    static func mutate(_ random: inout Seeded) -> String {
        var bytes = Array(random.pick(Self.seeds).utf8)
        for _ in 0..<(1 + random.below(6)) {
            let place = random.below(bytes.count + 1)
            switch random.below(4) {
            case 0 where !bytes.isEmpty: bytes.remove(at: min(place, bytes.count - 1))
            case 1: bytes.insert(UInt8(0x21 + random.below(0x5E)), at: place)
            default: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func whatLeavesIsOneLineBelowTheBase(seed: UInt64) throws {
        var random = Seeded(seed)
        var account = Account()
        account.base.pathPrefix = "/base"
        let prepared = try account.prepared()
        var sent = 0
        for _ in 0..<100_000 {
            let rest = Self.mutate(&random)
            let request = "GET /passthrough/\(Account.id)\(rest) HTTP/1.1\r\nHost: x\r\n\r\n"
            guard case .head(let head) = account.send(Array(request.utf8), prepared) else { continue }
            sent += 1
            try Self.check(head, rest)
        }

        #expect(sent > 20_000)
    }

    static func check(_ head: String, _ rest: String) throws {
        let line = Array(head.utf8.prefix { $0 != 0x0D })
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
        try #require(words.count == 3, "\(rest)")
        let target = Array(words[1])
        try #require(target.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x23 }, "\(rest)")
        let path = target.prefix { $0 != 0x3F }
        try #require(path == Array("/base".utf8)[...] || path.starts(with: "/base/".utf8), "\(rest)")
        try #require(path.allSatisfy { !#"{}|[]^\"`<>"#.utf8.contains($0) }, "\(rest)")
        // As the most generous of servers would read it: decoded once, backslashes taken for slashes.
        let read = Self.decode(Array(path))
        try #require(read.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(rest)")
        for segment in read.split(whereSeparator: { $0 == 0x2F || $0 == 0x5C }) {
            let name = segment.prefix { $0 != 0x3B }
            try #require(name != [0x2E] && name != [0x2E, 0x2E], "\(rest)")
        }
    }

    /// Written another way than the one under test.
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var left = bytes[...]
        while let byte = left.popFirst() {
            if byte == 0x25, let code = UInt8(String(decoding: left.prefix(2), as: UTF8.self), radix: 16),
                left.count >= 2
            {
                decoded.append(code)
                left = left.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    /// Decoding once undoes what an SDK did once: paths of any bytes arrive as they were meant.
    @Test
    func aWholePathThatAnSDKEncodedArrivesAsItWas() throws {
        var random = Seeded(7)
        let account = Account()
        let prepared = try account.prepared()
        let alphabet = Array("abcXYZ019-_~:@!$&'()*+,;=".utf8)
        for _ in 0..<20_000 {
            var path: [UInt8] = []
            for _ in 0..<(1 + random.below(4)) {
                path.append(0x2F)
                for _ in 0..<(1 + random.below(5)) { path.append(random.pick(alphabet)) }
            }
            let request = "GET /passthrough/\(Account.id)/\(Self.encode(path)) HTTP/1.1\r\nHost: x\r\n\r\n"
            guard case .head(let head) = account.send(Array(request.utf8), prepared) else {
                Issue.record("refused: \(String(decoding: path, as: UTF8.self))")
                continue
            }
            try #require(head.hasPrefix("GET \(String(decoding: path, as: UTF8.self)) HTTP/1.1\r\n"))
        }
    }

    static func encode(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let isPlain = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
            let digits = String(byte, radix: 16)
            return isPlain ? String(decoding: [byte], as: UTF8.self) : "%\(byte < 16 ? "0" : "")\(digits)"
        }.joined()
    }
}
