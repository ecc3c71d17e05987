//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The lines of a file that hold something, with their numbers from 1; a carriage return before a line feed goes.
struct ImportLines: Sequence {
    let text: String

    func makeIterator() -> AnyIterator<(number: Int, text: Substring)> {
        var rest = self.text.utf8[...]
        var number = 0
        return AnyIterator {
            while !rest.isEmpty {
                let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
                var line = rest[..<end]
                rest = end == rest.endIndex ? rest[rest.endIndex...] : rest[rest.index(after: end)...]
                number += 1
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                guard line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else {
                    return (number, Substring(line))
                }
            }
            return nil
        }
    }
}
