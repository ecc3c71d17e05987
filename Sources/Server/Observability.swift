//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Logging

/// Where logs go: lines on standard error, told once for the whole process.
package enum Observability {
    /// The level of libraries that log a line for every trifle at `info`.
    private static let quietest = Logger.Level.warning

    package static func bootstrap() {
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
    }

    package static func logger(level: Logger.Level) -> Logger {
        var logger = Logger(label: "passthrough")
        logger.logLevel = level
        return logger
    }

    /// The same for a library: warnings, and more only when debugging.
    static func library(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = logger.logLevel <= .debug ? logger.logLevel : max(logger.logLevel, self.quietest)
        return quiet
    }
}
