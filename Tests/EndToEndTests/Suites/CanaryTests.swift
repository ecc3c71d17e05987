//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

extension Conformance {
    /// A credential and an API key that can be told from all other bytes are found nowhere but where they belong.
    @Suite struct Canary {
        @Test func secretsAreFoundNowhere() throws {
            let rig = try Rig(options: ["--log-level", "debug"])
            let answers = try Canary.requests.flatMap { entry in
                try Canary.exchange(entry, on: rig)
            }
            #expect(try rig.server.stop() == 0)

            var places: [(name: String, bytes: [UInt8])] = [
                ("standard output", Array(rig.server.process.standardOutput.utf8)),
                ("standard error", Array(rig.server.process.standardError.utf8)),
                ("answers", answers),
            ]
            places += try rig.directory.files().filter { $0.path.contains("/data/") }.map { ($0.path, $0.bytes) }

            #expect(places.count > 4)
            for place in places {
                for (spelling, mark) in Canary.spellings where place.bytes.contains(mark) {
                    Issue.record("\(spelling) in \(place.name)")
                }
            }
        }

        /// Every way of going well or wrong that says something about a secret.
        private static let requests: [ConformanceCase] =
            CallerTable.known + CallerTable.unknown + FieldTable.credentials + QueryTable.credential
            + CallerTable.connections + DomainTable.notAllowed + HostileTable.cutHeads + PathTable.dots
            + FieldTable.named

        private static func exchange(_ entry: ConformanceCase, on rig: Rig) throws -> [UInt8] {
            rig.vendor.expect(entry.scripts)
            let socket = try rig.connect()
            try socket.send(rig.fill(entry.request, for: entry.account))
            let method = entry.replies.first?.method ?? "GET"
            guard let answer = try? socket.readResponse(to: method) else { return [] }
            return "\(answer.head) \(answer.text)".latin1
        }

        /// The secrets as they could hide: plain, escaped, in base 64 at each of its three places, in hexadecimal.
        private static let spellings: [(String, [UInt8])] = [
            // The beginning of a key is shown on purpose, so that a person can tell keys apart.
            ("the key", String(Rig.key.suffix(28))), ("the credential", Rig.credential),
        ].flatMap { name, secret in
            let bytes = Array(secret.utf8)
            let hexadecimal = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let inBase64 = (0..<3).map { shift in
                let text = Data(Array(repeating: 0, count: shift) + bytes).base64EncodedString()
                // The first and the last letters also depend on the bytes around.
                return String(text.dropFirst(4).dropLast(4))
            }
            let plain = [secret, secret.replacingOccurrences(of: "-", with: "%2D")]
            let all = plain + [hexadecimal, hexadecimal.uppercased()] + inBase64
            return all.map { (name, Array($0.utf8)) }
        }
    }
}
