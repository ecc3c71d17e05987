//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@Suite struct BodyMutationTests {
    private static let seeds = [
        #"{"integration_type":"generic","external_xref":"c-1","permissions":["a"],"categories":["crm"],"is_paused":false,"#
            + #""environment":"Sandbox","auth":{"api_url":"https://api.example/v1","token":"canary-credential-1","#
            + #""expires_in":3600,"expiry_date":"2030-01-02T03:04:05Z","emails":["a@b"],"meta":{"scheme":"bearer"}}}"#,
        #"{"integration_type":"alpha","auth":{"access_token":"canary-credential-1","other_auth_info":["x"]}}"#,
    ]
    private static let fragments = [
        "null", "{}", "[]", "-1", "1e999", "\"", "\\", "\\u0000", "\\ud800", "true", ",", ":", "{", "}", "[", "]",
        "\u{0}",
        "9999999999999999999", "\"auth\"", "\"id\"", "é", "https://", "%00", "\\r\\n",
    ]

    /// Nothing that is sent as a body is our fault: 200 or 4xx, and never the credential.
    @Test func noBodyBreaksTheServer() async throws {
        try await Rig.run { session in
            let id = try await session.make()
            var random = SplitMix(state: 0x5EED)
            var accepted = 0
            for round in 0..<5_000 {
                let body = Self.mutated(Self.seeds[round % Self.seeds.count], with: &random)
                let (method, path): (HTTPRequest.Method, String) =
                    switch round % 3 {
                    case 0: (.post, "/unified/connection")
                    case 1: (.put, "/unified/connection/\(id)")
                    default: (.patch, "/unified/connection/\(id)")
                    }

                let answer = try await session.send(method, path, body)

                guard answer.status == 200 || (400..<500).contains(answer.status), !answer.text.contains(canary) else {
                    Issue.record("\(method) \(body) gave \(answer.status) \(answer.text)")
                    return
                }
                if answer.status == 200 { accepted += 1 }
            }
            // Both outcomes are tried, or the mutations are too tame or too wild to say anything.
            #expect((500...4_500).contains(accepted), "\(accepted)")
        }
    }

    private static func mutated(_ seed: String, with random: inout SplitMix) -> String {
        var bytes = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
            let end = min(bytes.count, index + Int.random(in: 0...8, using: &random))
            switch UInt8.random(in: 0...3, using: &random) {
            case 0: bytes.removeSubrange(index..<max(index, end))
            case 1: bytes.insert(contentsOf: (fragments.randomElement(using: &random) ?? "").utf8, at: index)
            case 2:
                bytes.replaceSubrange(
                    index..<max(index, end), with: (fragments.randomElement(using: &random) ?? "").utf8)
            default: bytes.insert(contentsOf: bytes[index..<max(index, end)], at: index)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
