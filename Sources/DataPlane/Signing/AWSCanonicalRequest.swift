//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

/// A request in the one form that both sides make of it before they compare signatures.
struct AWSCanonicalRequest {
    let bytes: [UInt8]
    /// Lower case, sorted, joined by semicolons.
    let signedNames: [UInt8]

    /// `own` are the fields that the signature itself brings; `digest` stands for the body.
    init(_ head: OutgoingHead, own: [(StaticString, [UInt8])], isS3: Bool, digest: [UInt8]) {
        let fields = Self.signedFields(head, own)
        var query = QueryPairs()
        query.append(form: head.query)
        self.signedNames = Array(fields.map(\.name).joined(separator: [0x3B]))
        var bytes = head.method + [0x0A]
        bytes += isS3 ? Self.objectPath(head.path) : Self.normalPath(head.path)
        bytes += [0x0A] + query.sorted + [0x0A]
        for field in fields { bytes += field.name + [0x3A] + field.value + [0x0A] }
        self.bytes = bytes + [0x0A] + self.signedNames + [0x0A] + digest
    }

    /// `Host`, `Content-Type` and all that begin with `x-amz-`, sorted; lines of one name are one, joined by commas.
    ///
    /// Others may be changed on their way without harm, so they are left out.
    private static func signedFields(
        _ head: OutgoingHead, _ own: [(StaticString, [UInt8])]
    ) -> [OutgoingHead.Field] {
        var values: [[UInt8]: [[UInt8]]] = [:]
        let amazon = Array("x-amz-".utf8)
        for field in head.fields
        where field.name.starts(with: amazon) || OutgoingHead.isEqual(field.name, "host")
            || OutgoingHead.isEqual(field.name, "content-type")
        {
            values[field.name, default: []].append(Self.collapsed(field.value))
        }
        for (name, value) in own {
            values["\(name)".utf8.map(\.lowercased), default: []].append(value)
        }
        return values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, values in
            OutgoingHead.Field(name: name, value: Array(values.joined(separator: [0x2C])))
        }
    }

    /// White space inside a value counts as one space.
    private static func collapsed(_ value: [UInt8]) -> [UInt8] {
        Array(value.split { $0 == .space || $0 == .tab }.joined(separator: [.space]))
    }

    /// S3: the object's key, encoded once, whatever of it was escaped when it was sent.
    private static func objectPath(_ path: [UInt8]) -> [UInt8] {
        path.isEmpty ? [0x2F] : Self.encode(PercentEncoding.decode(path.span))
    }

    /// Other services: the path as it was sent, encoded once more, without empty segments and dot segments.
    private static func normalPath(_ path: [UInt8]) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: 0x2F) where segment != [0x2E] {
            if segment == [0x2E, 0x2E] { _ = kept.popLast() } else { kept.append(segment) }
        }
        let tail: [UInt8] = path.last == 0x2F && !kept.isEmpty ? [0x2F] : []
        return Self.encode([0x2F] + Array(kept.joined(separator: [0x2F])) + tail)
    }

    private static func encode(_ path: [UInt8]) -> [UInt8] {
        let segments = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        return Array(segments.map { PercentEncoding.encode(Array($0)) }.joined(separator: [0x2F]))
    }
}
