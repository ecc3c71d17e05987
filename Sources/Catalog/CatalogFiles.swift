//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation

/// Where the catalogue's files are.
enum CatalogFiles {
    /// The folder that came with this build: beside the executable, also once that was copied elsewhere.
    ///
    /// Not `Bundle.module`: it ends the process when it finds nothing.
    static func bundledDirectory() throws(CatalogError) -> String {
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath()
        let folders = Self.names.flatMap { name in
            Self.places(executable).map { $0.appendingPathComponent(name).appendingPathComponent(Self.folder).path }
        }
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw Self.error(Self.names[0], "is not beside the executable: copy it with it")
        }
        return folder
    }

    private static let folder = "Integrations"

    /// As SwiftPM calls the resources of this target, on Linux and on macOS.
    private static let names = ["passthrough_Catalog.resources", "passthrough_Catalog.bundle"]

    private static func places(_ executable: URL?) -> [URL] {
        let beside = executable?.deletingLastPathComponent()
        #if canImport(Darwin)
            // Tests run inside another's executable.
            let bundle = Bundle(for: BundleMark.self).bundleURL
            return [beside, bundle, bundle.deletingLastPathComponent()].compactMap { $0 }
        #else
            return [beside].compactMap { $0 }
        #endif
    }

    /// The `.yaml` files of a folder, by name.
    static func read(directory: String) throws(CatalogError) -> [(name: String, text: String)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
        guard !files.isEmpty else { throw Self.error(directory, "no .yaml files here") }
        var result: [(name: String, text: String)] = []
        for name in files { result.append((name, try Self.text(directory + "/" + name, called: name))) }
        return result
    }

    /// An operator's file, or the `.yaml` files of a folder of theirs; named by their paths.
    static func own(path: String) throws(CatalogError) -> [(name: String, text: String)] {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw Self.error(path, "is not there")
        }
        guard isDirectory.boolValue else { return [(path, try Self.text(path, called: path))] }
        return try Self.read(directory: path).map { (path + "/" + $0.name, $0.text) }
    }

    private static func text(_ path: String, called name: String) throws(CatalogError) -> String {
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw Self.error(name, "is not readable as UTF-8") }
        return text
    }

    static func error(_ file: String, _ text: String) -> CatalogError {
        CatalogError(problems: [CatalogProblem(file: file, line: 0, text: text)])
    }
}

#if canImport(Darwin)
    /// Tells which bundle this code lies in.
    private final class BundleMark {}
#endif
