//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import Logging
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Failpoints named in `PASSTHROUGH_FAILPOINT`, for `scripts/crash`: `NAME[:NTH[:MODE]]`, several joined by commas.
///
/// `crash` (the default) ends the process as SIGKILL does, `stop` stops it for whoever looks at it before ending it,
/// `error` abandons the refresh, `pause` holds it up for 200 ms.
/// Whoever sets a process's environment can end it anyway: nothing is given away. It is read once, at the start.
enum EnvironmentFailpoints {
    private enum Mode: String { case crash, stop, error, pause }
    private struct Trap {
        var count: Int
        var mode: Mode
    }

    /// - Throws: `ServerError` when the variable names no failpoint: a test that tests nothing is worse than none.
    static func read(_ logger: Logger) throws(ServerError) -> Failpoints {
        guard let value = getenv("PASSTHROUGH_FAILPOINT") else { return .none }
        let text = String(cString: value)
        let traps = try self.traps(text)
        logger.warning("failpoints are set: this server will fail on purpose", metadata: ["points": "\(text)"])
        let left = Mutex(traps)
        return Failpoints { point throws(RefreshError) in
            let mode = left.withLock { left -> Mode? in
                guard var trap = left[point] else { return nil }
                trap.count -= 1
                left[point] = trap.count == 0 ? nil : trap
                return trap.count == 0 ? trap.mode : nil
            }
            switch mode {
            case .crash: kill(getpid(), SIGKILL)
            case .stop: kill(getpid(), SIGSTOP)
            case .pause: usleep(200_000)
            case .error: throw .abandoned
            case nil: break
            }
        }
    }

    private static func traps(_ text: String) throws(ServerError) -> [Failpoint: Trap] {
        var traps: [Failpoint: Trap] = [:]
        for item in text.split(separator: ",") {
            let parts = item.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            let count = parts.count > 1 ? Int(parts[1]) : 1
            let mode = parts.count > 2 ? Mode(rawValue: parts[2]) : .crash
            guard parts.count <= 3, let point = Failpoint(rawValue: parts[0]), let count, count > 0, let mode else {
                throw .setting("PASSTHROUGH_FAILPOINT names no failpoint: \(item)")
            }
            traps[point] = Trap(count: count, mode: mode)
        }
        return traps
    }
}
