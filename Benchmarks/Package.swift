// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a build of the product never builds it. Its sources include the product's own by
// symbolic links, because `package` declarations are seen inside one package only.

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "passthrough",
    platforms: [.macOS(.v26)],
    targets: [
        .target(name: "Wire", swiftSettings: settings + [.strictMemorySafety()]),
        .target(name: "Model", swiftSettings: settings),
        .systemLibrary(
            name: "CPlatform", path: "Sources/CPlatform", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "Egress", swiftSettings: settings),
        .target(name: "DataPlane", dependencies: ["CPlatform", "Egress", "Model", "Wire"], swiftSettings: settings),
        .target(name: "Allocations", path: "Allocations", publicHeadersPath: "include"),
        .executableTarget(
            name: "microbench", dependencies: ["Allocations", "DataPlane", "Model", "Wire"],
            path: "Sources/Microbench", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
