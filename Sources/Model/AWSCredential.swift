//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// What a request is signed with by AWS Signature Version 4.
package struct AWSCredential: Sendable {
    package var accessKeyID: Secret
    package var secretAccessKey: Secret
    /// Comes with temporary credentials.
    package var sessionToken: Secret?
    /// The region of hosts that name none.
    package var region: String
    /// The service's name in signatures, which may differ from the one in its host: `bedrock` of `bedrock-runtime`.
    package var service: String

    package init(
        accessKeyID: Secret, secretAccessKey: Secret, sessionToken: Secret? = nil, region: String, service: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }
}
