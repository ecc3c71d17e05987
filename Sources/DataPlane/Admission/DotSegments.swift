//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// Finds `.` and `..` segments in every spelling that some server resolves (CONTRACT 1.2.6).
enum DotSegments {
    /// Separators are `/` and `\`, raw or escaped; a dot may be `%2e`; path parameters (`..;x`) do not hide a segment.
    static func stand(in path: Span<UInt8>) -> Bool {
        var dots = 0
        var isOther = false
        var hasParameters = false
        var index = 0
        while index < path.count {
            let escaped = PercentEncoding.escape(path, at: index)
            switch escaped ?? path[index] {
            case 0x2F, 0x5C:
                if !isOther, dots == 1 || dots == 2 { return true }
                (dots, isOther, hasParameters) = (0, false, false)
            case 0x3B: hasParameters = true
            case 0x2E where !hasParameters: dots += 1
            default: isOther = isOther || !hasParameters
            }
            index += escaped == nil ? 1 : 3
        }
        return !isOther && (dots == 1 || dots == 2)
    }
}
