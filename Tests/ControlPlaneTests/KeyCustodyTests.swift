//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Foundation
import Model
import Testing
import Vault

@Suite struct KeyCustodyTests {
    @Test func aSecondStartHasTheSameKeys() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let first = try await Installation.custody(plane.store, plane.directory).open()
        let second = try await Installation.custody(plane.store, plane.directory).open()
        #expect(first.checks == second.checks)
    }

    @Test func aDatabaseWithoutItsKeyFileIsRefusedAndNothingIsMade() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let path = plane.directory.appendingPathComponent("keys").path
        try FileManager.default.removeItem(atPath: path)

        await #expect(throws: KeyCustodyError.file(.missing(path: path))) {
            try await Installation.custody(plane.store, plane.directory).open()
        }

        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aDatabaseWithAnothersKeyFileIsRefused() async throws {
        let plane = try await Installation()
        let other = try await Installation()
        defer {
            plane.remove()
            other.remove()
        }
        await #expect(throws: KeyCustodyError.self) {
            try await Installation.custody(plane.store, other.directory).open()
        }
        let custody = Installation.custody(plane.store, plane.directory)
        #expect(try await custody.open().checks.count == 2)
    }

    @Test func startsAtOnceEndWithOneRing() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("once-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }

        let checks = try await withThrowingTaskGroup(of: [String: [UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let store = try await Installation.store(directory)
                    return try await Installation.custody(store, directory).open().checks
                }
            }
            return try await group.reduce(into: Set<[String: [UInt8]]>()) { $0.insert($1) }
        }

        #expect(checks.count == 1)
    }
}
