//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Logging
internal import Model
internal import Storage
internal import Vault

/// What every step of a refresh works with.
struct RefreshParts: Sendable {
    let store: Store
    let vault: Vault
    let source: any TokenSource
    let surroundings: Surroundings
    let settings: RefreshSettings
    let log: CallLog
    let journal: AnswerJournal
    let unsaved: UnsavedAnswers
    let failpoints: Failpoints
    let logger: Logger
    /// This process's name in leases; no other has it.
    let holder: String

    var schedule: RefreshSchedule { RefreshSchedule(settings: self.settings) }
    var sealing: ConnectionSealing { ConnectionSealing(vault: self.vault) }
    func now() -> Timestamp { self.surroundings.now() }

    func write<Value: Sendable>(_ body: @Sendable (Transaction) throws -> Value) async throws(RefreshError) -> Value {
        try await self.store.write(unavailable: RefreshError.unavailable, body)
    }
}
