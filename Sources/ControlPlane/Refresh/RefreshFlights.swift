//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Model

/// One refresh of a connection at a time in this process: whoever comes later waits for the same.
actor RefreshFlights {
    private var running: [ConnectionID: Task<RefreshOutcome, Never>] = [:]

    /// The flight that is under way, or a new one; `isNew` tells which.
    ///
    /// It goes on when nobody waits for it any more: a token that the vendor has issued must be kept.
    func join(
        _ id: ConnectionID, _ fly: @escaping @Sendable () async -> RefreshOutcome
    ) -> (flight: Task<RefreshOutcome, Never>, isNew: Bool) {
        if let flight = self.running[id] { return (flight, false) }
        let flight = Task {
            let outcome = await fly()
            self.ended(id)
            return outcome
        }
        self.running[id] = flight
        return (flight, true)
    }

    private func ended(_ id: ConnectionID) { self.running[id] = nil }

    /// Returns when none of those that are under way now is any more.
    func settle() async {
        for flight in self.running.values { _ = await flight.value }
    }
}
