//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model
package import Storage
package import Vault

/// Has vendors forget the tokens of deleted connections, in the background and as well as it can be done.
///
/// The connection is gone whatever the vendor says: a failure is logged, and not tried again.
package actor Revocations {
    private let vault: Vault
    private let source: any TokenSource
    private let log: CallLog
    private let now: @Sendable () -> Timestamp
    private var running: [UInt64: Task<Void, Never>] = [:]
    private var serial: UInt64 = 0
    /// Beyond so many at once tokens are left to end by themselves.
    private let most = 1_000

    package init(vault: Vault, source: any TokenSource, surroundings: Surroundings, log: CallLog = .none) {
        self.vault = vault
        self.source = source
        self.log = log
        self.now = surroundings.now
    }

    /// Begins with the tokens of a row that was deleted; returns at once.
    package func begin(_ row: ConnectionRow) {
        guard self.running.count < self.most, let connection = try? ConnectionSealing(vault: self.vault).opened(row)
        else { return }
        self.serial += 1
        let serial = self.serial
        self.running[serial] = Task {
            await self.revoke(connection)
            self.ended(serial)
        }
    }

    /// Returns when all that were begun are over: for a program that is about to end.
    package func settle() async {
        for task in self.running.values { await task.value }
    }

    private func ended(_ serial: UInt64) { self.running[serial] = nil }

    private func revoke(_ connection: Connection) async {
        // Without an endpoint nothing is called.
        guard let url = self.source.revocationURL(of: connection) else { return }
        var call = OwnCall(
            kind: .revocation, workspace: connection.workspace, integrationType: connection.integrationType,
            environment: connection.environment, url: url, startedAt: self.now())
        call.connection = connection.id
        call.externalXref = connection.externalXref
        let isRevoked = await self.source.revoke(connection)
        call.status = isRevoked ? 200 : nil
        call.error = isRevoked ? nil : "revocation_failed"
        call.vendorTime = max(0, self.now().milliseconds - call.startedAt.milliseconds)
        self.log.record(call)
    }
}
