//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Storage
import Testing

/// What becomes of calls in the log, on a real database.
@Suite struct CallLogTests {
    @Test func aCallIsShownWithWhatIsKnownOfItsConnection() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.externalXref = "customer-7"
        draft.environment = "Sandbox"
        let made = try await plane.connections.create(draft, in: plane.workspace)
        try await plane.log(plane.record(1, of: made.id))

        let call = try #require(try await plane.calls().first)

        #expect(call.id == RequestRecordID(high: 7, low: 1))
        #expect(call.connection == made.id)
        #expect(call.integrationType == "generic")
        #expect(call.externalXref == "customer-7")
        #expect(call.environment == "Sandbox")
        #expect(call.name == "listPassthroughs")
        #expect(call.path == "GET /v2/customers")
        #expect(call.status == "200")
        #expect(call.type == "inbound")
        #expect(call.error == nil)
        #expect(call.isBillable)
        #expect(call.totalTime == 2_500)
        #expect(call.vendorTime == 2_000)
        #expect(call.userAgent == "probe/1")
        #expect(call.ipAddress == "127.0.0.1")
    }

    @Test(
        arguments: [
            (404, nil, .complete, "404", "vendor_404"),
            (504, "upstream_timeout", .complete, "504", "upstream_timeout"),
            (200, nil, .cut, "200", "answer_cut"), (nil, nil, .left, "499", "caller_left"),
        ] as [(Int?, String?, RequestRecord.Ending, String, String)])
    func aFailedCallSaysWhy(
        status: Int?, failure: String?, ending: RequestRecord.Ending, shown: String, error: String
    ) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var record = plane.record(1, status: status, failure: failure)
        record.ending = ending
        try await plane.log(record)

        let call = try #require(try await plane.calls { $0.isError = true }.first)

        #expect(call.status == shown)
        #expect(call.error == error)
        #expect(call.integrationType == "unknown")
        #expect(try await plane.calls { $0.isError = false }.isEmpty)
    }

    @Test(arguments: [
        ("v2/x", "/v2/x"), ("/v2/x", "/v2/x"), ("//x", "//x"), ("%2Fv2%2fx", "/v2/x"), ("a/b%2Fc", "/a/b%2Fc"),
        ("", "/"),
    ])
    func aPathIsShownAsTheVendorSawIt(sent: String, shown: String) async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var record = plane.record(1)
        record.path = sent
        try await plane.log(record)

        #expect(try await plane.calls().first?.path == "GET \(shown)")
    }

    @Test func filtersFindWhatTheyName() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var draft = Installation.draft()
        draft.externalXref = "x"
        draft.environment = "Sandbox"
        let one = try await plane.connections.create(draft, in: plane.workspace)
        let other = try await plane.connections.create(Installation.draft(), in: plane.workspace)
        try await plane.log(
            plane.record(1, of: one.id, at: 10), plane.record(2, of: other.id, status: 500, at: 20),
            plane.record(3, status: 404, failure: "connection_not_found", at: 30))
        var login = OwnCall(
            kind: .refresh, workspace: plane.workspace, integrationType: "generic", environment: "Production",
            url: "https://auth.example/token?secret=1", startedAt: Timestamp(milliseconds: 40))
        login.status = 400
        try await plane.writer.write([.own(login)])

        func numbers(_ change: (inout APICallFilter) -> Void) async throws -> [Int64] {
            try await plane.calls(change).map(\.createdAt.milliseconds)
        }

        #expect(try await numbers { _ in } == [40, 30, 20, 10])
        #expect(try await numbers { $0.isDescending = false } == [10, 20, 30, 40])
        #expect(try await numbers { $0.connection = one.id } == [10])
        #expect(try await numbers { $0.environment = "Sandbox" } == [10])
        #expect(try await numbers { $0.externalXref = "x" } == [10])
        #expect(try await numbers { $0.integrationType = "unknown" } == [30])
        #expect(try await numbers { $0.type = "login" } == [40])
        #expect(try await numbers { $0.type = "inbound" } == [30, 20, 10])
        #expect(try await numbers { $0.isBillable = true } == [20, 10])
        #expect(try await numbers { $0.isBillable = false } == [40, 30])
        #expect(try await numbers { $0.updatedGTE = Timestamp(milliseconds: 20) } == [40, 30, 20])
        #expect(
            try await numbers {
                $0.limit = 1; $0.offset = 1
            } == [30])
        let refresh = try #require(try await plane.calls { $0.type = "login" }.first)
        #expect(refresh.path == "POST https://auth.example/token")
        #expect(refresh.name == "refresh")
        #expect(refresh.error == "vendor_400")
    }

    @Test func anotherWorkspacesCallsAndCallsOfNobodyAreNotShown() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let other = try await plane.otherWorkspace()
        var nobody = plane.record(1)
        nobody.workspace = nil
        var foreign = plane.record(2)
        foreign.workspace = other
        try await plane.log(nobody, foreign)

        #expect(try await plane.calls().isEmpty)
        await #expect(throws: APICallError.notFound) {
            _ = try await plane.platform.calls.get(foreign.id, in: plane.workspace)
        }
        #expect(try await plane.platform.calls.get(foreign.id, in: other).call.id == foreign.id)
    }

    @Test func aWorkspaceThatKeepsNothingHasNoCalls() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        var patch = WorkspaceSettingsPatch()
        patch.retentionDays = 0
        _ = try await plane.platform.settings.change(plane.workspace, with: patch)
        try await plane.log(plane.record(1))

        #expect(try await plane.calls().isEmpty)
    }

    @Test func oldCallsAreDeletedAndOthersStay() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let now: Int64 = 1_700_000_000_000
        let old = (1...1_200).map { plane.record(UInt32($0), at: now - 61 * 86_400_000) }
        try await plane.writer.write(old.compactMap(LoggedCall.init))
        try await plane.log(plane.record(2_000, at: now - 59 * 86_400_000))

        #expect(try await plane.platform.retention.sweep() == 1_200)
        #expect(try await plane.calls().map(\.id) == [RequestRecordID(high: 7, low: 2_000)])
    }

    @Test func theRecorderWritesWhatItTookBeforeItEnds() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let recorder = plane.platform.recorder
        let records = (1...2_500).map { plane.record(UInt32($0)) }
        recorder.add(count: records.count) { records }
        let running = Task { try await recorder.run() }
        while recorder.written < 2_500, !Task.isCancelled { try await Task.sleep(for: .milliseconds(20)) }
        running.cancel()
        try await running.value

        #expect(recorder.dropped == 0)
        #expect(try await plane.store.read { try $0.apiCalls.count(in: plane.workspace) } == 2_500)
    }

    @Test func aFullRecorderDropsAndCounts() async throws {
        let plane = try await Installation()
        defer { plane.remove() }
        let recorder = plane.platform.recorder
        let records = (1...CallRecorder.mostWaiting + 5).map { plane.record(UInt32($0)) }
        recorder.add(count: records.count) { records }
        recorder.add(count: 3) {
            Issue.record("nothing is made of what is dropped")
            return []
        }

        #expect(recorder.dropped == 8)
    }
}
