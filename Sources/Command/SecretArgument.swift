//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Model

/// A secret on a command line: the text itself, `@FILE`, or `-` for standard input.
///
/// Other users of a machine may see a command line; a file or a pipe they cannot. One newline at the end is dropped.
struct SecretArgument: ExpressibleByArgument {
    private let text: String

    init(argument: String) { self.text = argument }

    func read() throws -> Secret {
        let secret = try self.bytes()
        guard !secret.isEmpty else { throw CommandFailure("the secret is empty") }
        return Secret(bytes: secret)
    }

    private func bytes() throws -> [UInt8] {
        if self.text == "-" { return Self.trimmed(Terminal.readInput()) }
        guard self.text.hasPrefix("@") else { return Array(self.text.utf8) }
        let path = String(self.text.dropFirst())
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read")
        }
        return Self.trimmed(Array(bytes))
    }

    private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }
}
