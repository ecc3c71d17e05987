//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Egress
import Model
import Outgoing
import TestSupport
import Testing

/// A scripted vendor, and a client that may dial it.
struct OutgoingRig {
    let vendor: ScriptedVendor
    let client: OutgoingClient

    init(mayDial: Bool = true) throws {
        self.vendor = try ScriptedVendor()
        let exceptions = mayDial ? [try EgressException(parsing: "127.0.0.1:\(self.vendor.port)")] : []
        self.client = OutgoingClient(policy: EgressPolicy(exceptions: exceptions))
    }

    func request(
        _ method: String = "GET", path: String = "/token", headers: [CredentialField] = [],
        within timeout: Duration = .seconds(5)
    ) throws -> OutgoingRequest {
        let url = try #require(OutgoingURL(parsing: "http://127.0.0.1:\(self.vendor.port)\(path)"))
        var request = OutgoingRequest(method: method, url: url)
        request.headers = headers
        request.timeout = timeout
        return request
    }
}
