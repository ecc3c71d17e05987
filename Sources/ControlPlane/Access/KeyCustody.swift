//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
package import Storage
package import Vault

/// Finds the keys that belong to a database, and makes them for a new one.
package struct KeyCustody: Sendable {
    private let store: Store
    private let file: KeyFile
    private let random: @Sendable (Int) -> [UInt8]

    package init(store: Store, file: KeyFile, random: @escaping @Sendable (Int) -> [UInt8]) {
        self.store = store
        self.file = file
        self.random = random
    }

    /// Reads the key file and compares it with the database; neither is written when they do not belong together.
    ///
    /// A key file is made only when the database was never written with one.
    package func open() async throws(KeyCustodyError) -> KeyRing {
        let expected = try await self.store.read(unavailable: KeyCustodyError.unavailable) { transaction in
            try transaction.keyChecks.all()
        }
        if expected.isEmpty, !self.file.exists { try self.makeFile() }
        let ring: KeyRing
        do { ring = try self.file.load() } catch { throw .file(error) }
        let checks = ring.checks
        try await self.store.write(unavailable: KeyCustodyError.unavailable) { transaction in
            // Another process may have been first since.
            for (name, digest) in try transaction.keyChecks.all() where checks[name] != digest {
                throw KeyCustodyError.doesNotBelong(name: name)
            }
            for (name, digest) in checks { try transaction.keyChecks.add(name, digest) }
        }
        return ring
    }

    private func makeFile() throws(KeyCustodyError) {
        guard let ring = KeyRing.generate(random: self.random) else { throw .noRandomness }
        do {
            try self.file.create(ring)
        } catch KeyFileError.alreadyThere {
            return
        } catch { throw .file(error) }
    }
}

/// Why an installation's keys cannot be used.
package enum KeyCustodyError: Error, Equatable {
    case file(KeyFileError)
    /// The database was written with another key of that name, or with one that the file does not hold.
    case doesNotBelong(name: String)
    case noRandomness
    case unavailable(StoreError)
}

extension KeyCustodyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .doesNotBelong(let name): "the key file does not hold the \(name) that the database was written with"
        case .noRandomness: "no keys can be made: the source of randomness failed"
        case .unavailable(let error): error.description
        }
    }
}
