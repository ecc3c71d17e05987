//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Testing

@Suite struct DocumentTests {
    private func draft(_ auth: String, _ members: String = "") throws -> ConnectionDraft {
        try ConnectionDraft(
            json: try JSONValue(parsing: "{\"integration_type\":\"generic\",\"auth\":{\(auth)}\(members)}"))
    }

    @Test(arguments: [
        ("\"expires_in\":\"3600\"", "", "auth.expires_in must be a number"),
        ("\"expires_in\":0.5", "", "auth.expires_in must be a whole number"),
        ("\"expires_in\":1e300", "", "auth.expires_in must be a whole number"),
        ("\"token\":1", "", "auth.token must be a string"),
        ("\"emails\":\"a\"", "", "auth.emails must be an array of strings"),
        ("\"meta\":[]", "", "auth.meta must be an object"),
        ("\"expiry_date\":\"soon\"", "", "auth.expiry_date must be a date like 2024-01-31T12:00:00Z"),
        ("", ",\"is_paused\":\"no\"", "is_paused must be true or false"),
        ("", ",\"permissions\":{}", "permissions must be an array of strings"),
        ("", ",\"id\":\"zz\"", "id must be 24 hexadecimal digits"),
        ("", ",\"external_xref\":7", "external_xref must be a string"),
    ])
    func anErrorNamesTheMember(auth: String, members: String, message: String) throws {
        let error = #expect(throws: DocumentError.self) { try self.draft(auth, members) }
        #expect(error?.description == message)
    }

    @Test func nullIsAbsentAndWholeNumbersMayHaveAPoint() throws {
        let draft = try self.draft(
            "\"token\":null,\"expires_in\":3600.0,\"meta\":{\"a\":null,\"b\":1}", ",\"id\":null,\"external_xref\":null")
        #expect(draft.auth.token == nil)
        #expect(draft.auth.expiresIn == 3600)
        #expect(draft.auth.meta == ["b": .number(1)])
        #expect(draft.id == nil)
    }

    @Test func anAbsentAuthIsNoChangeOfIt() throws {
        let patch = try ConnectionPatch(json: try JSONValue(parsing: "{\"is_paused\":true}"), replacesAll: true)
        #expect(patch.auth == nil)
        #expect(patch.isPaused == true)
    }

    @Test(arguments: [
        ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59.000Z"),
        ("2024-01-31T12:00:00.5+02:00", "2024-01-31T10:00:00.500Z"),
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"), ("2000-03-01", "2000-03-01T00:00:00.000Z"),
        ("2024-12-31 23:30:00.1234567-01:00", "2025-01-01T00:30:00.123Z"), ("0000-01-01", "0000-01-01T00:00:00.000Z"),
        ("9999-12-31t23:59:59z", "9999-12-31T23:59:59.000Z"),
    ])
    func datesAreReadAndWritten(text: String, written: String) {
        #expect(Timestamp(rfc3339: text)?.rfc3339 == written)
    }

    @Test(arguments: [
        "", "2024", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-32", "2024-01-01T24:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00Zx", "2024-1-1", "+024-01-01", "2024-01-01T00:00:00+2:00",
    ])
    func whatIsNoDateIsRefused(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
