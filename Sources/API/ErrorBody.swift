//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// The body of every error that is the server's own (a vendor's error passes unchanged).
///
/// The same code is in the header field `Passthrough-Error`, which a vendor's answer never carries.
public struct ErrorBody: Sendable, Hashable, Codable {
    /// The HTTP status.
    public var statusCode: Int
    /// The status in words.
    public var error: String
    /// What happened and what to do, for people.
    public var message: String
    /// What happened, for programs; stable.
    public var code: String
    /// Names the request in the server's log.
    public var requestID: String
    /// All that is wrong with a body of many lines, in their order.
    public var errors: [Fault]?

    /// One thing wrong with a body of many lines.
    public struct Fault: Sendable, Hashable, Codable {
        /// From 1; absent when the whole is meant.
        public var line: Int?
        /// What is wrong, for people.
        public var message: String

        /// Takes both members.
        public init(line: Int?, message: String) {
            self.line = line
            self.message = message
        }
    }

    enum CodingKeys: String, CodingKey {
        case statusCode, error, message, code, errors
        case requestID = "request_id"
    }

    /// Takes the five members that are always there.
    public init(statusCode: Int, error: String, message: String, code: String, requestID: String) {
        self.statusCode = statusCode
        self.error = error
        self.message = message
        self.code = code
        self.requestID = requestID
    }
}
