// swift-tools-version: 6.2
import PackageDescription

/// Every target is built alike; each setting names the proposal that defines it.
let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),  // SE-0480
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
]

/// The codec parses hostile bytes: there unsafe code must be spelled out, and there is none.
let strictlySafe: [SwiftSetting] = settings + [.strictMemorySafety()]  // SE-0458

/// The program is one image on Linux, with the Swift runtime and Foundation in it.
///
/// There is less to load, to relocate and to keep in memory (docs/decisions/0006-memory.md), and nothing to install
/// beside it. Archives that Foundation's own need have to be named.
let oneImage: [LinkerSetting] =
    [
        .unsafeFlags(
            [
                "-static-stdlib", "-use-ld=lld", "-Xlinker", "--no-export-dynamic",
                // The code that serving runs lies together, so that little else is mapped with it.
                "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/LinkOrder/symbols.txt",
                "-Xlinker", "--no-warn-symbol-ordering",
            ], .when(platforms: [.linux]))
    ]
    + ["CoreFoundation", "_FoundationCShims", "_FoundationCollections", "_FoundationICU"].map {
        .linkedLibrary($0, .when(platforms: [.linux]))
    }

/// A target of ours: its name, what it may import of ours, and what it may import of others.
func target(
    _ name: String, _ ours: [String] = [], _ others: [Target.Dependency] = [],
    resources: [Resource]? = nil, settings: [SwiftSetting] = settings
) -> Target {
    .target(
        name: name, dependencies: ours.map { .target(name: $0) } + others, resources: resources, swiftSettings: settings
    )
}

func tests(
    _ name: String, _ ours: [String], _ others: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: name, dependencies: ours.map { .target(name: $0) } + others, resources: resources, swiftSettings: settings
    )
}

let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let posix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let embedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "passthrough",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "passthrough", targets: ["Command"]),
        .library(name: "PassthroughClient", targets: ["Client"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
    ],
    targets: [
        // What both planes speak of.
        target("Wire", settings: strictlySafe),
        target("Model"),
        target("API"),

        // The data plane: bytes in, bytes out, one shard per event loop, on Linux and OpenSSL as they are.
        .systemLibrary(name: "CPlatform", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        target("Egress"),
        target("DataPlane", ["CPlatform", "Egress", "Wire", "Model"]),

        // The control plane: services over a store.
        target("Catalog", ["Model"], [yams], resources: [.copy("Integrations")]),
        target("Vault", ["Model"], [crypto]),
        target("Storage", ["Model"]),
        target("StorageSQLite", ["Model", "Storage"], [grdb]),
        target("Outgoing", ["Egress", "Model", "Wire"], [nio, posix, tls]),
        target(
            "ControlPlane", ["Model", "Vault", "Storage", "Catalog", "Outgoing"],
            [crypto, cryptoExtras, lifecycle, logging]),
        target("HostedPages", ["Model", "ControlPlane"], [mustache], resources: [.copy("Templates")]),
        target(
            "ManagementAPI", ["API", "Model", "ControlPlane", "HostedPages"],
            [hummingbird, hummingbirdCore, httpTypes, nio, logging]),

        // What a person runs.
        target("FakeVendor", [], [hummingbird, hummingbirdCore, httpTypes, nio, lifecycle, logging, crypto]),
        .target(name: "CProgramPages"),
        target(
            "Server",
            [
                "API", "CProgramPages", "Catalog", "ControlPlane", "DataPlane", "Egress", "FakeVendor", "ManagementAPI",
                "Model", "Outgoing", "Storage", "StorageSQLite", "Vault", "Wire",
            ],
            [nio, posix, hummingbird, lifecycle, signals, logging]),
        target("Client", ["API"], [httpClient, nio, nioHTTP1]),
        .executableTarget(
            name: "Command",
            dependencies: [
                "API", "Catalog", "Client", "ControlPlane", "Model", "Server", arguments, configuration, logging,
            ],
            swiftSettings: settings, linkerSettings: oneImage),

        // Tests.
        target("TestSupport", [], [nio, posix, tls, certificates, asn1, crypto]),
        tests("ArchitectureTests", []),
        tests("WireTests", ["Wire"], [nio, embedded, nioHTTP1]),
        tests("CatalogTests", ["Catalog", "Model"]),
        tests("VaultTests", ["Vault", "Model"]),
        tests("EgressTests", ["Egress", "TestSupport"]),
        tests("OutgoingTests", ["Outgoing", "Egress", "Model", "TestSupport"], [nio]),
        tests("StorageTests", ["Storage", "StorageSQLite", "Model", "Vault"]),
        tests(
            "ControlPlaneTests",
            [
                "ControlPlane", "Storage", "StorageSQLite", "Model", "Vault", "Catalog", "Outgoing", "Egress",
                "TestSupport",
            ], [logging, jwt, crypto]),
        tests(
            "ManagementAPITests",
            [
                "ManagementAPI", "API", "Catalog", "ControlPlane", "Egress", "HostedPages", "Model", "Outgoing",
                "Storage", "StorageSQLite", "TestSupport", "Vault",
            ],
            [hummingbird, hummingbirdTesting, httpTypes, nio, posix, lifecycle, logging]),
        tests(
            "ClientTests", ["Client", "API"], [hummingbird, hummingbirdTesting, httpClient, httpTypes, nio, logging]),
        tests(
            "DataPlaneTests", ["CPlatform", "DataPlane", "Egress", "Wire", "Model", "TestSupport"], [nio, posix],
            resources: [.copy("Signing/vectors.json")]),
        tests("CommandTests", ["TestSupport"]),
        tests("EndToEndTests", ["TestSupport"], [nio, posix]),
    ],
    swiftLanguageModes: [.v6]
)
