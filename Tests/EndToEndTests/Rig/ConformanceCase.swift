//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// One line of a table: what the caller sends, what must reach the vendor, what must come back.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    /// A request as it must reach the vendor, without `Host` and without the credential, which are checked apart.
    struct Arrival: Sendable {
        /// The request line and the fields, in order.
        var lines: [String]
        var body: String
        /// Fields that must be there once, at whatever place.
        var anywhere: [String] = []
        var trailers: [String] = []
        var isChunked = false
        /// Whether the body must come to its end; if not, the channel must end before it does.
        var isComplete = true
        /// The value of `Host`; the vendor's address if absent.
        var host: String?
    }

    /// What must come back for one request.
    struct Reply: Sendable {
        var statuses: [Int]
        /// `Passthrough-Error` is one of these; for a vendor's answer the list is empty and the field absent.
        var codes: [String]
        var method = "GET"
        var body: String?
        /// Fields that must be there, exactly so and once.
        var has: [String] = []
        /// Names that must be absent.
        var lacks: [String] = []
        /// The vendor's own fields, in order, without framing and ours; not looked at if absent.
        var exactly: [String]?
        /// The whole first line; not looked at if absent.
        var line: String?
        /// The statuses of the 1xx before; not looked at if absent.
        var interim: [Int]?
        /// The framing; not looked at if absent.
        var framing: BodyFraming?
        var trailers: [String]?
    }

    /// What becomes of the caller's channel afterwards.
    enum Fate: Sendable { case kept, closed, either }

    var name: String
    var account = Account.bearer
    var request: String
    var scripts: [VendorScript] = []
    /// The vendor's answer as text with places to fill, instead of `scripts`.
    var rawScript: String?
    var arrivals: [Arrival] = []
    var replies: [Reply]
    var fate = Fate.either
    /// Whether the beginning of the one request may have reached the vendor, but never its end.
    var mayArriveCut = false

    var testDescription: String { self.name }
}

/// How the bytes of a case are handed to the kernel.
enum Delivery: String, CaseIterable, Sendable {
    case whole
    case byteByByte
}
