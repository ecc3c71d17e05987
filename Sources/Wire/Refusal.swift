//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Why bytes are not HTTP/1.1 as this codec accepts it.
///
/// Facts about what was sent, none with the bytes themselves.
package enum Refusal: UInt8, Error, CaseIterable, Sendable {
    // The first line.
    case requestLine
    case method
    case target
    case version
    case statusLine
    // Field lines.
    case lineEnding
    case fieldName
    case fieldValue
    case foldedLine
    case disguisedFraming
    case tooManyFields
    case headTooLarge
    // What the fields say together.
    case hostMissing
    case hostRepeated
    case hostInvalid
    case hostDisagrees
    case contentLength
    case contentLengthRepeated
    case transferCoding
    case transferCodingWithLength
    case transferCodingInOldVersion
    case connectionOption
    case expectation
    case asteriskTarget
    case connectOrTrace
    // Bodies.
    case chunkSize
    case chunkExtension
    case chunkEnding
    case trailerField
    case trailerTooLarge
    case switchingProtocols
}

extension Refusal {
    /// One sentence for the person whose client sent it.
    package var message: StaticString {
        switch self {
        case .requestLine, .method, .target, .version, .statusLine, .asteriskTarget, .connectOrTrace: self.lineMessage
        case .lineEnding, .fieldName, .fieldValue, .foldedLine, .disguisedFraming, .tooManyFields, .headTooLarge:
            self.fieldMessage
        case .chunkSize, .chunkExtension, .chunkEnding, .trailerField, .trailerTooLarge, .switchingProtocols:
            self.bodyMessage
        default: self.meaningMessage
        }
    }

    private var lineMessage: StaticString {
        switch self {
        case .method: "The method is not a token."
        case .target: "The request target has a byte that may not stand in a URL."
        case .version: "The version is neither HTTP/1.1 nor HTTP/1.0."
        case .statusLine: "The status line is malformed."
        case .asteriskTarget: "The target * goes with OPTIONS alone."
        case .connectOrTrace: "CONNECT and TRACE are not served."
        default: "The request line is not METHOD SP TARGET SP VERSION."
        }
    }

    private var fieldMessage: StaticString {
        switch self {
        case .lineEnding: "A line does not end with CR LF."
        case .fieldName: "A header name is empty or has a byte that is not a token's."
        case .fieldValue: "A header value has a control byte."
        case .foldedLine: "A header line begins with white space."
        case .disguisedFraming: "A header name resembles a framing header."
        case .tooManyFields: "There are too many header lines."
        default: "The head is too large."
        }
    }

    private var meaningMessage: StaticString {
        switch self {
        case .hostMissing: "The Host header is missing."
        case .hostRepeated: "There is more than one Host header."
        case .hostInvalid: "The Host header is not a host and port."
        case .hostDisagrees: "The target and the Host header name different hosts."
        case .contentLength: "Content-Length is not one decimal number."
        case .contentLengthRepeated: "There is more than one Content-Length header."
        case .transferCoding: "Transfer-Encoding is not exactly chunked."
        case .transferCodingWithLength: "Transfer-Encoding and Content-Length exclude each other."
        case .transferCodingInOldVersion: "HTTP/1.0 has no Transfer-Encoding."
        case .connectionOption: "The Connection header is not a list of tokens."
        default: "The only expectation is 100-continue."
        }
    }

    private var bodyMessage: StaticString {
        switch self {
        case .chunkSize: "A chunk size is not a hexadecimal number."
        case .chunkExtension: "A chunk extension is malformed or too long."
        case .chunkEnding: "A chunk does not end with CR LF."
        case .trailerField: "A trailer line is malformed or may not stand in a trailer."
        case .trailerTooLarge: "The trailer is too large."
        default: "The protocol was switched without being asked."
        }
    }
}
