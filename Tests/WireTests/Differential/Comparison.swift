//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Compares what we make of some bytes with what llhttp makes of them.
struct Comparison {
    enum Outcome {
        /// Both read the same, or both refuse, or both wait for more.
        case agreed(isAccepted: Bool)
        /// We refuse for this reason what llhttp reads as whole messages.
        case onlyOurs(Refusal)
        case differs(String)
    }

    private var reader = OurReader()

    mutating func compareRequest(_ bytes: [UInt8]) -> Outcome {
        let bytes = Self.withKnownMethod(bytes)
        let second = ReadMessage(
            start: ["GET", "/second"], isHTTP11: true, fields: [.init(name: "Host", value: "b")], body: [],
            trailers: [], keepsAlive: true)
        let follower = (Array("GET /second HTTP/1.1\r\nHost: b\r\n\r\n".utf8), second)
        return Self.compare(bytes, self.reader.readRequest(bytes), follower, LLHTTPReader.readRequests)
    }

    mutating func compareResponse(_ bytes: [UInt8], toHead: Bool) -> Outcome {
        let second = ReadMessage(
            start: ["299"], isHTTP11: true, fields: [.init(name: "Content-Length", value: "0")], body: [],
            trailers: [], keepsAlive: true)
        let follower = (Array("HTTP/1.1 299 B\r\nContent-Length: 0\r\n\r\n".utf8), second)
        return Self.compare(bytes, self.reader.readResponse(bytes, toHead: toHead), follower) {
            LLHTTPReader.readResponses($0, toHead: toHead)
        }
    }

    /// Behind a message that keeps its channel another one follows: both must see it at the same place.
    private static func compare(
        _ bytes: [UInt8], _ ours: OurReading, _ follower: ([UInt8], ReadMessage),
        _ read: ([UInt8]) -> LLHTTPReader.Reading
    ) -> Outcome {
        switch ours {
        case .complete(let message, let end, let endsWithChannel):
            let isFollowed = message.keepsAlive && !endsWithChannel && !Self.isLastForLLHTTP(message)
            let theirs = read(bytes[..<end] + (isFollowed ? follower.0 : []))
            if theirs.hasFailed { return .differs("llhttp refuses: \(message)") }
            let expected = isFollowed ? [message, follower.1] : [message]
            let isWhole = !theirs.isPartial || !isFollowed && Self.isInterim(message)
            if isWhole, theirs.messages.elementsEqual(expected, by: Self.areSame) { return .agreed(isAccepted: true) }
            return .differs("llhttp reads \(theirs.messages), we \(expected)")
        case .incomplete:
            let theirs = read(bytes)
            if theirs.hasFailed || theirs.messages.isEmpty || theirs.isPartial { return .agreed(isAccepted: false) }
            return .differs("llhttp sees an end: \(theirs.messages)")
        case .refused(let refusal):
            let theirs = read(bytes)
            if theirs.hasFailed || theirs.messages.isEmpty || theirs.isPartial { return .agreed(isAccepted: false) }
            return .onlyOurs(refusal)
        }
    }

    /// llhttp reads nothing behind a request to upgrade, and may close for a field that does not exist.
    private static func isLastForLLHTTP(_ message: ReadMessage) -> Bool {
        message.fields.contains { ["upgrade", "proxy-connection"].contains($0.name.lowercased()) }
    }

    /// NIOHTTP1 gives no end of 1xx.
    private static func isInterim(_ message: ReadMessage) -> Bool {
        message.start.count == 1 && message.start[0].first == "1"
    }

    /// Compares what the RFCs leave no doubt about.
    ///
    /// llhttp gives up a channel after a response without a length, to HEAD too, whose responses have no body
    /// (RFC 9112 section 6.3), and follows `Proxy-Connection`, which does not exist (appendix C.2.2). It keeps one after
    /// a 204 that announces a body, which it must not have (RFC 9110 section 8.6).
    private static func areSame(_ theirs: ReadMessage, _ ours: ReadMessage) -> Bool {
        var theirs = theirs
        let isFramed = ours.fields.contains { ["content-length", "transfer-encoding"].contains($0.name.lowercased()) }
        let isProxied = ours.fields.contains { $0.name.lowercased() == "proxy-connection" }
        let hasForbiddenBody = isFramed && ours.start == ["204"] && !ours.keepsAlive
        let isUnsure = !isFramed && ours.start.count == 1 || isProxied || hasForbiddenBody || Self.closes(ours)
        if isUnsure { theirs.keepsAlive = ours.keepsAlive }
        return theirs == ours
    }

    /// llhttp lets `keep-alive` win in HTTP/1.0 and overlooks `close` before a tab; it counts wherever it stands
    /// (RFC 9112 section 9.3).
    private static func closes(_ message: ReadMessage) -> Bool {
        let options = message.fields.filter { $0.name.lowercased() == "connection" }
            .flatMap { $0.value.lowercased().split { $0 == "," || $0 == " " || $0 == "\t" } }
        return options.contains("close") && !message.keepsAlive
    }

    /// The bytes with another method where llhttp does not know the one they have; it reads registered ones only.
    private static func withKnownMethod(_ bytes: [UInt8]) -> [UInt8] {
        let start = bytes.firstIndex { $0 != .carriageReturn && $0 != .lineFeed } ?? 0
        guard let end = bytes[start...].firstIndex(where: { !$0.isToken }), end > start else { return bytes }
        if Self.knownMethods.contains(ReadMessage.text(bytes[start..<end])) { return bytes }
        return bytes[..<start] + Array("REPORT".utf8) + bytes[end...]
    }

    private static let knownMethods: Set<String> = [
        "ACL", "BIND", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LINK", "LOCK", "M-SEARCH", "MERGE",
        "MKACTIVITY", "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "OPTIONS", "PATCH", "POST", "PROPFIND", "PROPPATCH",
        "PURGE", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "SOURCE", "SUBSCRIBE", "TRACE", "UNBIND", "UNLINK",
        "UNLOCK", "UNSUBSCRIBE",
    ]
}
