//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import CPlatform

/// The callbacks by which OpenSSL reads and writes a session's encrypted bytes.
final class SessionBytes {
    private let method: OpaquePointer

    init() throws(TLSProblem) {
        guard let method = BIO_meth_new(passthrough_bio_type(), "passthrough") else { throw .noMemory }
        self.method = method
        BIO_meth_set_read(method) { bio, target, count in SessionBytes.read(bio, target, count) }
        BIO_meth_set_write(method) { bio, source, count in SessionBytes.write(bio, source, count) }
        // Asked for flushes and about what it can do; only the first has to succeed.
        BIO_meth_set_ctrl(method) { _, command, _, _ in command == BIO_CTRL_FLUSH ? 1 : 0 }
    }

    deinit { BIO_meth_free(self.method) }

    func make() -> OpaquePointer? {
        guard let bio = BIO_new(self.method) else { return nil }
        BIO_set_init(bio, 1)
        return bio
    }

    private static func read(_ bio: OpaquePointer?, _ target: UnsafeMutablePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let bio = bio, let data = BIO_get_data(bio), let target = target, count > 0 else { return -1 }
        passthrough_bio_clear_retry(bio)
        let memory = UnsafeMutableRawBufferPointer(start: target, count: Int(count))
        let taken = Unmanaged<TLSSession>.fromOpaque(data)._withUnsafeGuaranteedRef { $0.takeInput(memory) }
        guard taken > 0 else {
            passthrough_bio_retry_read(bio)
            return -1
        }
        return Int32(clamping: taken)
    }

    private static func write(_ bio: OpaquePointer?, _ source: UnsafePointer<CChar>?, _ count: Int32) -> Int32 {
        guard let bio = bio, let data = BIO_get_data(bio), let source = source, count > 0 else { return -1 }
        passthrough_bio_clear_retry(bio)
        let bytes = UnsafeRawBufferPointer(start: source, count: Int(count))
        Unmanaged<TLSSession>.fromOpaque(data)._withUnsafeGuaranteedRef { $0.append(bytes) }
        return count
    }
}
