//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Wire

/// Field names against a dictionary of strings, for every name, spelling and near miss.
@Suite struct FieldKeyTests {
    private static let names: [String: FieldName] = [
        "authorization": .authorization, "connection": .connection, "content-length": .contentLength,
        "content-type": .contentType, "cookie": .cookie, "expect": .expect, "host": .host,
        "http2-settings": .http2Settings, "keep-alive": .keepAlive, "location": .location,
        "proxy-connection": .proxy, "proxy-authenticate": .proxy, "proxy-authorization": .proxy,
        "set-cookie": .setCookie, "te": .te, "x-response-time": .timing, "x-endapi-response-time": .timing,
        "x-unified-response-time": .timing, "trailer": .trailer, "transfer-encoding": .transferEncoding,
        "upgrade": .upgrade, "passthrough-": .passthrough, "passthrough-error": .passthrough,
        "passthrough-a": .passthrough, "passthrough-request-id": .passthrough,
        "passthrough-a-name-that-is-longer-than-three-words": .passthrough,
    ]
    private static let tokens = (UInt8.min...UInt8.max).filter { $0.isToken }

    /// What the name is by its text.
    private static func name(of bytes: [UInt8]) -> FieldName {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if text.hasPrefix("passthrough-") { return .passthrough }
        return Self.names[text] ?? .other
    }

    private static func expect(_ bytes: [UInt8]) {
        let name = Self.name(of: bytes)
        #expect(FieldKey(bytes).name == name, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test(arguments: names.keys.sorted())
    func nameIsKnownInEveryCase(text: String) throws {
        let expected = try #require(Self.names[text])
        var random = SeededGenerator(seed: 1)
        #expect(FieldKey(text.utf8).name == expected)
        #expect(FieldKey(text.uppercased().utf8).name == expected)
        for _ in 0..<500 {
            let mixed = text.utf8.map { (0x61...0x7A).contains($0) && random.below(2) == 0 ? $0 - 32 : $0 }
            #expect(FieldKey(mixed).name == expected)
            #expect(FieldKey(mixed) == FieldKey(text.utf8))
        }
    }

    /// Every token byte in every place, one byte more in every place, one less.
    @Test(arguments: names.keys.sorted())
    func nearMissIsAnotherName(text: String) {
        let bytes = Array(text.utf8)
        for place in bytes.indices {
            for token in Self.tokens {
                var changed = bytes
                changed[place] = token
                Self.expect(changed)
                var longer = bytes
                longer.insert(token, at: place)
                Self.expect(longer)
            }
            var shorter = bytes
            shorter.remove(at: place)
            Self.expect(shorter)
            Self.expect(Array(bytes[..<place]))
        }
        for token in Self.tokens { Self.expect(bytes + [token]) }
    }

    /// Bytes pushed out of the third word leave what looks like a shorter name.
    @Test func longNameThatEndsLikeAKnownOneIsAnother() {
        for text in Self.names.keys {
            Self.expect(Array((text + text).utf8))
            Self.expect(Array((text + String(repeating: "a", count: 24)).utf8))
            Self.expect(Array((String(repeating: "a", count: 24) + text).utf8))
        }
        Self.expect([])
    }

    @Test func namesOfAHeadAreThose() throws {
        var parser = RequestHeadParser()
        let lines = Self.names.keys.sorted().map { $0 == "host" ? "hOsT: a" : "\($0): 100-continue" }
            .filter { !$0.hasPrefix("content-length") && !$0.hasPrefix("transfer-encoding") }
        let bytes = Array(("GET / HTTP/1.1\r\n" + lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)

        guard case .complete = parser.parse(bytes.span) else {
            Issue.record("the head is refused")
            return
        }

        for line in parser.section.lines {
            #expect(line.name == Self.name(of: Array(bytes[line.nameRange.range])))
            #expect(line.key == FieldKey(bytes[line.nameRange.range]))
        }
    }
}
