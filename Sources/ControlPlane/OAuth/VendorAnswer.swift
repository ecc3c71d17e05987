//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
internal import Outgoing

/// Reads what vendors answer to our own requests; everything in it is hostile until checked.
enum VendorAnswer {
    /// A vendor that is down, busy or moved says nothing of the credential: only 2xx and 4xx do.
    static func checkStatus(_ answer: OutgoingAnswer, code: String? = nil) throws(OAuthFailure) {
        switch answer.status {
        case 200..<300: return
        case 408, 425, 429:
            throw .transient(
                code: "http_\(answer.status)", message: "the vendor asks to wait", retryAfter: Self.delay(answer))
        case 400..<500:
            let code = code ?? "http_\(answer.status)"
            // RFC 6749 section 4.1.2.1 and RFC 8628 section 3.5: said by a vendor that is busy, whatever its status.
            if ["temporarily_unavailable", "server_error", "slow_down"].contains(code) {
                throw .transient(code: code, message: "the vendor asks to wait", retryAfter: Self.delay(answer))
            }
            throw .permanent(code: code, message: "the vendor refused (HTTP \(answer.status))")
        default:
            throw .transient(
                code: "http_\(answer.status)", message: "the vendor answered with HTTP \(answer.status)",
                retryAfter: Self.delay(answer))
        }
    }

    /// `Retry-After` in seconds, at most a day; a date is not read.
    private static func delay(_ answer: OutgoingAnswer) -> Int64? {
        guard let text = answer.header("retry-after"), (1...9).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(text)
        else { return nil }
        return min(seconds, 86_400)
    }

    /// The members of an object in JSON, or of a form where the vendor says that it is one.
    static func members(_ answer: OutgoingAnswer) throws(OAuthFailure) -> [String: JSONValue] {
        guard case .object(let members) = try Self.document(answer) else {
            throw .malformed("the vendor's answer is not a JSON object")
        }
        return members
    }

    static func document(_ answer: OutgoingAnswer) throws(OAuthFailure) -> JSONValue {
        if let coding = answer.header("content-encoding"), coding.lowercased() != "identity" {
            throw .malformed("the vendor's answer is compressed, which was not asked for")
        }
        let bytes = answer.body.revealBytes()
        let type = (answer.header("content-type") ?? "").lowercased()
        let isForm = type.hasPrefix("application/x-www-form-urlencoded") || type.hasPrefix("text/plain")
        let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        if isForm, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") {
            guard let members = FormText.decoded(bytes), !members.isEmpty else {
                throw .malformed("the vendor's answer is neither JSON nor a form")
            }
            return .object(members.mapValues { .string($0) })
        }
        do { return try JSONValue(parsing: bytes) } catch {
            throw .malformed("the vendor's answer is not JSON: \(error.problem)")
        }
    }

    /// An error code that may be shown: 1 to 64 of `a-z0-9_.-`.
    static func shown(_ value: JSONValue?) -> String? {
        guard case .string(let text)? = value, (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({ byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "_.-".utf8.contains(byte)
            })
        else { return nil }
        return text
    }

    /// Text that may stand in a header field: visible ASCII, at most 16 KiB.
    static func isCredential(_ text: String) -> Bool {
        (1...16_384).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
