//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Outgoing

/// Where a workspace wants to be told: an absolute URL of plain ASCII.
///
/// Whether it may be dialled is decided at each dial, by the address that its name then has.
package struct WebhookAddress: Sendable, Equatable {
    package let url: OutgoingURL

    package init?(_ text: String) {
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://"), text.utf8.count <= 2_048,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") && $0 != 0x5C })
        else { return nil }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        guard let (host, port) = Self.authority(rest[..<end], isSecure ? 443 : 80) else { return nil }
        let target = String(rest[end...])
        self.url = OutgoingURL(
            isSecure: isSecure, host: host, port: port, target: target.hasPrefix("/") ? target : "/" + target)
    }

    private static func authority(_ text: Substring, _ usual: UInt16) -> (String, UInt16)? {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let host = text[text.index(after: text.startIndex)..<close]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
            return Self.port(text[text.index(after: close)...], usual).map { (host.lowercased(), $0) }
        }
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        var host = text[..<colon].lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        let isName = host.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
        }
        guard isName, !host.isEmpty, host.utf8.count <= 253, !host.contains("..") else { return nil }
        return Self.port(text[colon...], usual).map { (host, $0) }
    }

    private static func port(_ text: Substring, _ usual: UInt16) -> UInt16? {
        if text.isEmpty { return usual }
        guard text.hasPrefix(":"), text.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = UInt16(text.dropFirst()), port > 0
        else { return nil }
        return port
    }
}
