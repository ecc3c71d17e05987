//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// What a server keeps in memory (docs/decisions/0006-memory.md); the bounds leave room for a busy machine, not for
/// another library.
@Suite
struct MemoryTests {
    @Test
    func serverThatListensKeepsLittleInMemory() throws {
        let server = try ServerUnderTest(dataDirectory: try Program().dataPath)

        #expect(Self.settles(server, below: 24 << 20), "\(Self.residentBytes(server) >> 10) KiB")
        #expect(try server.stop() == 0)
    }

    @Test
    func serverThatServesKeepsLittleInMemory() throws {
        let program = try Program()
        let server = try ServerUnderTest(dataDirectory: program.dataPath)
        let key = try program.createKey()
        let connection = "0123456789abcdef01234567"

        for _ in 0..<50 {
            #expect(try Program.status(port: server.port, target: "/passthrough/\(connection)/", key: key) == 404)
            #expect(try Program.status(port: server.port, target: "/unified/connection", key: key) == 200)
        }

        #expect(Self.settles(server, below: 32 << 20), "\(Self.residentBytes(server) >> 10) KiB")
        #expect(try server.stop() == 0)
    }

    /// Pages are given back a moment after the address was printed.
    private static func settles(_ server: ServerUnderTest, below bound: Int) -> Bool {
        eventually(before: Deadline(after: .seconds(10))) { self.residentBytes(server) < bound }
    }

    /// With all that is shared: other servers beside this one do not make it look smaller.
    ///
    /// The largest number when it cannot be read.
    private static func residentBytes(_ server: ServerUnderTest) -> Int {
        let path = "/proc/\(server.process.processID)/smaps_rollup"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("Rss:") }
        return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 << 10 } ?? .max
    }
}
