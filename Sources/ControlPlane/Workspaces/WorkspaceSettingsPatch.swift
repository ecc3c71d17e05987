//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
internal import Outgoing

/// Changes to a workspace's settings; what is absent stays, unless all is replaced.
package struct WorkspaceSettingsPatch: Sendable {
    /// Whether absent members go back to their defaults (PUT).
    package var replacesAll: Bool
    package var name: String?
    package var logoURL: String?
    package var color: String?
    package var retentionDays: Int64?
    package var capture: BodyCapture?
    /// Empty takes the webhook away.
    package var webhookURL: String?
    /// Whether the webhook gets another secret although it has one.
    package var renewsSecret = false

    package init(replacesAll: Bool = false) { self.replacesAll = replacesAll }

    /// Reads the members of a workspace's object of the API; members that it does not know are ignored.
    package init(json: JSONValue, replacesAll: Bool) throws(DocumentError) {
        let reader = try DocumentReader(json)
        self.replacesAll = replacesAll
        self.name = try reader.text("name")
        self.logoURL = try reader.text("logo_url")
        self.color = try reader.text("color")
        self.retentionDays = try reader.wholeNumber("retention_days")
        if let text = try reader.text("capture") {
            guard let capture = BodyCapture(text) else {
                throw reader.failure("capture", "must be off, errors, or sample:N with N from 1 to 100")
            }
            self.capture = capture
        }
        self.webhookURL = try reader.text("webhook_url")
        self.renewsSecret = try reader.flag("renew_webhook_secret") ?? false
    }

    /// The settings as they will be; empty texts count as absent ones that were taken away.
    func applied(to settings: WorkspaceSettings) throws(WorkspaceSettingsError) -> WorkspaceSettings {
        var changed = self.replacesAll ? WorkspaceSettings() : settings
        if let name { changed.name = try Self.name(name) }
        if let logoURL { changed.logoURL = try Self.logoURL(logoURL) }
        if let color { changed.color = try Self.color(color) }
        if let capture { changed.capture = capture }
        if let webhookURL { changed.webhookURL = try Self.webhookURL(webhookURL) }
        if let days = self.retentionDays {
            guard (0...WorkspaceSettings.longestRetentionDays).contains(days) else {
                throw .invalid("retention_days must be from 0 to \(WorkspaceSettings.longestRetentionDays)")
            }
            changed.retentionDays = days
        }
        return changed
    }

    private static func name(_ text: String) throws(WorkspaceSettingsError) -> String? {
        guard text.utf8.count <= 200, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalid("name must be at most 200 bytes without control characters")
        }
        return text.isEmpty ? nil : text
    }

    /// Pages name it in an attribute and in their policy of what may be loaded, so nothing may end it early.
    private static func logoURL(_ text: String) throws(WorkspaceSettingsError) -> String? {
        if text.isEmpty { return nil }
        guard text.hasPrefix("https://"), text.utf8.count <= 2_048, text.utf8.count > 8,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !Array("\"'`;,<>\\^{}|".utf8).contains($0) })
        else { throw .invalid("logo_url must be an https URL of at most 2048 letters") }
        return text
    }

    private static func color(_ text: String) throws(WorkspaceSettingsError) -> String? {
        if text.isEmpty { return nil }
        let digits = text.dropFirst().lowercased()
        guard text.hasPrefix("#"), [3, 6].contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else { throw .invalid("color must be like #1a73e8") }
        return "#" + (digits.count == 6 ? digits : String(digits.flatMap { [$0, $0] }))
    }

    private static func webhookURL(_ text: String) throws(WorkspaceSettingsError) -> String? {
        if text.isEmpty { return nil }
        guard WebhookAddress(text) != nil else {
            throw .invalid("webhook_url must be an https URL, or http where the operator allows it, without user and #")
        }
        return text
    }
}
