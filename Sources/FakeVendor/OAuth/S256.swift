//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials

/// The transformation of RFC 7636 section 4.2.
enum S256 {
    static func challenge(of verifier: String) -> String {
        FoundationEssentials.Data(SHA256.hash(data: Array(verifier.utf8))).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
