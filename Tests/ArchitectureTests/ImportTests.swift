//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

/// Who may import whom (DESIGN section 4): what a target is not listed with, it may not import.
@Suite
struct ImportTests {
    /// The system's C library, under its names.
    private static let system: Set<String> = ["Glibc", "Musl", "Darwin"]

    static let allowed: [String: Set<String>] = [
        "Wire": [],
        "Model": [],
        "API": ["FoundationEssentials"],
        "Catalog": ["Model", "Yams", "Foundation", "FoundationEssentials", "Synchronization"],
        "Vault": system.union(["Model", "Crypto"]),
        "Storage": ["Model"],
        "StorageSQLite": system.union(["Model", "Storage", "GRDB", "Foundation"]),
        // No Foundation: it doubles what an idle server holds in memory, and its `Date` is a clock.
        "DataPlane": system.union(["CPlatform", "Egress", "Wire", "Model", "Dispatch", "Synchronization"]),
        "Egress": system,
        "Outgoing": system.union([
            "Egress", "Model", "Wire", "NIOCore", "NIOPosix", "NIOSSL", "Dispatch", "Synchronization",
        ]),
        "ControlPlane": [
            "Model", "Vault", "Storage", "Catalog", "Outgoing", "Crypto", "CryptoExtras", "Logging", "ServiceLifecycle",
            "FoundationEssentials", "Synchronization",
        ],
        "HostedPages": ["Model", "ControlPlane", "Mustache", "Foundation", "FoundationEssentials"],
        "ManagementAPI": [
            "API", "Model", "ControlPlane", "HostedPages", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore",
            "Logging",
            "FoundationEssentials",
        ],
        "FakeVendor": [
            "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "Logging", "ServiceLifecycle",
            "FoundationEssentials", "Synchronization", "Crypto",
        ],
        "Client": ["API", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "FoundationEssentials"],
        "Command": system.union([
            "API", "Catalog", "Client", "ControlPlane", "Model", "Server", "ArgumentParser", "Configuration",
            "Logging", "FoundationEssentials",
        ]),
    ]

    /// The composition root knows everything; helpers of tests may.
    private static let free: Set<String> = ["Server", "TestSupport"]

    @Test
    func everyTargetImportsOnlyWhatItMay() {
        var broken: [String] = []
        for file in Repository.sources where !Self.free.contains(file.target) {
            guard let allowed = Self.allowed[file.target] else {
                broken.append("\(file.path): the target \(file.target) has no rule in ImportTests")
                continue
            }
            for module in file.imports where !allowed.contains(module) {
                broken.append("\(file.path) imports \(module)")
            }
        }

        #expect(broken == [])
    }

    @Test
    func thePlanesDoNotKnowEachOther() {
        let control: Set<String> = [
            "ControlPlane", "Storage", "StorageSQLite", "Catalog", "Vault", "ManagementAPI", "HostedPages", "Outgoing",
        ]
        let crossed = Repository.sources.filter { file in
            switch file.target {
            case "DataPlane": !control.isDisjoint(with: file.imports)
            case let target where control.contains(target): file.imports.contains("DataPlane")
            default: false
            }
        }

        #expect(crossed.map(\.path) == [])
    }

    @Test
    func testsSeeNoMoreThanOtherTargetsDo() {
        let prying = Repository.tests.filter { file in file.code.contains { $0.contains("@testable ") } }

        #expect(prying.map(\.path) == [])
    }
}
