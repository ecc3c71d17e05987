//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Configuration
import FoundationEssentials
import Logging
import Server

/// The settings of a server, from all layers.
struct ServeSettings {
    /// Every key of the config file; docs/configuration.md explains each.
    static let keys: Set<String> = [
        "allowUpstream", "busyPoll", "connectTimeout", "dataDir", "drainTimeout", "firstByteTimeout", "headTimeout",
        "host", "idleTimeout", "integrations", "logLevel", "maxBodyBytes", "maxHeadBytes", "maxHeaderFields", "port",
        "publicUrl", "replayBodyBytes", "signedBodyBytes", "threads", "tlsCert", "tlsKey", "upstreamCa",
    ]

    let server: ServerConfiguration
    let logLevel: Logger.Level
    /// Whether a layer, and not the default, says which port.
    let namesPort: Bool
    let namesDataDirectory: Bool

    static func merge(_ options: ServeOptions, _ data: DataDirectoryOptions) async throws -> ServeSettings {
        for name in EnvironmentNames.unknown(in: ProcessInfo.processInfo.environment.keys, keys: self.keys) {
            Terminal.printError("Warning: the environment variable \(name) is no setting")
        }
        var values = options.values
        if let dataDir = data.dataDir { values["dataDir"] = ConfigValue(.string(dataDir), isSecret: false) }
        if !data.integrations.isEmpty {
            values["integrations"] = ConfigValue(.stringArray(data.integrations), isSecret: false)
        }
        let layers = try await SettingsLayers(arguments: values, configPath: options.config, known: self.keys)
        return try await ServeSettings(layers)
    }

    private init(_ layers: SettingsLayers) async throws {
        let directory = try await layers.text("dataDir")
        let port = try await layers.number("port")
        var server = ServerConfiguration(
            dataDirectory: directory ?? DataDirectoryOptions.defaultPath,
            threads: try await layers.number("threads") ?? Self.defaultThreads)
        if let host = try await layers.text("host") { server.host = host }
        if let port { server.port = port }
        server.publicURL = try await layers.text("publicUrl").map { PublicURL.trimmed($0) }
        server.certificatePath = try await layers.text("tlsCert")
        server.keyPath = try await layers.text("tlsKey")
        server.upstreamTrustRoots = try await layers.list("upstreamCa")
        server.allowedUpstreams = try await layers.list("allowUpstream")
        server.integrationPaths = try await layers.list("integrations")
        server.busyPolls = try await layers.flag("busyPoll") ?? false
        try await Self.readLimits(layers, into: &server)
        try server.validate()
        self.server = server
        self.logLevel = try await Self.logLevel(layers)
        self.namesPort = port != nil
        self.namesDataDirectory = directory != nil
    }

    private static func readLimits(_ layers: SettingsLayers, into server: inout ServerConfiguration) async throws {
        if let bytes = try await layers.number("maxHeadBytes") { server.maxHeadBytes = bytes }
        if let fields = try await layers.number("maxHeaderFields") { server.maxHeaderFields = fields }
        server.maxBodyBytes = try await layers.number("maxBodyBytes")
        if let bytes = try await layers.number("replayBodyBytes") { server.replayBodyBytes = bytes }
        if let bytes = try await layers.number("signedBodyBytes") { server.signedBodyBytes = bytes }
        if let time = try await layers.duration("headTimeout") { server.headTimeout = time }
        if let time = try await layers.duration("idleTimeout") { server.idleTimeout = time }
        if let time = try await layers.duration("connectTimeout") { server.connectTimeout = time }
        if let time = try await layers.duration("firstByteTimeout") { server.firstByteTimeout = time }
        if let time = try await layers.duration("drainTimeout") { server.drainTimeout = time }
    }

    private static func logLevel(_ layers: SettingsLayers) async throws -> Logger.Level {
        guard let text = try await layers.text("logLevel") else { return .info }
        guard let level = Logger.Level(rawValue: text) else {
            throw CommandFailure("logLevel must be trace, debug, info, notice, warning, error or critical")
        }
        return level
    }

    /// More shards than this share too few upstream channels to be worth it (DESIGN section 5).
    private static var defaultThreads: Int { min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 4) }
}
