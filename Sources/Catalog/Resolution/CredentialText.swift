//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Checks of credentials before they enter a request.
enum CredentialText {
    /// Octets; a field above this cannot be sent with any other in a head of 32 KiB.
    static let maximumLength = 16_384

    /// A credential as such: not too long, no control characters.
    static func check(_ text: String, _ name: String) throws(ResolutionError) {
        guard text.utf8.count <= Self.maximumLength, !FieldText.hasControl(text) else {
            throw .invalid(name: name, kind: "text without control characters, at most 16 KiB long")
        }
    }

    /// A credential that stands in a header field.
    static func checkHeader(_ text: String, _ name: String) throws(ResolutionError) {
        try Self.check(text, name)
        guard FieldText.isValue(text) else {
            throw .invalid(name: name, kind: "ASCII text without spaces around it")
        }
    }
}
