//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation

/// Where the catalogue's files are.
enum CatalogFiles {
    static let bundledFolder = "Integrations"

    /// The folder that came with this build.
    ///
    /// The build's own place is compiled in; a copied binary has its resources beside it instead.
    static func bundledDirectory(executable: URL?) -> String? {
        let name = "passthrough_Catalog"
        let beside = executable?.resolvingSymlinksInPath().deletingLastPathComponent()
        let candidates = [
            beside?.appendingPathComponent("\(name).resources"),
            beside?.appendingPathComponent("\(name).bundle"),
        ]
        for candidate in candidates.compactMap({ $0?.appendingPathComponent(Self.bundledFolder).path })
        where FileManager.default.fileExists(atPath: candidate) {
            return candidate
        }
        return nil
    }

    /// The `.yaml` files of a folder, by name.
    static func read(directory: String) throws(CatalogError) -> [(name: String, text: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
        guard !files.isEmpty else { throw Self.error(directory, "no .yaml files here") }
        var result: [(name: String, text: String)] = []
        for name in files {
            guard let bytes = FileManager.default.contents(atPath: directory + "/" + name),
                let text = String(validating: bytes, as: UTF8.self)
            else { throw Self.error(name, "is not readable as UTF-8") }
            result.append((name, text))
        }
        return result
    }

    static func error(_ file: String, _ text: String) -> CatalogError {
        CatalogError(problems: [CatalogProblem(file: file, line: 0, text: text)])
    }
}
