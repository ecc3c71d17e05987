//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Catalog
import ControlPlane
import FoundationEssentials
import Model
import Server

/// What a customer's link says besides where it leads.
struct CustomerLinkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where customers reach the server (default: PASSTHROUGH_PUBLIC_URL, or http://127.0.0.1:8080).",
            valueName: "url"))
    var publicUrl: String?

    @Option(help: ArgumentHelp("Where the customer goes afterwards, with the connection's id.", valueName: "url"))
    var successRedirect: String?

    @Option(help: ArgumentHelp("Where the customer goes when it did not work.", valueName: "url"))
    var failureRedirect: String?

    @Option(help: "Text that comes back with the customer.")
    var state: String?

    @Option(help: "The language of our pages: en, fr, es, it, pt, zh or hi.")
    var lang: String?

    @Option(help: "A permission or a scope of the vendor's to ask for; may be repeated.")
    var scope: [String] = []

    /// The link, which is good for any number of customers: what is used once is made when a browser opens it.
    func link(to type: String, of workspace: WorkspaceID, _ more: [(String, String?)]) -> String {
        let named = ProcessInfo.processInfo.environment["PASSTHROUGH_PUBLIC_URL"].flatMap { $0.isEmpty ? nil : $0 }
        let base = PublicURL.trimmed(self.publicUrl ?? named ?? "http://127.0.0.1:8080")
        let pairs =
            [
                ("redirect", "1"), ("success_redirect", self.successRedirect),
                ("failure_redirect", self.failureRedirect), ("state", self.state), ("lang", self.lang),
            ] + more + self.scope.map { ("scopes", $0) }
        let query = pairs.compactMap { name, value in value.map { "\(name)=\(Self.escaped($0))" } }
        return "\(base)/unified/integration/auth/\(workspace)/\(type)?\(query.joined(separator: "&"))"
    }

    /// All but the unreserved characters of RFC 3986 section 2.3 escaped.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// `passthrough connections auth-url`.
struct AuthURLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth-url",
        abstract: "Prints the link that a customer opens to connect.",
        discussion: """
            The link holds no secret and does not end; a server must run when it is opened.

            EXAMPLES
              passthrough connections auth-url hubspot --success-redirect https://app.example.com/done
              passthrough connections auth-url zendesk --set subdomain=acme --xref customer-7 --env Sandbox
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var place: ActivationPlace
    @OptionGroup var link: CustomerLinkOptions

    @Option(help: "Your own id of the customer.")
    var xref: String?

    @Option(
        help: ArgumentHelp("A variable's value, so that nobody has to ask; may be repeated.", valueName: "name=value"))
    var set: [String] = []

    func run() async throws {
        let values = try self.set.map { text -> (String, String?) in
            guard let index = text.firstIndex(of: "="), index != text.startIndex else {
                throw CommandFailure("--set needs a = after a name")
            }
            return (String(text[..<index]), String(text[text.index(after: index)...]))
        }
        try await LocalInstallation.use(self.data) { installation in
            let catalog = installation.services.catalog.seen(by: installation.workspace)
            guard let integration = catalog[self.place.type] else {
                throw CommandFailure("\(self.place.type): there is no such integration")
            }
            for (name, _) in values where integration.variable(name)?.origin != .user {
                throw CommandFailure("\(self.place.type) has no variable called \(name)")
            }
            let more = [("env", self.place.env), ("external_xref", self.xref)] + values
            Terminal.print(self.link.link(to: self.place.type, of: installation.workspace, more))
        }
    }
}

/// `passthrough connections reauth`.
struct ReauthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reauth",
        abstract: "Prints the link that a customer opens to connect an existing connection anew.",
        discussion: """
            The connection keeps its id. Whoever has the link may use it, once and soon: send it to the customer alone.

            EXAMPLE
              passthrough connections reauth 66f1a2b3c4d5e6f708192a3b --success-redirect https://app.example.com/done
            """)

    @OptionGroup var data: DataDirectoryOptions
    @OptionGroup var link: CustomerLinkOptions

    @Argument(help: "The connection's id.")
    var id: String

    func run() async throws {
        guard let id = ConnectionID(self.id) else { throw CommandFailure("an id is 24 hexadecimal digits") }
        try await LocalInstallation.use(self.data) { installation in
            let connection = try await installation.services.connections.get(id, in: installation.workspace)
            let made = try await installation.services.reauthorizations.token(for: id, in: installation.workspace)
            let more = [
                ("env", connection.environment), ("connection_id", "\(id)"),
                ("reauth_token", made.token.revealText()),
            ]
            Terminal.print(
                self.link.link(to: connection.integrationType, of: installation.workspace, more))
            Terminal.printError("good until \(made.expiresAt.rfc3339)")
        }
    }
}

/// `passthrough connections refresh`.
struct RefreshCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "refresh",
        abstract: "Asks the vendor for a fresh credential now.",
        discussion: """
            It works beside a running server, which uses the fresh credential from then on. Vendors at private addresses \
            are asked by the server alone.

            EXAMPLE
              passthrough connections refresh 66f1a2b3c4d5e6f708192a3b
            """)

    @OptionGroup var data: DataDirectoryOptions

    @Argument(help: "The connection's id.")
    var id: String

    func run() async throws {
        guard let id = ConnectionID(self.id) else { throw CommandFailure("an id is 24 hexadecimal digits") }
        try await LocalInstallation.use(self.data) { installation in
            _ = try await installation.services.connections.get(id, in: installation.workspace)
            switch await installation.services.refresh.refresh(id) {
            case .refreshed: Terminal.print("refreshed")
            case .unneeded: Terminal.print("fresh already")
            case .unauthorized:
                throw CommandFailure(
                    "the vendor accepts it no more: `connections reauth \(id)` has a link for the customer")
            case .unavailable:
                throw CommandFailure(
                    "the vendor could not be asked, or did not answer as it should: try again later; a vendor at a "
                        + "private address is asked by the server alone, when the connection is next used")
            case .impossible: throw CommandFailure("the connection has nothing to refresh with")
            case .gone: throw CommandFailure("there is no such connection")
            }
        }
    }
}
