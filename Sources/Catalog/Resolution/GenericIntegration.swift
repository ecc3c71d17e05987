//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

extension Integration {
    /// Any API at any address, for self-hosted products: built in, bound to no host.
    static let generic: Integration = {
        var row = Integration(type: "generic", name: "Generic", categories: ["other"], baseURL: "{api_url}")
        row.variables = [IntegrationVariable(name: "api_url", kind: .url)]
        row.allowedHosts = ["{api_url}"]
        row.methods = [AuthMethod(kind: .bearer)]
        row.slugOrigin = .unseen
        row.note = "auth.api_url is the base URL; auth.meta.scheme is bearer, header, query, basic or none."
        return row
    }()
}
