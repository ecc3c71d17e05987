//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Model
import Wire

/// Finds out whose API key a head carries (CONTRACT 1.1), and remembers the last one of the channel.
struct CallerAuthentication {
    enum Outcome {
        case caller(Caller)
        case refused(GatewayFailure)
        /// The digest has to be loaded first.
        case wait(KeyDigest)
    }

    /// The last accepted value and whose it was; valid for one generation of the shard's callers.
    private final class Accepted {
        let value: [UInt8]
        let caller: Caller
        let generation: UInt64
        let until: Moment

        init(_ value: [UInt8], _ caller: Caller, generation: UInt64, until: Moment) {
            self.value = value
            self.caller = caller
            self.generation = generation
            self.until = until
        }
    }

    private var last: Accepted?

    /// Who was accepted last on this channel.
    var lastCaller: Caller? { self.last?.caller }

    /// Any of a few `Authorization` lines may be ours; more are an attack.
    private static let mostLines = 4

    mutating func authenticate(
        _ bytes: Span<UInt8>, _ section: FieldSection, _ shard: Shard
    ) -> Outcome {
        let now = shard.now
        var count = 0
        var outcome = Outcome.refused(.apiKeyMissing)
        for line in section.lines where line.name == .authorization {
            count += 1
            guard count <= Self.mostLines else { return .refused(.headerInvalid) }
            if let caller = self.remembered(bytes, line.valueRange, shard, now: now) { return .caller(caller) }
            switch self.judge(bytes, line.valueRange, shard, now: now) {
            case .caller(let caller): return .caller(caller)
            case .wait(let digest): return .wait(digest)
            case .refused(let failure): outcome = failure == .apiKeyMissing ? outcome : .refused(failure)
            }
        }
        return outcome
    }

    private func remembered(
        _ bytes: Span<UInt8>, _ value: ByteRange, _ shard: Shard, now: Moment
    ) -> Caller? {
        guard let last = self.last, last.value.count == value.count, last.generation == shard.callers.generation,
            now < last.until
        else { return nil }
        return Self.areEqual(last.value, bytes.extracting(value.range)) ? last.caller : nil
    }

    /// Takes as long whatever the bytes are; eight at a time.
    private static func areEqual(_ known: [UInt8], _ given: Span<UInt8>) -> Bool {
        known.withUnsafeBytes { known in
            given.withUnsafeBytes { given in
                guard known.count == given.count else { return false }
                var difference: UInt64 = 0
                var offset = 0
                while offset + 8 <= known.count {
                    difference |=
                        known.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                        ^ given.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    offset += 8
                }
                while offset < known.count {
                    difference |= UInt64(known[offset] ^ given[offset])
                    offset += 1
                }
                return difference == 0
            }
        }
    }

    private mutating func judge(
        _ bytes: Span<UInt8>, _ value: ByteRange, _ shard: Shard, now: Moment
    ) -> Outcome {
        let key = Self.key(bytes, value)
        guard !key.isEmpty else { return .refused(.apiKeyMissing) }
        guard let digest = shard.digest(Array(key.range.map { bytes[$0] })) else { return .refused(.apiKeyInvalid) }
        switch shard.callers.lookup(digest, now: now) {
        case nil: return .wait(digest)
        case .unknown: return .refused(.apiKeyInvalid)
        case .known(let caller):
            self.last = Accepted(
                Array(value.range.map { bytes[$0] }), caller, generation: shard.callers.generation,
                until: Moment(nanoseconds: now.nanoseconds &+ 5_000_000_000))
            return .caller(caller)
        }
    }

    /// The value without `Bearer` and the spaces behind it; SDKs send the bare key.
    private static func key(_ bytes: Span<UInt8>, _ value: ByteRange) -> ByteRange {
        guard value.count >= 6,
            bytes.matches(ByteRange(start: Int(value.start), end: Int(value.start) + 6), ignoringCase: "bearer")
        else { return value }
        var start = Int(value.start) + 6
        guard start < Int(value.end) else { return .empty }
        guard bytes[start] == .space else { return value }
        while start < Int(value.end), bytes[start] == .space { start += 1 }
        return ByteRange(start: start, end: Int(value.end))
    }
}
