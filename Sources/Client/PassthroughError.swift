//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import API
import AsyncHTTPClient
import FoundationEssentials

/// Why a call did not reach the vendor, or its answer did not come back.
public struct PassthroughError: Error, Sendable {
    /// What happened, for programs.
    ///
    /// A struct, so that a new code of a newer server breaks no source.
    public struct Code: Sendable, Hashable, RawRepresentable {
        /// The server's code, such as `connection_not_found`.
        public let rawValue: String

        /// Takes a code as the server writes it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The API key is missing.
        public static let apiKeyMissing = Code(rawValue: "api_key_missing")
        /// The API key is unknown or revoked.
        public static let apiKeyInvalid = Code(rawValue: "api_key_invalid")
        /// The customer has to authorise again.
        public static let connectionUnauthorized = Code(rawValue: "connection_unauthorized")
        /// There is no such connection in the key's workspace.
        public static let connectionNotFound = Code(rawValue: "connection_not_found")
        /// Too many calls; the server named a time to wait.
        public static let rateLimited = Code(rawValue: "rate_limited")
        /// The server could not be reached (no answer of the server; `status` is `nil`).
        public static let serverUnreachable = Code(rawValue: "server_unreachable")
        /// The server did not answer in time (no answer of the server; `status` is `nil`).
        public static let timedOut = Code(rawValue: "timed_out")
        /// The server's URL or a header field cannot be sent; nothing was.
        public static let requestInvalid = Code(rawValue: "request_invalid")
        /// The answer is not one that a Passthrough server gives.
        public static let unexpectedAnswer = Code(rawValue: "unexpected_answer")
    }

    /// What happened, for programs.
    public let code: Code
    /// What happened, for people.
    public let message: String
    /// Names the request in the server's log.
    public let requestID: String?
    /// The HTTP status, where there was an answer.
    public let status: Int?
    /// What failed below, where there was no answer.
    public let underlying: (any Error)?
}

extension PassthroughError: CustomStringConvertible {
    /// Code and message.
    public var description: String { "\(self.code.rawValue): \(self.message)" }
}

extension PassthroughError {
    static var invalidRequest: PassthroughError { PassthroughError() }

    private init() {
        self.code = .requestInvalid
        self.message = "The server's URL or a header field cannot be sent."
        self.requestID = nil
        self.status = nil
        self.underlying = nil
    }

    init(unanswered error: any Error) {
        let late: [HTTPClientError] = [.connectTimeout, .deadlineExceeded, .readTimeout, .getConnectionFromPoolTimeout]
        let isLate = (error as? HTTPClientError).map(late.contains) ?? false
        self.code = isLate ? .timedOut : .serverUnreachable
        self.message = isLate ? "The server did not answer in time." : "The server could not be reached."
        self.requestID = nil
        self.status = nil
        self.underlying = error
    }

    /// Reads an answer whose header field says that it is the server's own.
    init(_ response: Response, code: String) async {
        let bytes = (try? await response.body.collect(upTo: 1 << 20)) ?? []
        let body = try? JSONDecoder().decode(ErrorBody.self, from: Data(bytes))
        self.code = Code(rawValue: code)
        self.message = body?.message ?? "The server answered \(response.status)."
        self.requestID = body?.requestID ?? response.first("Passthrough-Request-Id")
        self.status = response.status
        self.underlying = nil
    }

    init(unexpected response: Response) {
        self.code = .unexpectedAnswer
        self.message = "The answer \(response.status) is not a Passthrough server's."
        self.requestID = response.first("Passthrough-Request-Id")
        self.status = response.status
        self.underlying = nil
    }
}
