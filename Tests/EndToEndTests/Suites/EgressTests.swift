//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

extension Conformance {
    /// Addresses that no connection may reach unless the operator says so (DESIGN section 7).
    @Suite struct Egress {
        /// A server that may reach one vendor, and another vendor on loopback that it may not.
        private static let stand = Result { (rig: try Rig(), forbidden: try ScriptedVendor()) }

        @Test(arguments: [
            "127.0.0.1", "127.0.0.2", "localhost", "LOCALHOST", "localhost.", "127.1", "127.0.1", "2130706433",
            "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.000.000.001", "0", "0.0.0.0", "[::1]", "[::]",
            "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]",
            "[2002:7f00:1::]", "127.0.0.1.", "%31%32%37.0.0.1",
        ])
        func loopbackIsNotReached(_ host: String) throws {
            let (rig, forbidden) = try Self.stand.get()
            try self.expectRefusal("http://\(host):\(forbidden.port)", rig, forbidden)
        }

        @Test(arguments: [
            "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254", "169.254.0.1", "192.0.0.1", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1",
            "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "0.1.2.3", "[fd00::1]",
            "[fc00::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[fd00:ec2::254]", "[::ffff:10.0.0.1]",
            "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a00:1::]", "[2001:db8::1]", "[2001::1]",
            "[100::1]",
        ])
        func addressThatIsNotGlobalIsNotReached(_ host: String) throws {
            let (rig, forbidden) = try Self.stand.get()
            try self.expectRefusal("http://\(host)", rig, forbidden)
        }

        @Test func vendorThatIsAllowedIsReachedAtItsPortAlone() throws {
            let (rig, forbidden) = try Self.stand.get()
            forbidden.expect([])
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET ~/x HTTP/1.1"), for: .bearer))

            #expect(try socket.readResponse().status == 200)
            #expect(forbidden.channelsOpened == 0)
        }

        /// What is said of an address where somebody listens and that was not dialled.
        private static let refusal = Result { () -> String in
            let (rig, forbidden) = try stand.get()
            forbidden.expect([])
            let answer = try Egress.ask("http://127.0.0.1:\(forbidden.port)", rig)
            guard forbidden.channelsOpened == 0, let answer = answer else { return "it was dialled" }
            return try ErrorShape.document(of: answer).message
        }

        /// Refused when the connection is made, or when it is used; never dialled.
        ///
        /// Where nobody could listen, the message tells a refusal from a dial that failed.
        private func expectRefusal(_ base: String, _ rig: Rig, _ forbidden: ScriptedVendor) throws {
            let refusal = try Self.refusal.get()
            forbidden.expect([])
            guard let answer = try Self.ask(base, rig) else { return }

            #expect(answer.status == 502, "\(base)")
            #expect(answer.head.value("Passthrough-Error") == "upstream_unreachable", "\(base)")
            #expect(try ErrorShape.document(of: answer).message == refusal, "\(base)")
            #expect(forbidden.channelsOpened == 0, "\(base)")
        }

        /// The answer for a connection with this base URL; `nil` if there can be no such connection.
        private static func ask(_ base: String, _ rig: Rig) throws -> StrictResponse? {
            guard let id = try rig.add(base: base) else { return nil }
            let socket = try rig.connect()
            try socket.send(rig.fill(message("GET /passthrough/\(id)/x HTTP/1.1"), for: .bearer))
            return try socket.readResponse()
        }
    }
}
