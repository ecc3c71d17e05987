//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a scripted vendor does with one request, step by step.
package struct VendorScript: Sendable {
    package enum Step: Sendable {
        /// Reads and records the request's head and body.
        case readRequest
        /// Reads and records the head alone.
        case readHead
        /// Reads the body of the head that was read.
        case readBody
        /// Reads `count` bytes of the body and checks nothing but their number.
        case readSome(Int)
        /// Reads what the body's framing says without keeping it, checked against the pattern.
        case drainBody
        case send([UInt8])
        /// Sends `count` bytes of the pattern.
        case sendPattern(Int)
        /// Goes on when the test opens the gate, or when it is too late for any test.
        case await(Gate)
        /// Reads until the peer closes, answering nothing.
        case waitForClose
        case halfClose
        /// Closes with FIN.
        case close
        /// Closes with RST.
        case reset
    }

    package var steps: [Step]

    package init(_ steps: Step...) { self.steps = steps }

    /// Reads the request and sends these bytes.
    package static func answer(_ text: String) -> VendorScript { VendorScript(.readRequest, .send(text.latin1)) }

    /// Reads the request, sends these bytes and closes.
    package static func answerAndClose(_ text: String) -> VendorScript {
        VendorScript(.readRequest, .send(text.latin1), .close)
    }

    /// The answer of a vendor without a script.
    package static let usual = VendorScript.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Vendor: 1\r\n\r\nok")
}

/// A request as the vendor received it.
package struct ReceivedRequest: Sendable, Equatable {
    /// Counts the vendor's channels from zero.
    package var channel: Int
    package var head: WireHead
    package var framing: BodyFraming
    package var body: WireBody
    /// Whether the body came to its end.
    package var isComplete: Bool
}
