//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Foundation
internal import Mustache

/// The templates, read on the first use: a server that shows no page does not hold them.
enum PageTemplates {
    /// `nil` when the folder that belongs beside the executable is not there.
    static let library: MustacheLibrary? = try? load()

    /// The contents of a template that is known by name.
    static func render(_ name: String, _ values: [String: Any]) -> String? {
        self.library?.render(self.withoutEmpty(values), withTemplate: name)
    }

    /// Without the empty texts: to the library they are something, and sections for them would be shown.
    private static func withoutEmpty(_ values: [String: Any]) -> [String: Any] {
        values.compactMapValues { value -> Any? in
            switch value {
            case let text as String: text.isEmpty ? nil : text
            case let rows as [[String: Any]]: rows.map(self.withoutEmpty)
            default: value
            }
        }
    }

    private static func load() throws -> MustacheLibrary {
        MustacheContentTypes.register(EscapedHTML(), named: "PAGE")
        var library = MustacheLibrary()
        for name in ["head", "foot", "form", "notice", "style"] {
            let file = try self.folder().appendingPathComponent(name + ".mustache")
            let text = try String(contentsOf: file, encoding: .utf8)
            // Each says for itself how values are escaped, so that none can be forgotten.
            try library.register("{{% CONTENT_TYPE:PAGE}}\n" + text, named: name)
        }
        return library
    }

    /// As SwiftPM calls the resources of this target, on Linux and on macOS.
    private static let names = ["passthrough_HostedPages.resources", "passthrough_HostedPages.bundle"]

    /// Not `Bundle.module`: it ends the process when it finds nothing.
    private static func folder() throws -> URL {
        let beside = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        let folders = self.names.compactMap { beside?.appendingPathComponent($0).appendingPathComponent("Templates") }
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return folder
    }
}

/// Escapes every scalar that means something in HTML.
///
/// The library's own way goes by characters: a quotation mark with a combining mark behind it is another character,
/// and would end an attribute.
struct EscapedHTML: MustacheContentType {
    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case "`": escaped.append(contentsOf: "&#96;".unicodeScalars)
            case "\u{0}": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
