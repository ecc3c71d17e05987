//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What is known of one exchange with a vendor once it is over: who asked for what, and how it went.
///
/// Holds nothing that grants access: of the target the path alone, of the key its name.
package struct RequestRecord: Sendable, Equatable {
    package enum Ending: UInt8, Sendable {
        /// The caller was given a whole answer, the vendor's or ours.
        case complete
        /// An answer was begun and could not be completed.
        case cut
        /// The caller's channel closed before the end of the answer.
        case left
    }

    package var id: RequestRecordID
    /// `nil` when the connection asked for is none of the caller's.
    package var connection: ConnectionID?
    /// `nil` when the caller is not known.
    package var workspace: WorkspaceID?
    /// As in `Caller.keyID`.
    package var keyID: String?
    package var method: String
    /// What stands behind the connection in the target as it was sent, without the query; cut when it is very long.
    package var path: String
    /// The vendor's or ours; `nil` when the caller left before there was one.
    package var status: Int?
    /// The code of our failure, as in `Passthrough-Error`.
    package var failure: String?
    package var ending: Ending
    /// Of the request's body, framing included.
    package var requestBytes: Int64
    /// Of the body of the vendor's response, framing included.
    package var responseBytes: Int64
    package var startedAt: Timestamp
    /// From the request's head to the last byte of the answer.
    package var duration: Duration
    /// The part of it after the vendor was sent the request; `nil` when it was not.
    package var vendorDuration: Duration?
    /// The caller's, as text.
    package var ipAddress: String?
    /// The caller's; cut when it is very long.
    package var userAgent: String?
    /// What went by, for connections whose bodies are captured.
    package var bodies: RawBodies?

    package init(
        id: RequestRecordID, connection: ConnectionID? = nil, workspace: WorkspaceID? = nil, keyID: String? = nil,
        method: String, path: String, status: Int? = nil, failure: String? = nil, ending: Ending = .complete,
        requestBytes: Int64 = 0, responseBytes: Int64 = 0, startedAt: Timestamp, duration: Duration,
        vendorDuration: Duration? = nil
    ) {
        self.id = id
        self.connection = connection
        self.workspace = workspace
        self.keyID = keyID
        self.method = method
        self.path = path
        self.status = status
        self.failure = failure
        self.ending = ending
        self.requestBytes = requestBytes
        self.responseBytes = responseBytes
        self.startedAt = startedAt
        self.duration = duration
        self.vendorDuration = vendorDuration
    }
}

/// Names the `ObjectID` of a request record.
package enum RequestRecordKind {}
/// The id that the answer carried as `Passthrough-Request-Id`.
package typealias RequestRecordID = ObjectID<RequestRecordKind>

/// Names the `ObjectID` of a notification.
package enum NotificationKind {}
/// What has happened to a connection or a workspace.
package typealias NotificationID = ObjectID<NotificationKind>
