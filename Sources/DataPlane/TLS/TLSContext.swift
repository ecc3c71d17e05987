//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform

/// What the sessions of one loop have in common: certificates, who is trusted, and what is offered.
package final class TLSContext {
    let context: OpaquePointer
    /// How a session's encrypted bytes are read and written.
    let bytes: SessionBytes
    package let isServer: Bool

    /// For channels to vendors: certificate and name are verified, by the system's roots and those of the PEM files.
    package init(trusting files: [PEMFile]) throws(TLSProblem) {
        self.isServer = false
        self.bytes = try SessionBytes()
        self.context = try Self.make(TLS_client_method())
        SSL_CTX_set_verify(self.context, SSL_VERIFY_PEER, nil)
        guard SSL_CTX_set_default_verify_paths(self.context) == 1 else { throw .noMemory }
        let store = SSL_CTX_get_cert_store(self.context)
        for file in files { try file.eachCertificate { X509_STORE_add_cert(store, $0) == 1 } }
        let protocols = Self.protocols
        SSL_CTX_set_alpn_protos(self.context, protocols, UInt32(protocols.count))
        ERR_clear_error()
    }

    /// For channels of callers.
    package init(_ identity: CallerIdentity) throws(TLSProblem) {
        self.isServer = true
        self.bytes = try SessionBytes()
        let context = try Self.make(TLS_server_method())
        self.context = context
        var isFirst = true
        try identity.certificate.eachCertificate { certificate in
            defer { isFirst = false }
            return isFirst
                ? SSL_CTX_use_certificate(context, certificate) == 1
                : passthrough_ssl_context_add_chain(context, certificate) == 1
        }
        let key = try identity.key.privateKey()
        defer { EVP_PKEY_free(key) }
        guard SSL_CTX_use_PrivateKey(context, key) == 1, SSL_CTX_check_private_key(context) == 1 else {
            throw .keyMismatch
        }
        SSL_CTX_set_alpn_select_cb(
            self.context,
            { _, chosen, length, offered, count, _ in
                TLSContext.select(chosen, length, offered, count)
            }, nil)
    }

    deinit { SSL_CTX_free(self.context) }

    private static func make(_ method: OpaquePointer?) throws(TLSProblem) -> OpaquePointer {
        ERR_clear_error()
        guard let context = SSL_CTX_new(method), passthrough_ssl_context_set_minimum_tls12(context) == 1 else {
            throw .noMemory
        }
        passthrough_ssl_context_set_modes(context)
        return context
    }

    /// `http/1.1` as ALPN has it (RFC 7301 section 3.1).
    private static var protocols: [UInt8] { [8] + Array("http/1.1".utf8) }

    /// Chooses `http/1.1` if it is offered, else goes on without a protocol.
    private static func select(
        _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
        _ offered: UnsafePointer<UInt8>?, _ count: UInt32
    ) -> Int32 {
        let list = UnsafeBufferPointer(start: offered, count: Int(count))
        let wanted = Self.protocols
        var start = 0
        while start < list.count {
            let end = start + 1 + Int(list[start])
            guard end <= list.count else { break }
            if list[start..<end].elementsEqual(wanted), let base = list.baseAddress {
                chosen?.pointee = base + start + 1
                length?.pointee = list[start]
                return SSL_TLSEXT_ERR_OK
            }
            start = end
        }
        return SSL_TLSEXT_ERR_NOACK
    }
}

/// Why there is no TLS.
package enum TLSProblem: Error, Equatable {
    case unreadable(path: String)
    /// No PEM certificate in the file.
    case certificate(path: String)
    /// No PEM private key without a passphrase in the file.
    case key(path: String)
    /// The private key is not the certificate's.
    case keyMismatch
    case noMemory
}
