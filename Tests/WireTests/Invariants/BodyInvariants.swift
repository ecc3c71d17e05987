//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// What must hold of any bytes that are read as a body.
///
/// No test framework: the fuzzer calls this too.
///
/// 1. What was passed on, then what is held, are the bytes that were taken, in order, none beyond the end.
/// 2. Content is what `ReferenceChunks` finds; so are the end and the trailer.
/// 3. In any split all of it is the same.
struct BodyInvariants {
    /// What became of a body that was scanned in pieces.
    private struct Passage: Equatable {
        var forwarded: [UInt8] = []
        var trailer: [UInt8] = []
        var content: [UInt8] = []
        var taken = 0
        var hasEnded = false
        var refusal: Refusal?
    }

    /// Scans `bytes` in pieces that end at `cuts`, which ascend, and at the end.
    ///
    /// - Throws: a `Violation` of rule 1.
    private static func pass(_ bytes: [UInt8], _ framing: BodyFraming, cuts: [Int]) throws -> Passage {
        func require(_ holds: Bool, _ rule: String) throws {
            guard holds else { throw Violation(rule: "\(rule) with cuts \(cuts)", bytes: bytes) }
        }
        var passage = Passage()
        var scanner = BodyScanner(framing)
        for cut in cuts + [bytes.count] {
            // A caller has all that was not taken before in front of it.
            let piece = bytes.span.extracting(first: cut)
            let start = passage.taken
            let scan = scanner.scan(piece, from: start)
            try require(scan.end >= start && scan.taken >= scan.end && scan.taken <= cut, "offsets are in order")
            passage.forwarded += bytes[start..<scan.end]
            passage.taken = scan.taken
            if !scan.trailer.isEmpty { passage.trailer = scan.trailer }
            passage.refusal = scan.refusal
            if passage.refusal != nil || scanner.hasEnded { break }
            try require(scan.taken == cut, "without an end or a refusal everything is taken")
        }
        passage.hasEnded = scanner.hasEnded
        if passage.refusal != nil { return passage }
        let passed = passage.hasEnded ? passage.forwarded + passage.trailer : passage.forwarded
        if passage.hasEnded {
            try require(passed == Array(bytes[..<passage.taken]), "what is passed on is what was taken")
            let after = scanner.scan(bytes.span, from: passage.taken)
            try require(after.taken == passage.taken && after.end == passage.taken, "nothing is taken after the end")
        } else {
            try require(bytes.starts(with: passed), "what is passed on is a prefix of what came")
        }
        return passage
    }

    /// The content alone, found in pieces.
    private static func content(_ bytes: [UInt8], _ framing: BodyFraming, cuts: [Int]) throws -> Passage {
        var passage = Passage()
        var scanner = BodyScanner(framing)
        search: for cut in cuts + [bytes.count] {
            let piece = bytes.span.extracting(first: cut)
            while passage.taken < cut, !scanner.hasEnded {
                let run = scanner.nextContent(piece, from: passage.taken)
                guard run.taken <= cut, run.taken >= passage.taken, run.range.isEmpty || Int(run.range.end) <= run.taken
                else { throw Violation(rule: "runs of content are in order with cuts \(cuts)", bytes: bytes) }
                passage.content += bytes[run.range.range]
                passage.refusal = run.refusal
                guard run.refusal == nil else { break search }
                guard run.taken > passage.taken else {
                    throw Violation(rule: "each search for content moves on with cuts \(cuts)", bytes: bytes)
                }
                passage.taken = run.taken
            }
        }
        passage.hasEnded = scanner.hasEnded
        return passage
    }

    /// Checks `bytes` as a chunked body, at the cuts given and whole.
    ///
    /// - Returns: whether the body was accepted to its end.
    /// - Throws: the first `Violation`.
    static func checkChunks(_ bytes: [UInt8], cuts: [[Int]]) throws -> Bool {
        let reference = ReferenceChunks(bytes)
        let whole = try Self.pass(bytes, .chunked, cuts: [])
        let content = try Self.content(bytes, .chunked, cuts: [])
        guard content.hasEnded == whole.hasEnded, content.refusal == whole.refusal else {
            throw Violation(rule: "scan and nextContent agree", bytes: bytes)
        }
        try Self.compare(bytes, whole, content.content, reference)
        for cut in cuts {
            let parts = try Self.pass(bytes, .chunked, cuts: cut)
            let agrees =
                parts.hasEnded == whole.hasEnded && parts.refusal == whole.refusal && parts.trailer == whole.trailer
                && (whole.refusal != nil || parts.taken == whole.taken && parts.forwarded == whole.forwarded)
            guard agrees, try Self.content(bytes, .chunked, cuts: cut).content == content.content else {
                throw Violation(rule: "cut at \(cut) the outcome is the same", bytes: bytes)
            }
        }
        return whole.hasEnded
    }

    /// Rule 2.
    private static func compare(
        _ bytes: [UInt8], _ whole: Passage, _ content: [UInt8], _ reference: ReferenceChunks
    ) throws {
        let holds =
            switch reference.ending {
            case .complete(let end):
                // A trailer may be refused for what it says; the content was the same until then.
                whole.refusal == .trailerField || whole.refusal == .trailerTooLarge
                    || whole.refusal == nil && whole.taken == end && whole.trailer == reference.trailer
            case .incomplete: !whole.hasEnded
            case .refused: whole.refusal != nil && !whole.hasEnded
            }
        guard holds, content == reference.content else {
            throw Violation(rule: "reads as the reference does (\(reference.ending))", bytes: bytes)
        }
    }

    /// Checks `bytes` as a body of `length` bytes, cut at the cuts given.
    ///
    /// - Throws: the first `Violation`.
    static func checkLength(_ bytes: [UInt8], _ length: Int64, cuts: [Int]) throws {
        let passage = try Self.pass(bytes, .length(length), cuts: cuts)
        let expected = min(Int64(bytes.count), length)
        guard Int64(passage.taken) == expected, passage.hasEnded == (Int64(bytes.count) >= length) else {
            throw Violation(rule: "a body of \(length) bytes takes as many", bytes: bytes)
        }
    }
}
