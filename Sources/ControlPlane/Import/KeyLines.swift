//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Storage
internal import Vault

/// Reads API keys from lines.
struct KeyLines {
    struct Line: Sendable {
        var line: Int
        var row: APIKeyRow
    }

    let hasher: KeyHasher
    let workspace: WorkspaceID
    let now: Timestamp

    /// Each key once, however often the file names it.
    func read(_ text: String) throws(ImportError) -> [Line] {
        var lines: [Line] = []
        var seen: Set<KeyDigest> = []
        for line in ImportLines(text: text) {
            let bytes = Self.trimmed(line.text)
            guard bytes.count >= 8, bytes.count <= 512 else {
                throw .line(line.number, "a key has 8 to 512 characters")
            }
            guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw .line(line.number, "a key is of printable ASCII characters without spaces")
            }
            let row = APIKeyRow(
                Secret(bytes: bytes), hasher: self.hasher, name: "imported", workspace: self.workspace, at: self.now)
            if seen.insert(row.digest).inserted { lines.append(Line(line: line.number, row: row)) }
        }
        return lines
    }

    private static func trimmed(_ line: Substring) -> [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
        return Array(Array(line.utf8).drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
