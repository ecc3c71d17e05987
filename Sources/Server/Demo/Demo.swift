//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import ControlPlane
internal import FakeVendor
package import Logging
internal import Model
internal import Synchronization

/// A server with a fake vendor beside it and connections to it: everything works, nothing leaves the machine.
package struct Demo: Sendable {
    private let configuration: ServerConfiguration
    private let logger: Logger

    package init(_ configuration: ServerConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until SIGTERM or SIGINT; `print` gets what the person needs to try it.
    ///
    /// - Throws: `ServerError` when it cannot start.
    package func run(print: @escaping @Sendable (String) -> Void) async throws {
        let vendorPort = Mutex<Int>(0)
        let vendorIsReady = Gate()
        let access = Mutex<DemoAccess?>(nil)
        var hooks = PassthroughServer.Hooks()
        hooks.makesFirstKey = false
        hooks.services = [
            FakeVendor(logger: Observability.library(self.logger)) { port in
                vendorPort.withLock { $0 = port }
                vendorIsReady.open()
            }
        ]
        hooks.prepare = { installation, workspace in
            try await vendorIsReady.wait()
            let vendor = "127.0.0.1:\(vendorPort.withLock { $0 })"
            let made = try await DemoAccess.make(installation, in: workspace, vendor: vendor)
            access.withLock { $0 = made }
            return [vendor]
        }
        hooks.onListening = { address in
            print("listening on \(address.url)")
            if let access = access.withLock({ $0 }) { print(DemoGuide(url: address.url, access: access).text) }
        }
        try await PassthroughServer(self.configuration, logger: self.logger).run(hooks)
    }
}
