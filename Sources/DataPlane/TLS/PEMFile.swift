//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
import Glibc

/// A PEM file as it was when the program started.
///
/// Read once: a pipe has no more than that to give, and a file that is replaced later must not reach some loops only.
package struct PEMFile: Sendable {
    package let path: String
    private let bytes: [UInt8]

    /// More than this is no PEM file; the roots of all public authorities are a quarter of a megabyte.
    private static var longest: Int { 16 * 1024 * 1024 }

    package init(_ path: String) throws(TLSProblem) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path) }
        defer { close(descriptor) }
        guard let bytes = Self.readAll(descriptor) else { throw .unreadable(path: path) }
        self.bytes = bytes
    }

    private static func readAll(_ descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count <= Self.longest {
            let count = read(descriptor, &part, part.count)
            if count == 0 { return bytes }
            if count > 0 { bytes.append(contentsOf: part[..<count]) } else if errno != EINTR { return nil }
        }
        return nil
    }

    /// Gives `body` each certificate in turn, which is freed when `body` returns; false from `body` ends it.
    ///
    /// Throws when there is none, when something in between is none, or when `body` returned false.
    func eachCertificate(_ body: (OpaquePointer) -> Bool) throws(TLSProblem) {
        let isGood = self.withBIO { bio in
            var count = 0
            while let certificate = PEM_read_bio_X509(bio, nil, { _, _, _, _ in -1 }, nil) {
                defer { X509_free(certificate) }
                guard body(certificate) else { return false }
                count += 1
            }
            return count > 0 && ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        }
        ERR_clear_error()
        guard isGood else { throw .certificate(path: self.path) }
    }

    /// The private key, which the caller has to free.
    func privateKey() throws(TLSProblem) -> OpaquePointer {
        let key = self.withBIO { PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
        ERR_clear_error()
        guard let key = key else { throw .key(path: self.path) }
        return key
    }

    /// Nobody sits at a terminal to be asked for a passphrase: the callbacks in `body` have none.
    private func withBIO<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
        ERR_clear_error()
        return self.bytes.withUnsafeBytes { raw in
            let bio = BIO_new_mem_buf(raw.baseAddress, Int32(clamping: raw.count))
            defer { BIO_free(bio) }
            return body(bio)
        }
    }
}

/// What the loops present to callers.
package struct CallerIdentity: Sendable {
    let certificate: PEMFile
    let key: PEMFile

    package init(_ files: CallerTLS) throws(TLSProblem) {
        self.certificate = try PEMFile(files.certificatePath)
        self.key = try PEMFile(files.keyPath)
    }
}
