//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport

/// Carries out one case and lists everything that was not as it must be.
struct CaseRun {
    let rig: Rig
    let entry: ConformanceCase
    private var complaints: [String] = []
    /// Told from the request of any other run, which the vendor may notice late when it was cut.
    private let mark = "X-Run: \(UInt64.random(in: 0 ... .max))"

    init(_ entry: ConformanceCase, on rig: Rig) {
        self.entry = entry
        self.rig = rig
    }

    /// The discrepancies; empty when all is well.
    mutating func complaints(_ delivery: Delivery) throws -> [String] {
        self.complaints = []
        let filled = self.entry.rawScript.map { self.rig.fill($0, for: self.entry.account) }
        self.rig.vendor.expect(filled.map { [VendorScript(.readRequest, .send($0))] } ?? self.entry.scripts)
        let socket = try self.rig.connect()
        let bytes = self.marked(self.rig.fill(self.entry.request, for: self.entry.account))
        switch delivery {
        case .whole: try socket.send(bytes)
        case .byteByByte: try socket.sendOneByOne(bytes)
        }
        for reply in self.entry.replies { self.check(reply, on: socket) }
        self.checkFate(of: socket)
        self.checkArrivals()
        return self.complaints
    }

    /// With the mark behind the first line, where the request may arrive cut.
    private func marked(_ request: [UInt8]) -> [UInt8] {
        guard self.entry.mayArriveCut, let lineEnd = request.firstIndex(of: 0x0A) else { return request }
        return request[...lineEnd] + Array("\(self.mark)\r\n".utf8) + request[(lineEnd + 1)...]
    }

    private mutating func expect(_ isSo: Bool, _ complaint: String) {
        if !isSo { self.complaints.append(complaint) }
    }

    // MARK: - What came back

    private mutating func check(_ reply: ConformanceCase.Reply, on socket: RawSocket) {
        let answer: StrictResponse
        do {
            answer = try socket.readResponse(to: reply.method)
        } catch {
            self.complaints.append("no readable answer where \(reply.statuses) was due: \(error)")
            return
        }
        self.expect(
            reply.statuses.contains(answer.status),
            "status \(answer.status), due \(reply.statuses): \(answer.text.prefix(200))")
        let code = answer.head.values("Passthrough-Error")
        let isCodeRight = reply.codes.isEmpty ? code.isEmpty : code.count == 1 && reply.codes.contains(code[0])
        self.expect(isCodeRight, "Passthrough-Error \(code), due \(reply.codes)")
        if let body = reply.body { self.expect(answer.text == body, "body \(answer.text.debugDescription)") }
        if !reply.codes.isEmpty, reply.method != "HEAD" {
            self.complaints += ErrorShape.complaints(about: answer)
        }
        self.checkForm(of: answer, reply)
        self.checkFields(of: answer, reply)
    }

    private mutating func checkForm(of answer: StrictResponse, _ reply: ConformanceCase.Reply) {
        if let line = reply.line { self.expect(answer.head.line == line, "first line \(answer.head.line)") }
        if let framing = reply.framing { self.expect(answer.framing == framing, "framing \(answer.framing)") }
        if let interim = reply.interim {
            let statuses = answer.interim.compactMap { try? $0.statusCode() }
            self.expect(statuses == interim, "interim answers \(statuses), due \(interim)")
        }
        if let trailers = reply.trailers {
            let fields = answer.body.trailers.map(\.description)
            self.expect(fields == trailers, "trailers \(fields)")
        }
        guard let exactly = reply.exactly else { return }
        let ours = [
            "x-response-time", "x-endapi-response-time", "x-unified-response-time", "passthrough-request-id",
            "content-length", "transfer-encoding", "connection",
        ]
        let fields = answer.head.fields.filter { !ours.contains($0.name.lowercased()) }.map(\.description)
        let due = exactly.map { String(latin1: self.rig.fill($0, for: self.entry.account)) }
        self.expect(fields == due, "fields \(fields), due \(due)")
    }

    private mutating func checkFields(of answer: StrictResponse, _ reply: ConformanceCase.Reply) {
        let fields = answer.head.fields.map(\.description)
        for field in reply.has {
            let filled = String(latin1: self.rig.fill(field, for: self.entry.account))
            self.expect(fields.filter { $0 == filled }.count == 1, "field missing: \(filled) in \(fields)")
        }
        for name in reply.lacks {
            self.expect(answer.head.values(name).isEmpty, "field not taken away: \(name) in \(fields)")
        }
        for name in ["X-Response-Time", "Passthrough-Request-Id"] {
            self.expect(answer.head.values(name).count == 1, "not one \(name) in \(fields)")
        }
        let wasVendorAsked = !self.entry.arrivals.isEmpty && reply.codes.isEmpty
        for name in ["X-EndApi-Response-Time", "X-Unified-Response-Time"] where wasVendorAsked {
            self.expect(answer.head.values(name).count == 1, "not one \(name) in \(fields)")
        }
    }

    private mutating func checkFate(of socket: RawSocket) {
        switch self.entry.fate {
        case .either: break
        case .closed: self.expect(socket.isClosedByPeer(), "the channel was not closed, or more bytes came")
        case .kept:
            do {
                try socket.send(rawMessage(["GET /healthz HTTP/1.1", "Host: gateway.example"]))
                let answer = try socket.readResponse()
                self.expect(answer.status == 200, "the next request on the channel: \(answer.status)")
            } catch {
                self.complaints.append("the channel was not kept: \(error)")
            }
        }
    }

    // MARK: - What reached the vendor

    private mutating func checkArrivals() {
        let due = self.entry.arrivals
        // A case that has failed already is not waited for.
        let patience = Deadline(after: self.complaints.isEmpty ? .seconds(10) : .milliseconds(300))
        let arrived = eventually(before: patience) { [rig] in
            let requests = rig.vendor.requests
            return requests.count >= due.count && zip(requests, due).allSatisfy { $0.isComplete || !$1.isComplete }
        }
        let requests = self.rig.vendor.requests
        self.expect(arrived, "of \(due.count) requests not all came to their end at the vendor")
        if self.entry.mayArriveCut {
            let own = requests.filter { $0.head.fields.map(\.description).contains(self.mark) }
            let isCut = own.count <= 1 && requests.allSatisfy { !$0.isComplete }
            self.expect(isCut, "a request came to its end at the vendor: \(requests)")
            return
        }
        self.expect(requests.count == due.count, "\(requests.count) requests at the vendor, due \(due.count)")
        if due.isEmpty {
            let bytes = self.rig.vendor.receivedBytes
            self.expect(bytes.isEmpty, "bytes at the vendor: \(String(latin1: bytes).debugDescription)")
        }
        self.expect(self.rig.vendor.complaints.isEmpty, "the vendor could not read: \(self.rig.vendor.complaints)")
        self.expect(
            !self.rig.vendor.receivedBytes.contains(Array(Rig.key.utf8)), "the API key reached the vendor")
        for (request, arrival) in zip(requests, due) { self.check(request, arrival) }
    }

    private mutating func check(_ request: ReceivedRequest, _ arrival: ConformanceCase.Arrival) {
        var fields = request.head.fields
        let host = "Host: " + (arrival.host ?? "127.0.0.1:{V}")
        let credential = self.entry.account.credentialField.map { "\($0.name): \($0.value)" }
        for due in [host] + (credential.map { [$0] } ?? []) + arrival.anywhere {
            let filled = String(latin1: self.rig.fill(due, for: self.entry.account))
            let places = fields.indices.filter { fields[$0].description == filled }
            self.expect(places.count == 1, "\(filled.prefix(20))… \(places.count) times at the vendor")
            fields.removeAll { $0.description == filled }
        }
        if arrival.isChunked { fields.removeAll { $0.name.lowercased() == "transfer-encoding" } }
        let lines = [request.head.line] + fields.map(\.description)
        let due = arrival.lines.map { String(latin1: self.rig.fill($0, for: self.entry.account)) }
        self.expect(lines == due, "at the vendor \(lines), due \(due)")
        self.expect((request.framing == .chunked) == arrival.isChunked, "framing at the vendor \(request.framing)")
        self.expect(request.isComplete == arrival.isComplete, "complete at the vendor: \(request.isComplete)")
        guard arrival.isComplete else { return }
        let body = String(latin1: request.body.bytes)
        self.expect(body == arrival.body, "body at the vendor \(body.debugDescription)")
        let trailers = request.body.trailers.map(\.description)
        self.expect(trailers == arrival.trailers, "trailers at the vendor \(trailers)")
    }
}
