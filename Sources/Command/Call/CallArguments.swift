//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Client
import FoundationEssentials
import Model

/// What `call` is given, checked before anything is sent: the client would only say that it could not send it.
///
/// Failures name the argument and never quote a value, which may be a secret.
enum CallArguments {
    static func method(_ text: String) throws -> String {
        guard self.isToken(text) else { throw CommandFailure("the method must be a word like GET or POST") }
        return text.uppercased()
    }

    /// `of` is the option or the variable that says it.
    static func serverURL(_ text: String, of name: String) throws -> String {
        let url = URL(string: text)
        guard let url, url.scheme == "http" || url.scheme == "https", url.host() ?? "" != "",
            url.query() == nil, url.fragment() == nil, (1...65_535).contains(url.port ?? 1)
        else { throw CommandFailure("\(name): must be a URL like http://127.0.0.1:8080") }
        return text
    }

    static func key(_ key: Secret, of name: String) throws -> Secret {
        guard key.revealText().utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure("\(name): must be of printable ASCII characters without spaces")
        }
        return key
    }

    static func field(_ line: String) throws -> HeaderField {
        let parts = line.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw CommandFailure("--header: must be 'name: value'") }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard self.isToken(name) else {
            throw CommandFailure("--header: the name before the colon must be letters, digits or one of \(self.marks)")
        }
        let value = parts[1].drop { $0 == UInt8(ascii: " ") }
        guard value.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            throw CommandFailure("--header \(name): the value holds a line break or another control character")
        }
        return HeaderField(name, String(decoding: value, as: UTF8.self))
    }

    private static let marks = "!#$%&'*+-.^_`|~"

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || self.marks.contains($0)) }
    }
}
