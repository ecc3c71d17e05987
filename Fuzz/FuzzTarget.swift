//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// What libFuzzer calls for every input: the first byte says how the others are read, and the invariants of WireTests
/// must hold of them.
///
/// A violation is printed with its bytes, then traps, so that libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    do {
        try check(bytes, choice: choice)
    } catch {
        print(error)
        preconditionFailure("an invariant of the codec")
    }
    return 0
}

private func check(_ bytes: [UInt8], choice: UInt8) throws {
    var random = SeededGenerator(seed: UInt64(bytes.count))
    switch choice & 3 {
    case 0: try checkHead(.request, bytes, &random)
    case 1: try checkHead(.response, bytes, &random)
    case 2: try checkHead(.responseToHead, bytes, &random)
    default:
        let cuts = bytes.isEmpty ? [] : [[random.below(bytes.count)], Array(bytes.indices)]
        _ = try BodyInvariants.checkChunks(bytes, cuts: cuts)
    }
}

private func checkHead(_ kind: HeadReader.Kind, _ bytes: [UInt8], _ random: inout SeededGenerator) throws {
    var invariants = HeadInvariants(kind)
    _ = try invariants.check(bytes, splits: 16, &random)
}
