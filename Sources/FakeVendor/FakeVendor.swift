//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// A vendor's API on loopback, for the demo and for tests: no account needed, and as awkward as asked to be.
///
/// The paths it answers are listed in `VendorRoutes`.
package struct FakeVendor: Service {
    /// The credential that every request must carry; it opens nothing but this vendor.
    package static let demoCredential = "demo-vendor-credential"

    /// A client that the vendor's authorization server knows.
    package static let demoClientID = "demo-client"
    package static let demoClientSecret = "demo-client-secret"

    private let host: String
    private let port: Int
    private let credential: String
    private let tokenLifetime: Int
    private let logger: Logger
    private let onReady: @Sendable (Int) async -> Void

    /// Describes a vendor that listens once `run()` is called.
    ///
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: The port to listen on; 0 takes a free one.
    ///   - credential: What a request must carry to be answered with anything but 401.
    ///   - tokenLifetime: How long access tokens of the authorization server live, in seconds.
    ///   - logger: Told of the vendor's own failures.
    ///   - onReady: Called once with the port when requests are answered.
    package init(
        host: String = "127.0.0.1", port: Int = 0, credential: String = FakeVendor.demoCredential,
        tokenLifetime: Int = 60, logger: Logger,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.host = host
        self.port = port
        self.credential = credential
        self.tokenLifetime = tokenLifetime
        self.logger = logger
        self.onReady = onReady
    }

    /// Answers until cancelled or shut down.
    package func run() async throws {
        let grants = OAuthGrants(lifetime: self.tokenLifetime)
        let routes = VendorRoutes(
            credential: VendorCredential(self.credential, grants: grants), records: VendorRecords(),
            authorization: OAuthAnswers(
                grants: grants, clientID: Self.demoClientID, clientSecret: Self.demoClientSecret))
        let ready = self.onReady
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                let response = await routes.respond(to: VendorRequest(request))
                return request.method == .head ? response.createHeadResponse() : response
            },
            configuration: ApplicationConfiguration(address: .hostname(self.host, port: self.port)),
            onServerRunning: { channel in await ready(channel.localAddress?.port ?? 0) },
            logger: self.logger
        )
        try await application.run()
    }
}
