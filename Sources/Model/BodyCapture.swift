//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Which exchanges of a connection are recorded with their bodies; off unless an operator asks for it.
package enum BodyCapture: Sendable, Hashable {
    case off
    /// Those whose status is 400 or above, and those that failed here.
    case errors
    /// That many of a hundred, chosen at random, and those of `errors`.
    case sample(percent: UInt8)
}

/// The bodies of one exchange as they went by, before anything was taken out of them.
///
/// Either may hold whatever callers and vendors say to each other, so both are secrets.
package struct RawBodies: Sendable, Equatable {
    /// The beginning of one body.
    package struct Body: Sendable, Equatable {
        package var bytes: Secret
        /// Of the whole body, in bytes; more than `bytes` has when it was cut.
        package var size: Int64
        /// As in `Content-Type`.
        package var type: String?

        package init(bytes: Secret, size: Int64, type: String?) {
            self.bytes = bytes
            self.size = size
            self.type = type
        }
    }

    package var request: Body?
    package var response: Body?

    package init(request: Body? = nil, response: Body? = nil) {
        self.request = request
        self.response = response
    }
}
