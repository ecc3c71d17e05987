//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The field lines after a chunked body (RFC 9110 section 6.5).
enum TrailerSection {
    enum Outcome {
        case complete
        case needMore
        case refused
    }

    /// Checks a section that ends with a line feed: well formed, and no field that frames, routes or authenticates.
    static func check(_ bytes: Span<UInt8>) -> Outcome {
        var section = FieldSection(capacity: 4)
        switch section.parse(bytes, from: 0, maxFields: 32) {
        case .needMore: return section.lines.allSatisfy { Self.mayTrail(bytes, $0) } ? .needMore : .refused
        case .refused: return .refused
        case .complete(let end):
            guard end == bytes.count else { return .refused }
            return section.lines.allSatisfy { Self.mayTrail(bytes, $0) } ? .complete : .refused
        }
    }

    /// Nothing that is needed before the content (RFC 9110 section 6.5.1), nor what is ours.
    private static func mayTrail(_ bytes: Span<UInt8>, _ line: FieldLine) -> Bool {
        guard line.name == .other else { return false }
        let forbidden: [StaticString] = [
            "content-encoding", "content-range", "cache-control", "max-forwards", "range", "pragma", "age", "date",
            "expires", "retry-after", "vary", "warning", "www-authenticate", "if-match", "if-none-match",
            "if-modified-since", "if-unmodified-since", "if-range",
        ]
        return !forbidden.contains { bytes.matches(line.nameRange, ignoringCase: $0) }
    }
}
