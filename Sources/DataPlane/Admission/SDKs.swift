//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Which SDKs encode a whole path that has no slash (CONTRACT 1.2.2).
enum SDKs {
    static func encodeOneSegment(_ bytes: Span<UInt8>, _ section: FieldSection) -> Bool {
        let names: [StaticString] = ["speakeasy-sdk/typescript", "speakeasy-sdk/csharp", "speakeasy-sdk/java"]
        for line in section.lines where line.name == .userAgent {
            for name in names where line.valueRange.count >= name.utf8CodeUnitCount {
                let start = Int(line.valueRange.start)
                let prefix = ByteRange(start: start, end: start + name.utf8CodeUnitCount)
                if bytes.matches(prefix, ignoringCase: name) { return true }
            }
        }
        return false
    }
}
