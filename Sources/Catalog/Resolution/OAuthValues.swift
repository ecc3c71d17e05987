//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model

extension IntegrationVariable {
    /// A value as a vendor gave it, in the form that the variable has, checked by its kind.
    ///
    /// Vendors write hosts as URLs, and URLs as hosts.
    package func vendorValue(_ text: String) throws(ResolutionError) -> String {
        var value = text
        if let prefix = self.prefix, value.hasPrefix(prefix) { value = String(value.dropFirst(prefix.count)) }
        let scheme = "https://"
        switch self.kind {
        case .host, .hostpath:
            if value.lowercased().hasPrefix(scheme) { value = String(value.dropFirst(scheme.count)) }
            if value.hasSuffix("/") { value = String(value.dropLast()) }
        case .origin, .url: if !value.contains("://") { value = scheme + value }
        case .label, .hostpart, .id, .enum, .secret: break
        }
        return try self.checked(value)
    }
}
