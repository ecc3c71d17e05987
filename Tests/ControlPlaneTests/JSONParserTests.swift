//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import Model
import Testing

@Suite struct JSONParserTests {
    @Test(arguments: [
        ("null", JSONValue.null), (" true ", .bool(true)), ("-0.5e+2", .number(-50)), ("10.0", .number(10)),
        ("\"a\\u00e9\\ud83d\\ude00\\n\\/\"", .string("aé😀\n/")), ("[]", .array([])), ("{}", .object([:])),
        ("{\"a\":[1,{\"b\":null}]}", .object(["a": .array([.number(1), .object(["b": .null])])])),
    ])
    func valuesAreRead(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: value.text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "01", "1.", ".5", "+1", "1e", "1e999", "NaN", "'a'", "\"a", "\"\\x\"", "\"\\u12\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
        "{a:1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "1 2", "{}x", "[1]]", "\u{0}", "\"\\", "\"\\u", "{\"",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test func bytesThatAreNotUTF8AreRefused() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test func depthIsBounded() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(63)) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(64)) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: nested(1_000_000)) }
    }

    /// Whatever is accepted is what Foundation reads too.
    @Test func mutatedTextsAreReadAsFoundationReadsThem() throws {
        let seed = Array(#"{"a":[1,-2.5e3,"x\u00e9\n"],"b":{"c":true,"d":null},"e":"é"}"#.utf8)
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = seed
            for _ in 0...next(3) {
                let place = next(bytes.count)
                switch next(3) {
                case 0: bytes[place] = seed[next(seed.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8(next(256)), at: place)
                }
            }
            guard let value = try? JSONValue(parsing: bytes) else { continue }
            accepted += 1
            let theirs = try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
            let ours = try JSONSerialization.jsonObject(with: Data(value.text.utf8), options: [.fragmentsAllowed])
            #expect((theirs as? NSObject) == (ours as? NSObject), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 500)
    }
}
