//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How large a head may be before it is refused (CONTRACT 1.7, `headers_too_large`).
package struct HeadLimits: Sendable {
    /// Bytes of a head, from its first line to the blank line.
    package var maxHeadBytes: Int
    /// Field lines of a head.
    package var maxFields: Int

    package init(maxHeadBytes: Int = 32 * 1024, maxFields: Int = 128) {
        self.maxHeadBytes = maxHeadBytes
        self.maxFields = maxFields
    }
}
