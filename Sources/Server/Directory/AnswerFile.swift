//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The journal of answers in the data directory: a file that is appended to, and emptied when nothing in it counts.
final class AnswerFile: Sendable {
    private struct State {
        /// Lines whose commit is still to come.
        var open = 0
        var holdsLeft: Bool
        var length = 0
    }

    private let descriptor: Int32
    private let leftLines: [String]
    private let state: Mutex<State>

    /// - Throws: `ServerError` when the file cannot be opened or made.
    init(_ directory: DataDirectory) throws(ServerError) {
        let path = "\(directory.path)/answers"
        self.descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard self.descriptor >= 0 else {
            throw .dataDirectory(path: directory.path, problem: String(cString: strerror(errno)))
        }
        self.leftLines = Self.lines(of: self.descriptor)
        self.state = Mutex(State(holdsLeft: !self.leftLines.isEmpty))
    }

    deinit { close(self.descriptor) }

    var journal: AnswerJournal {
        AnswerJournal(
            append: { self.append($0) }, settle: { self.settle() }, left: { self.leftLines }, clear: { self.clear() })
    }

    /// One call of the system, so that a line is there or is not, and what follows a cut one begins anew.
    private func append(_ line: String) {
        let bytes = Array("\n\(line)\n".utf8)
        self.state.withLock { state in
            state.open += 1
            state.length += bytes.count
            _ = write(self.descriptor, bytes, bytes.count)
        }
    }

    private func settle() {
        self.state.withLock { state in
            state.open -= 1
            self.empty(&state)
        }
    }

    private func clear() {
        self.state.withLock { state in
            state.holdsLeft = false
            state.length = max(state.length, 1)
            self.empty(&state)
        }
    }

    private func empty(_ state: inout State) {
        guard state.open == 0, !state.holdsLeft, state.length > 0 else { return }
        if ftruncate(self.descriptor, 0) == 0 { state.length = 0 }
    }

    private static func lines(of descriptor: Int32) -> [String] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
