//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// The fields that most requests of the tables begin with.
let usualFields = ["Host: gateway.example", "Authorization: {K}"]

/// A request: the line, the usual fields, more fields, the body.
func message(_ line: String, _ fields: [String] = [], _ body: String = "") -> String {
    rawMessage([line] + usualFields + fields, body)
}

/// A request of exactly these lines.
func rawMessage(_ lines: [String], _ body: String = "") -> String {
    lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}

extension ConformanceCase {
    /// Must be answered by us with `status` and `code`, and nothing may reach the vendor.
    static func refused(
        _ name: String, _ status: Int, _ code: String, _ request: String, _ fate: Fate = .either
    ) -> ConformanceCase {
        ConformanceCase(
            name: name, request: request, replies: [Reply(statuses: [status], codes: [code])], fate: fate)
    }

    /// Is not a request that anybody could read in one way: 400 and the end of the channel.
    static func malformed(_ name: String, _ request: String, _ code: String = "header_invalid") -> ConformanceCase {
        .refused(name, 400, code, request, .closed)
    }

    /// Must reach the vendor once as `lines` and `body`, and be answered with the usual answer.
    static func forwarded(
        _ name: String, _ request: String, as lines: [String], _ body: String = "", chunked: Bool = false
    ) -> ConformanceCase {
        ConformanceCase(
            name: name, request: request,
            arrivals: [Arrival(lines: lines, body: body, isChunked: chunked)],
            replies: [.usual(for: request)])
    }

    /// A GET of `target` that must reach the vendor as `arrival`.
    static func target(_ target: String, as arrival: String, _ account: Account = .bearer) -> ConformanceCase {
        ConformanceCase.forwarded(
            "\(account) \(target)", message("GET \(target) HTTP/1.1"), as: ["GET \(arrival) HTTP/1.1"]
        ).on(account)
    }

    /// The same case on another account.
    func on(_ account: Account) -> ConformanceCase {
        var copy = self
        copy.account = account
        return copy
    }

    /// The same case with this end.
    func ending(_ fate: Fate) -> ConformanceCase {
        var copy = self
        copy.fate = fate
        return copy
    }

    /// The same case with a vendor that answers so.
    func vendor(_ scripts: VendorScript...) -> ConformanceCase {
        var copy = self
        copy.scripts = scripts
        return copy
    }
}

extension ConformanceCase.Reply {
    /// The vendor's usual answer, relayed.
    static let usual = ConformanceCase.Reply(statuses: [200], codes: [], body: "ok", has: ["X-Vendor: 1"])

    static func usual(for request: String) -> ConformanceCase.Reply {
        var reply = ConformanceCase.Reply.usual
        guard request.hasPrefix("HEAD ") else { return reply }
        reply.method = "HEAD"
        reply.body = ""
        return reply
    }

    static func ours(_ status: Int, _ code: String) -> ConformanceCase.Reply {
        ConformanceCase.Reply(statuses: [status], codes: [code])
    }
}
