//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Configuration
import FoundationEssentials

/// Where settings come from, the first that has one wins: command line, environment, file, default.
///
/// A key `headTimeout` is `--head-timeout`, `PASSTHROUGH_HEAD_TIMEOUT` and `"headTimeout"` in the file.
struct SettingsLayers {
    private let reader: ConfigReader

    /// - Parameters:
    ///   - arguments: What the command line gives, by key.
    ///   - configPath: A JSON file; without one `PASSTHROUGH_CONFIG` may name it.
    ///   - known: Every key that a file may have.
    /// - Throws: `CommandFailure` when the file cannot be used.
    init(arguments: [AbsoluteConfigKey: ConfigValue], configPath: String?, known: Set<String>) async throws {
        let environment = EnvironmentVariablesProvider()
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "command line", values: arguments),
            environment.prefixKeys(with: "passthrough"),
        ]
        let named = try? environment.environmentValue(forName: "PASSTHROUGH_CONFIG")
        if let path = configPath ?? named.flatMap({ $0.isEmpty ? nil : $0 }) {
            try Self.checkKeys(of: path, known)
            providers.append(try await Self.file(path))
        }
        self.reader = ConfigReader(providers: providers)
    }

    func text(_ key: String) async throws -> String? {
        let text = try await Self.explained(key, "text") { try await self.reader.fetchString(forKey: ConfigKey(key)) }
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    func number(_ key: String) async throws -> Int? {
        try await Self.explained(key, "a whole number") { try await self.reader.fetchInt(forKey: ConfigKey(key)) }
    }

    func flag(_ key: String) async throws -> Bool? {
        try await Self.explained(key, "true or false") { try await self.reader.fetchBool(forKey: ConfigKey(key)) }
    }

    func list(_ key: String) async throws -> [String] {
        let list = try await Self.explained(key, "a list of texts") {
            try await self.reader.fetchStringArray(forKey: ConfigKey(key))
        }
        return (list ?? []).filter { !$0.isEmpty }
    }

    func duration(_ key: String) async throws -> Duration? {
        guard let text = try await self.text(key) else { return nil }
        guard let duration = DurationText.parse(text) else {
            throw CommandFailure("\(key) must be a time like 500ms, 10s or 2m")
        }
        return duration
    }

    private static func explained<Value>(
        _ key: String, _ kind: String, _ fetch: () async throws -> Value?
    ) async throws -> Value? {
        do { return try await fetch() } catch { throw CommandFailure("\(key) must be \(kind)") }
    }

    private static func file(_ path: String) async throws -> any ConfigProvider {
        do {
            let place = ConfigReader(
                provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)]))
            return try await FileProvider<JSONSnapshot>(config: place)
        } catch { throw CommandFailure("\(path): \(error)") }
    }

    /// A misspelt key would be a setting that silently does not hold.
    private static func checkKeys(of path: String, _ known: Set<String>) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read")
        }
        guard let keys = try? JSONDecoder().decode(TopLevelKeys.self, from: bytes) else {
            throw CommandFailure("\(path) is not a JSON object")
        }
        let unknown = keys.names.filter { !known.contains($0) }.sorted()
        guard unknown.isEmpty else {
            throw CommandFailure("\(path) has settings that do not exist: \(unknown.joined(separator: ", "))")
        }
    }
}

/// The member names of a JSON object.
private struct TopLevelKeys: Decodable {
    let names: [String]

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        self.names = try decoder.container(keyedBy: Name.self).allKeys.map(\.stringValue)
    }
}
