//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

/// What the values of variables may do to a base URL: nothing but name the customer's own place at the vendor.
@Suite struct VariableValueTests {
    static let hostile = [
        "evil.com#", "evil.com?", "evil.com/", "evil.com\\", "evil.com/..", "a@b", "a:b@evil.com", "@evil.com",
        "x/../y", "../x", "..", ".", "...", "./x", "x/.", "x/./y", "x//y", "//evil.com", "/", "\\", "\\\\evil.com",
        "a\r\nHost: evil.com", "a\nb", "a\rb", "a\tb", "a\u{0}b", "\u{0}", "\u{7F}", "a\u{1B}b", " ", " a", "a ", "a b",
        "a\u{A0}b", "evil。com", "evil．com", "evil｡com", "ａcme", "bücher", "\u{202E}acme", "a\u{200B}b", "a\u{AD}b", "é",
        "%2e%2e", "%2f", "a%00b", "a%0d%0ab", "%", "a%", "evil.com%23", "{sub}", "{}", "a{b}c", "$(x)", "a;b", "a|b",
        "a\"b", "a'b", "a<b>", "a*b", "*", "[::1]", "::1", "a&b=c", String(repeating: "a", count: 5000),
        "https://evil.com@a.com", "https://a.com:80@evil.com", "https:/evil.com", "https:\\evil.com", "http://a.com",
        "javascript:x", "https://", "https://https://a.com", "a.com:8080", "a.com:443/x?y", "-a", "a-", "a..b", ".a",
        "a.", "a.com.", "a.com..",
    ]

    /// Hostile values that are plain names of a kind, and harmless there.
    static let harmless: [VariableKind: Set<String>] = [
        .hostpath: ["evil.com/"],
        .id: ["...", "-a", "a-", "a..b", ".a", "a.", "a.com.", "a.com.."],
        .secret: ["...", "-a", "a-", "a..b", ".a", "a.", "a.com.", "a.com..", "::1", "javascript:x", "a.com:8080"],
    ]

    static let bases: [VariableKind: String] = [
        .label: "https://{sub}.acme.com", .hostpart: "https://{sub}.acme.com", .host: "https://{sub}",
        .hostpath: "https://{sub}/api", .origin: "{sub}", .url: "{sub}", .id: "https://api.acme.com/{sub}",
        .enum: "https://{sub}.acme.com", .secret: "https://api.acme.com/{sub}",
    ]

    static func catalog(_ kind: VariableKind, isOpen: Bool = true) throws -> Catalog {
        let base = try #require(Self.bases[kind])
        let hosts = isOpen && kind.namesHost ? "\"{sub}\"" : "\"*.acme.com\""
        let values = kind == .enum ? ", values: [eu, us]" : ""
        let row = """
            - slug: acme
              name: Acme
              categories: [crm]
              base_url: "\(base)"
              vars:
                sub: {kind: \(kind.rawValue)\(values)}
              allowed_hosts: [\(hosts), api.acme.com]
              auth:
                - type: bearer
              docs: https://acme.com/
              unified: unseen
              verified: 0
            """
        return try Catalog(files: [("a.yaml", row)])
    }

    static func auth(_ value: String) -> ConnectionAuth {
        var auth = ConnectionAuth()
        auth.token = Secret(SampleAuth.credential)
        auth.meta["sub"] = .string(value)
        return auth
    }

    @Test(arguments: VariableKind.allCases)
    func hostileValuesAreRefusedWithoutBeingRepeated(kind: VariableKind) throws {
        let catalog = try Self.catalog(kind)

        for value in Self.hostile where Self.harmless[kind]?.contains(value) != true {
            let error = #expect(throws: ResolutionError.self, "\(value.debugDescription)") {
                try catalog.resolve(type: "acme", auth: Self.auth(value))
            }
            if case .invalid(let name, _)? = error {
                #expect(name == "sub")
            } else {
                Issue.record("\(value.debugDescription): \(String(describing: error))")
            }
        }
    }

    @Test(arguments: [
        (VariableKind.label, "acme-1", "acme-1.acme.com"), (.label, "Acme", "acme.acme.com"),
        (.hostpart, "eu.west-1", "eu.west-1.acme.com"), (.host, "One.Acme.com", "one.acme.com"),
        (.hostpath, "one.acme.com/Shop", "one.acme.com/Shop/api"), (.hostpath, "one.acme.com/", "one.acme.com/api"),
        (.origin, "https://one.acme.com", "one.acme.com"), (.origin, "https://one.acme.com/", "one.acme.com"),
        (.url, "https://one.acme.com/a/b/", "one.acme.com/a/b"), (.id, "A.b_c~d-1", "api.acme.com/A.b_c~d-1"),
        (.enum, "eu", "eu.acme.com"), (.secret, "123:Ab-c=", "api.acme.com/123:Ab-c="),
    ])
    func valuesOfTheKindEnterTheURL(kind: VariableKind, value: String, expected: String) throws {
        for isOpen in [true, false] {
            let resolved = try Self.catalog(kind, isOpen: isOpen).resolve(type: "acme", auth: Self.auth(value))

            #expect(resolved.base.authority + resolved.base.pathPrefix == expected)
        }
    }

    @Test func aNeighbourAtTheVendorIsNotAllowed() throws {
        let resolved = try Self.catalog(.label).resolve(type: "acme", auth: Self.auth("one"))

        #expect(resolved.allowedHosts.contains { $0.admits(host: "one.acme.com") })
        #expect(!resolved.allowedHosts.contains { $0.admits(host: "evil.acme.com") })
    }

    @Test(arguments: VariableKind.allCases)
    func mutatedValuesNeverLeaveTheVendor(kind: VariableKind) throws {
        let catalog = try Self.catalog(kind, isOpen: false)
        var random = SeededRandom(seed: 0x5EED_0001)
        let seeds = ["acme", "one.acme.com", "https://one.acme.com", "https://one.acme.com/a", "eu", "one.acme.com/a"]
        let alphabet = Array("aA0.-_~/:@#?%\\[]{}&=+ \r\n\t\u{0}。é".unicodeScalars) + Array("acme.com".unicodeScalars)
        var accepted = 0

        for _ in 0..<2_500 {
            var scalars = Array(seeds[Int.random(in: 0..<seeds.count, using: &random)].unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0...scalars.count, using: &random)
                let scalar = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars.insert(scalar, at: place)
                case 1 where place < scalars.count: scalars[place] = scalar
                default: if place < scalars.count { scalars.remove(at: place) }
                }
            }
            var value = String.UnicodeScalarView()
            value.append(contentsOf: scalars)
            guard let resolved = try? catalog.resolve(type: "acme", auth: Self.auth(String(value))) else { continue }
            accepted += 1
            let base = resolved.base
            let isPlain = base.host.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8.contains($0) }
            let isClean = base.pathPrefix.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"?#\\".utf8.contains($0) }
            #expect(base.host.hasSuffix(".acme.com") && isPlain && base.port == 443 && isClean, "\(String(value))")
            #expect(!base.pathPrefix.split(separator: "/").contains { $0 == "." || $0 == ".." })
        }

        #expect(accepted > 0)
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var value = self.state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
