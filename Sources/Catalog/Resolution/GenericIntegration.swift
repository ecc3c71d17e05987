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
        row.note =
            "The base URL is auth.api_url; the scheme is auth.meta.scheme: bearer, header, query, basic, oauth1, aws_sigv4 or none."
        return row
    }()
}
