//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// The parameters of a redirect from a vendor (RFC 6749 section 4.1.2), each at most once.
struct AuthorizationCallback: Sendable {
    let parameters: [String: String]
    /// Whether one came twice: whoever sends that is not believed (RFC 6749 section 3.1).
    let isAmbiguous: Bool

    /// Largest accepted, in bytes, names and values together.
    static let longest = 16_384

    init(_ pairs: [(name: String, value: String)]) {
        let size = pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        var isAmbiguous = size > Self.longest || pairs.count > 100
        var parameters: [String: String] = [:]
        for (name, value) in pairs.prefix(100) where parameters.updateValue(value, forKey: name) != nil {
            isAmbiguous = true
        }
        self.parameters = parameters
        self.isAmbiguous = isAmbiguous
    }

    subscript(name: String) -> String? { self.parameters[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The vendor's `error` if it is a plain word (RFC 6749 section 4.1.2.1), for the caller and the log.
    var errorCode: String? {
        guard let error = self["error"] else { return nil }
        return error.utf8.count <= 64 && error.utf8.allSatisfy(Self.isPlain) ? error : "vendor_error"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// What the vendor says of its error, made fit for one line of a log.
    var errorDescription: String? {
        self["error_description"].map { text in
            var line = String.UnicodeScalarView()
            for scalar in text.unicodeScalars.prefix(200) {
                let isShown = scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F
                line.append(isShown ? scalar : "?")
            }
            return String(line)
        }
    }
}
