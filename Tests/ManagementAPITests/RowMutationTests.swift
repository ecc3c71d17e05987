//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@Suite struct RowMutationTests {
    private static let seeds = [
        OwnIntegrationRoutesTests.row,
        """
        - slug: ours
          name: 'Ours'
          base_url: http://127.0.0.1:9000/x
          allowed_hosts: ["127.0.0.1:9000"]
          auth_hosts: ["[::1]:9001", "*.sso.example"]
          headers: {X-A: b}
          auth:
            - type: oauth2
              grant: authorization_code
              authorization_url: https://a.sso.example/authorize?x=1&y=2
              token_url: http://[::1]:9001/token
              scopes: [a, b]
              expires_in: 3600
              login: {method: POST, url: "https://b.sso.example/", json: '{"a":"{token}"}', capture: {s: a.b}}
          probe: {path: /me, expect: {ok: true}}
          rate: {limit: ten, headers: [X-L], retry_after: false}
        """,
        #"{"name":"Ours","base_url":"https://a.example","allowed_hosts":["a.example"],"auth":[{"type":"basic","#
            + #""username":"{username}","password":"{password}"}],"verified":0}"#,
    ]
    private static let fragments = [
        "&a ", "*a", "!!binary ", "!x ", "<<: ", "? ", "- ", ": ", "{", "}", "[", "]", "\t", "\"", "'", "|\n", ">-\n",
        "---\n", "...\n", "%YAML 1.1\n", "\u{0}", "\u{85}", "\u{2028}", "\u{FEFF}", "\\ud800", "{{}}", "{a}", "{a",
        "https://", "http://", ":0", ":99999", "@", "*.", "..", "9999999999999999999999", "-1", "1e999", "~", "null",
        "slug: ours\n", "auth:\n", "é", "xn--", "\r\n", "#",
    ]

    /// Nothing that is sent as a row is our fault: 200 or 4xx.
    @Test func noRowBreaksTheServer() async throws {
        try await Rig.run { session in
            for seed in Self.seeds {
                let answer = try await session.send(.put, OwnIntegrationRoutesTests.path, seed)
                #expect(answer.status == 200, "\(answer.text)")
            }
            var random = SplitMix(state: 0x0DD5EED)
            var accepted = 0
            for round in 0..<4_000 {
                let body = Self.mutated(Self.seeds[round % Self.seeds.count], with: &random)

                let answer = try await session.send(.put, OwnIntegrationRoutesTests.path, body)

                guard answer.status == 200 || (400..<500).contains(answer.status) else {
                    Issue.record("\(body)\ngave \(answer.status) \(answer.text)")
                    return
                }
                guard answer.status == 200 else { continue }
                accepted += 1
                // What was accepted can be read again, and shown.
                let shown = try await session.send(.get, OwnIntegrationRoutesTests.path)
                guard shown.status == 200 else {
                    Issue.record("\(body)\nwas accepted, then \(shown.status)")
                    return
                }
            }
            // Both outcomes are tried, or the mutations are too tame or too wild to say anything.
            #expect((100...3_900).contains(accepted), "\(accepted)")
        }
    }

    /// The longest texts that a reader might take long over; each is answered within the test's patience.
    @Test(arguments: [
        (0..<20_000).map { "k\($0): x" }.joined(separator: "\n"), String(repeating: "[a,", count: 80_000),
        "{" + (0..<20_000).map { "\($0): 1" }.joined(separator: ",") + "}", String(repeating: "- ", count: 130_000),
        "a: \"" + String(repeating: "\\u0041", count: 40_000) + "\"", String(repeating: "{a: ", count: 60_000),
        "name: " + String(repeating: "{a}", count: 80_000),
        "base_url: https://" + String(repeating: "a.", count: 120_000),
        String(repeating: "? ", count: 130_000), String(repeating: "a: |\n\n", count: 40_000),
    ])
    func aLargeTextIsAnsweredSoon(text: String) async throws {
        try await Rig.run { session in
            let clock = ContinuousClock()
            let start = clock.now

            let answer = try await session.send(.put, OwnIntegrationRoutesTests.path, text)

            #expect((400..<500).contains(answer.status))
            #expect(clock.now - start < .seconds(20))
        }
    }

    private static func mutated(_ seed: String, with random: inout SplitMix) -> String {
        var bytes = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
            let end = min(bytes.count, index + Int.random(in: 0...8, using: &random))
            let fragment = (fragments.randomElement(using: &random) ?? "").utf8
            switch UInt8.random(in: 0...3, using: &random) {
            case 0: bytes.removeSubrange(index..<max(index, end))
            case 1: bytes.insert(contentsOf: fragment, at: index)
            case 2: bytes.replaceSubrange(index..<max(index, end), with: fragment)
            default: bytes.insert(contentsOf: bytes[index..<max(index, end)], at: index)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
