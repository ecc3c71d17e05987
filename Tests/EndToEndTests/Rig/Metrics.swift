//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// What `GET /metrics` says, read as strictly as the format allows.
struct Metrics {
    /// By name and labels, as they stand.
    private(set) var samples: [String: Double] = [:]

    struct Malformed: Error {
        var line: String
    }

    static func read(from rig: Rig) throws -> Metrics {
        let socket = try rig.connect()
        try socket.send("GET /metrics HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer \(Rig.key)\r\n\r\n")
        let answer = try socket.readResponse()
        guard answer.status == 200, answer.head.value("content-type") == "text/plain; version=0.0.4; charset=utf-8"
        else { throw Malformed(line: answer.head.line) }
        return try Metrics(parsing: answer.text)
    }

    subscript(name: String) -> Int { self.samples[name].flatMap { Int(exactly: $0) } ?? -1 }

    init(parsing text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(line: "the end") }
        var family = ""
        var helped = ""
        var kind = ""
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ", maxSplits: 3)
            guard words.count >= 2 else { throw Malformed(line: String(line)) }
            switch (words[0], words[1]) {
            case ("#", "HELP"): helped = String(words[2])
            case ("#", "TYPE"):
                (family, kind) = (String(words[2]), String(words[3]))
                guard family == helped, ["counter", "gauge", "histogram"].contains(kind) else {
                    throw Malformed(line: String(line))
                }
            default:
                let name = String(line.prefix { $0 != "{" && $0 != " " })
                let suffixes = kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                guard suffixes.contains(where: { name == family + $0 }), let space = line.lastIndex(of: " "),
                    let value = Double(line[line.index(after: space)...]), value >= 0,
                    self.samples.updateValue(value, forKey: String(line[..<space])) == nil
                else { throw Malformed(line: String(line)) }
            }
        }
    }
}
