//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard input, output and error, written at once: a reader at the other end of a pipe waits for lines.
enum Terminal {
    static func print(_ text: String) { self.write(Array((text + "\n").utf8), to: 1) }

    static func write(_ bytes: [UInt8]) { self.write(bytes, to: 1) }

    static func printError(_ text: String) { self.write(Array((text + "\n").utf8), to: 2) }

    static func writeError(_ bytes: [UInt8]) { self.write(bytes, to: 2) }

    static var hasPersonAtError: Bool { isatty(2) == 1 }

    /// All of standard input.
    static func readInput() -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(0, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// The system's `write`, whose name the methods above hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
