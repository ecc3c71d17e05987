//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Synchronization

/// Where callers, customers and vendors reach this server: as the operator says, else where it listens.
package final class PublicURL: Sendable {
    private let current: Mutex<String>
    private let isFixed: Bool

    package init(_ given: String?) {
        self.current = Mutex(given ?? "http://127.0.0.1:8080")
        self.isFixed = given != nil
    }

    /// Without a slash at the end.
    package var text: String { self.current.withLock { $0 } }

    func listens(_ address: ServerAddress) {
        guard !self.isFixed else { return }
        self.current.withLock { $0 = address.url }
    }

    /// The text without slashes at its end.
    package static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == "/" }.reversed())
    }

    /// Scheme and host, and maybe a port and a path: no user, query or fragment.
    static func isValid(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        return !authority.isEmpty && text.utf8.count <= 500 && text.last != "/"
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"'<>\\^`{|}?#@".utf8.contains($0) }
    }
}
