//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// Reads connections from lines: `Connection` objects of the API, or `id TAB base URL TAB bearer token`.
///
/// The first character of a file says which.
struct ConnectionLines {
    private enum Form {
        case json
        case table
    }

    private static let longestLine = 1_048_576

    /// Calls `body` with each line's number and draft.
    func read(_ text: String, _ body: (Int, ConnectionDraft) throws(ImportError) -> Void) throws(ImportError) {
        var form: Form?
        // A byte order mark is no character of the first line.
        for line in ImportLines(text: text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text) {
            guard line.text.utf8.count <= Self.longestLine else { throw .line(line.number, "is too long") }
            let known = form ?? (line.text.first { $0 != " " } == "{" ? .json : .table)
            form = known
            let draft: ConnectionDraft
            do throws(DocumentError) {
                draft = try known == .json ? self.object(line.text) : self.row(line.text)
            } catch { throw .line(line.number, "\(error)") }
            try body(line.number, draft)
        }
    }

    private func object(_ line: Substring) throws(DocumentError) -> ConnectionDraft {
        let json: JSONValue
        do { json = try JSONValue(parsing: Array(line.utf8)) } catch {
            throw DocumentError(field: "", problem: "is not JSON: \(error)")
        }
        return try ConnectionDraft(json: json)
    }

    private func row(_ line: Substring) throws(DocumentError) -> ConnectionDraft {
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard columns.count == 3 else {
            throw DocumentError(field: "", problem: "must be an id, a base URL and a bearer token, separated by tabs")
        }
        guard let id = ConnectionID(columns[0]) else {
            throw DocumentError(field: "id", problem: "must be 24 hexadecimal digits")
        }
        guard !columns[2].isEmpty else { throw DocumentError(field: "the bearer token", problem: "is missing") }
        var auth = ConnectionAuth()
        auth.apiURL = String(columns[1])
        auth.token = Secret(String(columns[2]))
        var draft = ConnectionDraft(integrationType: "generic", auth: auth)
        draft.id = id
        return draft
    }
}
