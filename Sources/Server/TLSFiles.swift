//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import FoundationEssentials
internal import NIOSSL

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Loads the PEM files of a configuration before anything else happens, to say which one is of no use and why.
///
/// The data plane loads them again when it starts; a pipe, which can be read once only, is left to it.
enum TLSFiles {
    static func check(_ configuration: ServerConfiguration) throws(ServerError) {
        for path in configuration.upstreamTrustRoots { _ = try self.certificates("--upstream-ca", path) }
        guard let certificatePath = configuration.certificatePath, let keyPath = configuration.keyPath else { return }
        let chain = try self.certificates("--tls-cert", certificatePath)
        let key = try self.load("--tls-key", keyPath, "not a PEM private key without a passphrase") {
            try NIOSSLPrivateKey(file: keyPath, format: .pem)
        }
        guard let chain, let key else { return }
        do {
            _ = try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
        } catch {
            throw .setting("--tls-key \(keyPath): not the private key of the certificate in \(certificatePath)")
        }
    }

    private static func certificates(_ option: String, _ path: String) throws(ServerError) -> [NIOSSLCertificate]? {
        try self.load(option, path, "not a PEM certificate") { try NIOSSLCertificate.fromPEMFile(path) }
    }

    /// `nil` for a pipe.
    private static func load<Content>(
        _ option: String, _ path: String, _ problem: String, _ content: () throws -> Content
    ) throws(ServerError) -> Content? {
        guard access(path, R_OK) == 0 else {
            throw .setting("\(option) \(path): \(String(cString: strerror(errno)))")
        }
        guard !self.isPipe(path) else { return nil }
        do { return try content() } catch { throw .setting("\(option) \(path): \(problem)") }
    }

    /// Of a path that can be read: a pipe has no path of its own, or Foundation has no name for what is there.
    private static func isPipe(_ path: String) -> Bool {
        guard let resolved = realpath(path, nil) else { return true }
        defer { free(resolved) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: String(cString: resolved))
        return attributes?[.type] as? FileAttributeType == .typeUnknown
    }
}
