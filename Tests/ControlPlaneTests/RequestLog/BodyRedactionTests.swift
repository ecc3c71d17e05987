//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import Model
import Storage
import Testing

/// Secrets that may stand in a body, and that none of them stays.
@Suite struct BodyRedactionTests {
    private static let canary = "canary/secret+1=x"

    private static func text(_ text: String, type: String? = nil, cut: Bool = false) -> String? {
        let bytes = Array(text.utf8)
        return BodyRedaction(secrets: [Secret(canary)]).text(
            of: RawBodies.Body(bytes: Secret(bytes: bytes), size: Int64(bytes.count + (cut ? 1 : 0)), type: type))
    }

    @Test(arguments: [
        #"{"access_token":"abc","deep":[{"ClientSecret":{"a":"abc"},"password":1}]}"#,
        #"{"api-key":"abc","X_API_KEY":"abc","Authorization":"abc","code":"abc"}"#,
        #"{"a":1,"refresh_token":"abc-cut-of"#, #"{"password" : "a\"abc"#,
        "grant_type=refresh_token&refresh_token=abc&client_secret=abc", "a=1&pass%77ord=abc", "Authorization: abc",
        "<token>abc</token>",
    ])
    func whatIsNamedASecretGoes(body: String) throws {
        let isForm = body.contains("&")
        let kept = try #require(Self.text(body, type: isForm ? "application/x-www-form-urlencoded" : nil))

        #expect(!kept.contains("abc"), "\(kept)")
        #expect(kept.contains(BodyRedaction.mark))
    }

    @Test(arguments: 0..<6)
    func theConnectionsOwnSecretGoesHoweverItIsWritten(prefix: Int) throws {
        let padding = String(repeating: "u", count: prefix)
        let encoded = Data((padding + Self.canary + ":tail").utf8).base64EncodedString()
        let url = encoded.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        let percent = try #require(Self.canary.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let json = String(decoding: try JSONEncoder().encode([Self.canary]), as: UTF8.self)
        for spelling in [Self.canary, encoded, url, percent, percent.lowercased(), json] {
            let kept = try #require(Self.text("note \(padding)\(spelling) end"))
            #expect(kept.contains(BodyRedaction.mark), "\(spelling) \(kept)")
            #expect(!kept.contains("secret"), "\(spelling) \(kept)")
        }
        let whole = try #require(Self.text("\(Self.canary)\(Self.canary)"))
        #expect(whole == BodyRedaction.mark + BodyRedaction.mark)
    }

    @Test func whatIsNoSecretStays() {
        #expect(Self.text(#"{"name":"Ada","ids":[1,2.5,null,true]}"#) == #"{"ids":[1,2.5,null,true],"name":"Ada"}"#)
        #expect(Self.text("plain words, a=b") == "plain words, a=b")
        #expect(Self.text("né", cut: true) == "né")
    }

    @Test func whatIsNoTextIsNotKept() {
        let redaction = BodyRedaction(secrets: [])
        func kept(_ bytes: [UInt8], size: Int64) -> String? {
            redaction.text(of: RawBodies.Body(bytes: Secret(bytes: bytes), size: size, type: nil))
        }

        #expect(kept([0xFF, 0xFE, 0x41], size: 3) == nil)
        #expect(kept([0x41, 0x00], size: 2) == nil)
        // Cut within a character: what is before it is kept.
        #expect(kept([0x41, 0xC3], size: 3) == "A")
        #expect(kept([0x41, 0xC3], size: 2) == nil)
        #expect(kept([], size: 9) == "")
    }

    @Test func keptBodiesAreSealedAndShownOnlyWithTheirCall() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let made = try await plane.connections.create(
            Installation.draft(token: "canary-credential-1"), in: plane.workspace)
        var record = plane.record(1, of: made.id, status: 400)
        record.bodies = RawBodies(
            request: .init(bytes: Secret(#"{"name":"Ada","echo":"canary-credential-1"}"#), size: 44, type: nil),
            response: .init(bytes: Secret(bytes: [0xFF]), size: 9_000, type: nil))
        try await plane.log(record)

        let (call, bodies) = try await plane.platform.calls.get(record.id, in: plane.workspace)

        #expect(bodies?.request?.text == #"{"echo":"[redacted]","name":"Ada"}"#)
        #expect(bodies?.request?.isCut == true)
        #expect(bodies?.response?.text == nil)
        #expect(bodies?.response?.size == 9_000)
        let sealed = try #require(call.sealedBodies)
        #expect(!String(decoding: sealed, as: UTF8.self).contains("Ada"))
        #expect(try await plane.calls().first?.sealedBodies == nil)
    }
}
