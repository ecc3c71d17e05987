//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One field line of a head: where its name and value are, and which field it is.
package struct FieldLine: Sendable {
    package var name: FieldName
    package var key: FieldKey
    package var nameRange: ByteRange
    /// Without the white space around it.
    package var valueRange: ByteRange
    /// The offset behind the line's CR LF.
    package var lineEnd: Int32

    package var lineRange: ByteRange { ByteRange(start: Int(self.nameRange.start), end: Int(self.lineEnd)) }
}
