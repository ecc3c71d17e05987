//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import TestSupport

/// A random request whose credential is refused, and what becomes of it.
struct RefusalRound {
    /// Bytes of a body that are held.
    static let limit = 128

    let method: String
    let body: String
    let isChunked: Bool
    let refused: RefusedResponse
    /// Whether the vendor refuses before the end of the body, and then perhaps cuts its channel.
    let isEarly: Bool
    let resets: Bool
    let answer: RefreshAnswer
    /// Whether the vendor refuses the fresh credential too.
    let isRefusedTwice: Bool

    init(_ random: inout Seeded) {
        self.method = random.pick(["GET", "POST", "PUT", "PATCH", "DELETE"])
        let count = random.pick([0, 0, 1, 20, 100, 300])
        self.isChunked = count > 0 && random.once(in: 2)
        self.body = String((0..<count).map { _ in random.pick(Array("abcdefgh")) })
        let isHeld = count <= 100
        self.answer = random.pick([.refreshed, .refreshed, .unavailable, .unauthorized])
        // What is relayed has to end, so that the caller can read it.
        let isRelayed = !isHeld || self.answer == .unavailable
        self.isEarly = count == 100 && self.answer == .refreshed
        self.resets = random.once(in: 2)
        self.refused = random.pick(
            RefusedResponse.allCases.filter { !isRelayed || ($0 != .incomplete && $0 != .followed) })
        self.isRefusedTwice = random.once(in: 4)
    }

    private var isHeld: Bool { self.body.utf8.count <= 100 }

    /// The body as it is sent, in two parts.
    var parts: (String, String) {
        guard !self.body.isEmpty else { return ("", "") }
        let half = self.body.prefix(self.body.count / 2)
        let rest = self.body.dropFirst(half.count)
        guard self.isChunked else { return (String(half), String(rest)) }
        let chunk = { (text: Substring) in "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }
        return (half.isEmpty ? "" : chunk(half), chunk(rest) + "0\r\nX-Sum: 1\r\n\r\n")
    }

    var fields: [String] {
        guard !self.body.isEmpty else { return [] }
        return [self.isChunked ? "Transfer-Encoding: chunked" : "Content-Length: \(self.body.utf8.count)"]
    }

    var scripts: [VendorScript] {
        let text = self.refused.text
        let second = [VendorScript](repeating: .answer(RefusedResponse.plain), count: self.isRefusedTwice ? 1 : 0)
        if self.isEarly {
            return [VendorScript(.readHead, .send(text.latin1), self.resets ? .reset : .readBody)] + second
        }
        return [self.refused.closes ? .answerAndClose(text) : .answer(text)] + second
    }

    var isReplayed: Bool { self.isHeld && self.answer == .refreshed }

    /// Status and `Passthrough-Error` of the answer.
    var due: String {
        guard self.isHeld else { return "401" }
        switch self.answer {
        case .refreshed: return self.isRefusedTwice ? "401" : "200"
        case .unavailable: return "401"
        case .unauthorized: return "401 connection_unauthorized"
        }
    }
}
