//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension VariableKind {
    /// Whether `text` is a value of this kind, whatever the variable's closed set.
    ///
    /// Dot segments are refused in every kind: a base URL names one place.
    func admits(_ text: String) -> Bool {
        switch self {
        case .label: HostName.isLabel(text)
        case .hostpart: HostName.isDotted(text)
        case .host: HostName.isPublic(text)
        case .hostpath: Self.isHostAndPath(text[...])
        case .origin: Self.afterScheme(text).map { HostName.isPublic($0) } ?? false
        case .url: Self.afterScheme(text).map { Self.isHostAndPath($0) } ?? false
        case .id: text.utf8.count <= 128 && Self.isSegment(text)
        // Only the closed set says what an enum is.
        case .enum: true
        case .secret: Self.isSecretSegment(text)
        }
    }

    /// The value as it enters a URL: without the slash that people copy along.
    func trimmed(_ text: String) -> String {
        switch self {
        case .hostpath, .origin, .url: text.utf8.last == UInt8(ascii: "/") ? String(text.dropLast()) : text
        case .label, .hostpart, .host, .id, .enum, .secret: text
        }
    }

    /// The host that a value of this kind names, canonical; `nil` for kinds that name none.
    func host(in text: String) -> String? {
        guard self.namesHost else { return nil }
        let rest = Self.afterScheme(text) ?? text[...]
        return rest.prefix { $0 != "/" }.lowercased()
    }

    private static func afterScheme(_ text: String) -> Substring? {
        let scheme = "https://"
        guard text.prefix(scheme.count).lowercased() == scheme else { return nil }
        return text.dropFirst(scheme.count)
    }

    private static func isHostAndPath(_ text: Substring) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let host = parts.first, text.utf8.count <= 1024, HostName.isPublic(host) else { return false }
        let segments = parts.last == "" ? parts.dropFirst().dropLast() : parts.dropFirst()
        return segments.allSatisfy { Self.isSegment($0) }
    }

    /// A path segment of unreserved characters.
    private static func isSegment(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text != "." && text != ".." && text.utf8.allSatisfy { Self.isUnreserved($0) }
    }

    /// What stands in a path unescaped and is read as a segment by every server.
    private static func isSecretSegment(_ text: String) -> Bool {
        let signs = [UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: ",")]
        return (1...1024).contains(text.utf8.count) && text != "." && text != ".."
            && text.utf8.allSatisfy { Self.isUnreserved($0) || signs.contains($0) }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
