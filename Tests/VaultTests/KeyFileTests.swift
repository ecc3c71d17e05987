//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Model
import Testing
import Vault

@Suite struct KeyFileTests {
    private let directory: URL
    private let path: String

    init() throws {
        self.directory = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: self.directory, withIntermediateDirectories: true)
        self.path = self.directory.appendingPathComponent("keys").path
    }

    private func ring(_ fill: UInt8 = 5) throws -> KeyRing {
        try #require(KeyRing.generate(random: { count in [UInt8](repeating: fill, count: count) }))
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func aNewFileIsTheOwnersAloneAndReadsBack() throws {
        defer { try? FileManager.default.removeItem(at: self.directory) }
        let file = KeyFile(path: self.path)

        try file.create(try self.ring())

        #expect(try self.mode(self.path) == 0o600)
        #expect(try file.load().checks == (try self.ring()).checks)
        #expect(try FileManager.default.contentsOfDirectory(atPath: self.directory.path) == ["keys"])
    }

    @Test func aFileIsNeverOverwritten() throws {
        defer { try? FileManager.default.removeItem(at: self.directory) }
        let file = KeyFile(path: self.path)
        try file.create(try self.ring(5))

        #expect(throws: KeyFileError.alreadyThere(path: self.path)) { try file.create(try self.ring(6)) }

        #expect(try file.load().checks == (try self.ring(5)).checks)
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o601]) func aFileThatOthersMayTouchIsRefused(mode: Int) throws {
        defer { try? FileManager.default.removeItem(at: self.directory) }
        let file = KeyFile(path: self.path)
        try file.create(try self.ring())
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self.path)

        #expect(throws: KeyFileError.exposed(path: self.path)) { try file.load() }
    }

    @Test func aMissingFileIsNamed() throws {
        defer { try? FileManager.default.removeItem(at: self.directory) }
        #expect(throws: KeyFileError.missing(path: self.path)) { try KeyFile(path: self.path).load() }
    }

    @Test(arguments: [
        ("", 1), ("passthrough-keys 2\n", 1), ("passthrough-keys 1\n", 2), ("passthrough-keys 1\npepper 00\n", 2),
        ("passthrough-keys 1\nPEPPER\n", 3), ("passthrough-keys 1\nPEPPER\nPEPPER\nkey k1 HEX\n", 3),
        ("passthrough-keys 1\nPEPPER\nkey k1\n", 3), ("passthrough-keys 1\nPEPPER\nkey k1 HEX x\n", 3),
        ("passthrough-keys 1\nPEPPER\nkey k1 HEX\nkey k1 HEX\n", 5), ("passthrough-keys 1\nPEPPER\nkey ü HEX\n", 4),
    ])
    func aFileThatIsNotOneIsRefusedByLine(text: String, line: Int) throws {
        defer { try? FileManager.default.removeItem(at: self.directory) }
        let digits = String(repeating: "0f", count: 32)
        let filled = text.replacingOccurrences(of: "PEPPER", with: "pepper \(digits)").replacingOccurrences(
            of: "HEX", with: digits)
        #expect(
            FileManager.default.createFile(
                atPath: self.path, contents: Data(filled.utf8), attributes: [.posixPermissions: 0o600]))

        #expect(throws: KeyFileError.malformed(path: self.path, line: line)) { try KeyFile(path: self.path).load() }
    }
}
