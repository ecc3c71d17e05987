//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import DataPlane
internal import FoundationEssentials

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
        for path in configuration.upstreamTrustRoots where try self.isFile("--upstream-ca", path) {
            do { _ = try TLSContext(trusting: [PEMFile(path)]) } catch {
                throw .setting("--upstream-ca \(path): not a PEM certificate")
            }
        }
        guard let certificatePath = configuration.certificatePath, let keyPath = configuration.keyPath,
            try self.isFile("--tls-cert", certificatePath), try self.isFile("--tls-key", keyPath)
        else { return }
        let files = CallerTLS(certificatePath: certificatePath, keyPath: keyPath)
        do { _ = try TLSContext(CallerIdentity(files)) } catch {
            switch error {
            case .unreadable(let path): throw .setting("\(path): cannot be read")
            case .certificate(let path): throw .setting("--tls-cert \(path): not a PEM certificate")
            case .key(let path): throw .setting("--tls-key \(path): not a PEM private key without a passphrase")
            case .keyMismatch:
                throw .setting("--tls-key \(keyPath): not the private key of the certificate in \(certificatePath)")
            case .noMemory: throw .setting("--tls-cert \(certificatePath): no memory for TLS")
            }
        }
    }

    /// False for a pipe.
    private static func isFile(_ option: String, _ path: String) throws(ServerError) -> Bool {
        guard access(path, R_OK) == 0 else {
            throw .setting("\(option) \(path): \(String(cString: strerror(errno)))")
        }
        return !self.isPipe(path)
    }

    /// Of a path that can be read: a pipe has no path of its own, or Foundation has no name for what is there.
    private static func isPipe(_ path: String) -> Bool {
        guard let resolved = realpath(path, nil) else { return true }
        defer { free(resolved) }
        let attributes = try? FileManager.default.attributesOfItem(atPath: String(cString: resolved))
        return attributes?[.type] as? FileAttributeType == .typeUnknown
    }
}
