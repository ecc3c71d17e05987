//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform
import Egress

/// One side of a TLS channel, without I/O: encrypted bytes are offered and taken, plain ones written and read.
package final class TLSSession {
    package enum Handshake {
        case waiting
        case done
        case failed
    }

    package struct Read {
        package enum State {
            /// There may be more of what was offered.
            case more
            /// All that was offered is used up.
            case empty
            /// The peer said that it sends no more.
            case ended
            case failed
        }

        package var count: Int
        package var state: State
    }

    private let ssl: OpaquePointer
    private let context: TLSContext
    private let memory: TLSMemory
    private var input = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    /// Fails when there is no memory.
    package init?(_ context: TLSContext, memory: TLSMemory) {
        guard let ssl = SSL_new(context.context), let bio = context.bytes.make() else { return nil }
        self.ssl = ssl
        self.context = context
        self.memory = memory
        // Both directions of a session are the same object, which it owns from here on.
        SSL_set_bio(ssl, bio, bio)
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        if context.isServer { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    }

    deinit { SSL_free(self.ssl) }

    /// Demands that the peer's certificate is for `host`: a name, which is also sent, or an address.
    package func expect(host: String) -> Bool {
        let parameters = SSL_get0_param(self.ssl)
        if IPAddress(literal: host) != nil { return X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1 }
        X509_VERIFY_PARAM_set_hostflags(
            parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT))
        return X509_VERIFY_PARAM_set1_host(parameters, host, host.utf8.count) == 1
            && passthrough_ssl_set_server_name(self.ssl, host) == 1
    }

    package func handshake() -> Handshake {
        self.begin()
        let result = SSL_do_handshake(self.ssl)
        guard result != 1 else { return .done }
        return SSL_get_error(self.ssl, result) == SSL_ERROR_WANT_READ ? .waiting : .failed
    }

    /// Whether the peer said that it sends no more.
    package var hasEnded: Bool { SSL_get_shutdown(self.ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// Decrypts into `buffer`, as much as fits of what was offered.
    package func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Read {
        var read = Read(count: 0, state: .more)
        self.begin()
        while read.count < buffer.count, let base = buffer.baseAddress {
            let count = SSL_read(self.ssl, base + read.count, Int32(clamping: buffer.count - read.count))
            guard count > 0 else {
                switch SSL_get_error(self.ssl, count) {
                case SSL_ERROR_WANT_READ: read.state = .empty
                case SSL_ERROR_ZERO_RETURN: read.state = .ended
                default: read.state = .failed
                }
                break
            }
            read.count += Int(count)
            if self.input.isEmpty, SSL_has_pending(self.ssl) == 0 {
                // Asking again would only be told so.
                read.state = .empty
                break
            }
        }
        return read
    }

    /// Encrypts; false when the session is broken.
    package func write(_ bytes: Span<UInt8>) -> Bool {
        self.begin()
        return bytes.withUnsafeBytes { raw in
            var written = 0
            while written < raw.count, let base = raw.baseAddress {
                let count = SSL_write(self.ssl, base + written, Int32(clamping: raw.count - written))
                guard count > 0 else { return false }
                written += Int(count)
            }
            return true
        }
    }

    /// Puts a close_notify behind what was written.
    package func shutDown() {
        self.begin()
        SSL_shutdown(self.ssl)
    }

    /// Frees what an idle session does not need; it comes back by itself.
    func freeBuffers() { SSL_free_buffers(self.ssl) }

    /// A session's bytes never leave by another one's channel, whatever its owner forgot.
    private func begin() {
        ERR_clear_error()
        self.memory.output.clear()
    }

    // MARK: - Encrypted bytes

    package func offer(_ bytes: UnsafeBufferPointer<UInt8>) { self.input = bytes }

    /// What was offered is no longer there.
    package func dropInput() { self.input = UnsafeBufferPointer(start: nil, count: 0) }

    /// Gives what is to be sent to `send`; called after every other call, before another session is.
    package func takeOutput(_ send: (Span<UInt8>) -> Void) {
        guard self.memory.output.count > 0 else { return }
        self.memory.output.withSpan(send)
        self.memory.output.clear()
    }

    func takeInput(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(target.count, self.input.count)
        target.copyBytes(from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self.input)[..<count]))
        self.input = UnsafeBufferPointer(rebasing: self.input[count...])
        return count
    }

    func append(_ bytes: UnsafeRawBufferPointer) { self.memory.output.write(raw: bytes) }
}
