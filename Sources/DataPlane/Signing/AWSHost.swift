//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a host name of AWS tells: the region, and the service by the name that its signatures have.
struct AWSHost: Hashable {
    let service: String?
    let region: String?

    /// `nil` for a host that is not AWS's.
    init?(_ host: String) {
        let suffixes = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws"]
        guard let suffix = suffixes.first(where: { host.hasSuffix($0) }) else { return nil }
        var labels = host.dropLast(suffix.utf8.count).split(separator: ".").map(String.init)
        if labels.last == "dualstack" { labels.removeLast() }
        // search-domain.eu-west-1.es: the service comes last.
        if labels.count > 1, let last = labels.last, last == "es" || last == "aoss" {
            self.service = last
            self.region = labels.dropLast().last.flatMap { Self.isRegion($0) ? $0 : nil }
            return
        }
        var region: String?
        if let last = labels.last, Self.isRegion(last) {
            region = last
            labels.removeLast()
        } else if let last = labels.last, last.hasPrefix("s3-"), Self.isRegion(String(last.dropFirst(3))) {
            region = String(last.dropFirst(3))
            labels[labels.count - 1] = "s3"
        }
        if labels.last == "dualstack" { labels.removeLast() }
        self.region = region ?? (labels.last == "s3" ? "us-east-1" : nil)
        self.service = labels.last.map { Self.signingName(of: $0, behind: labels.dropLast().last) }
    }

    /// `eu-west-1`, `us-gov-east-1`: words and a number.
    private static func isRegion(_ label: String) -> Bool {
        let parts = label.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].utf8.count == 2, let number = parts.last else { return false }
        return number.utf8.count == 1 && number.utf8.allSatisfy { $0 >= 0x31 && $0 <= 0x39 }
            && parts.dropLast().allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A }
            }
    }

    /// Most services sign by the name that their host has.
    private static func signingName(of label: String, behind before: String?) -> String {
        let name = label.hasSuffix("-fips") ? String(label.dropLast(5)) : label
        switch (before, name) {
        case ("data-ats", "iot"), ("data", "iot"): return "iotdata"
        case ("jobs", "iot"): return "iot-jobs-data"
        case ("tunneling", "iot"): return "IoTSecuredTunneling"
        case ("participant", "connect"): return "execute-api"
        case ("portal", "sso"): return "awsssoportal"
        case (_, "email"), (_, "mail-manager"): return "ses"
        case (_, "s3-accesspoint"), (_, "s3-control"): return "s3"
        case (_, "appconfigdata"): return "appconfig"
        case (_, "appstream2"): return "appstream"
        case (_, "cloudhsmv2"): return "cloudhsm"
        case (_, "eventsv2"): return "events"
        case (_, "memory-db"): return "memorydb"
        case (_, "oidc"): return "sso-oauth"
        case (_, "pinpoint"): return before == "sms-voice" ? "sms-voice" : "mobiletargeting"
        case (_, "marketplace"): return "aws-marketplace"
        default: break
        }
        for (ending, service) in [("-marketplace", "aws-marketplace"), ("-chime", "chime"), ("-v2-lex", "lex")]
        where name.hasSuffix(ending) {
            return service
        }
        for service in ["bedrock", "s3express"] where name.hasPrefix(service + "-") {
            return name.hasPrefix("bedrock-agentcore") ? "bedrock-agentcore" : service
        }
        return name
    }
}
