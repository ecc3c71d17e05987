//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Crypto
internal import Foundation
internal import SwiftASN1
internal import X509

/// A root certificate of the test's own and what it signs, as PEM files in a private directory.
package final class CertificateAuthority: Sendable {
    /// A certificate with its key.
    package struct Files: Sendable {
        package let certificate: String
        package let key: String
    }

    package let rootPath: String
    private let directory: TemporaryDirectory
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName

    package init(name: String = "Test root") throws {
        self.directory = try TemporaryDirectory()
        self.name = try DistinguishedName { CommonName(name) }
        let root = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(self.key.publicKey),
            notValidBefore: Validity.usual.start, notValidAfter: Validity.usual.end, issuer: self.name,
            subject: self.name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: .init(self.key))
        self.rootPath = try self.directory.write(try root.serializeAsPEM().pemString, to: "root.pem")
    }

    /// When a certificate may be used: fixed moments, so that no clock is read.
    package enum Validity: Sendable {
        case usual
        case over

        /// 2020, or 2010.
        fileprivate var start: Date { Date(timeIntervalSince1970: self == .usual ? 1_577_836_800 : 1_262_304_000) }
        /// 2049, or 2011.
        fileprivate var end: Date { Date(timeIntervalSince1970: self == .usual ? 2_493_072_000 : 1_293_840_000) }
    }

    /// Signs a certificate for a DNS name; `127.0.0.1` is added as an address where `isForLoopback`.
    package func issue(_ host: String, isForLoopback: Bool = false, validity: Validity = .usual) throws -> Files {
        let key = P256.Signing.PrivateKey()
        let loopback: [GeneralName] = isForLoopback ? [.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))] : []
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: validity.start,
            notValidAfter: validity.end, issuer: self.name, subject: try DistinguishedName { CommonName(host) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                SubjectAlternativeNames([.dnsName(host)] + loopback)
                try ExtendedKeyUsage([.serverAuth])
            },
            issuerPrivateKey: .init(self.key))
        let stem = "\(host)-\(validity)"
        return Files(
            certificate: try self.directory.write(try leaf.serializeAsPEM().pemString, to: "\(stem).pem"),
            key: try self.directory.write(key.pemRepresentation, to: "\(stem).key"))
    }
}
