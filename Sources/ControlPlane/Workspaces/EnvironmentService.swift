//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Model
package import Storage

/// The environments of a workspace: two that are always there, and those that it names.
package struct EnvironmentService: Sendable {
    package static let builtIn = [productionEnvironment, "Sandbox"]
    package static let mostNamed = 100

    private let store: Store
    private let now: @Sendable () -> Timestamp

    package init(store: Store, surroundings: Surroundings) {
        self.store = store
        self.now = surroundings.now
    }

    /// The built-in ones first, then those that were named, then those that connections are in without a name given.
    package func list(in workspace: WorkspaceID) async throws(EnvironmentError) -> [String] {
        try await self.store.read(unavailable: EnvironmentError.unavailable) { transaction in
            try Self.all(in: workspace, transaction)
        }
    }

    /// Adds all of them or, when one cannot be a name, none; all environments there are then.
    package func add(_ names: [String], in workspace: WorkspaceID) async throws(EnvironmentError) -> [String] {
        for name in names {
            guard (1...100).contains(name.utf8.count), name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .invalid("an environment's name has 1 to 100 bytes, none of them a control character")
            }
        }
        let now = self.now()
        return try await self.store.write(unavailable: EnvironmentError.unavailable) { transaction in
            for name in names where !Self.builtIn.contains(name) {
                try transaction.environments.insert(name, in: workspace, at: now)
            }
            guard try transaction.environments.list(in: workspace).count <= Self.mostNamed else {
                throw EnvironmentError.invalid("a workspace names at most \(Self.mostNamed) environments")
            }
            return try Self.all(in: workspace, transaction)
        }
    }

    /// Takes the name away and returns those that are left; refused while anything is in the environment.
    package func remove(_ name: String, in workspace: WorkspaceID) async throws(EnvironmentError) -> [String] {
        guard !Self.builtIn.contains(name) else { throw .builtIn }
        return try await self.store.write(unavailable: EnvironmentError.unavailable) { transaction in
            let uses = try transaction.environments.uses(of: name, in: workspace)
            guard uses.connections == 0, uses.activations == 0 else {
                throw EnvironmentError.inUse(connections: uses.connections, activations: uses.activations)
            }
            guard try transaction.environments.delete(name, in: workspace) else { throw EnvironmentError.notFound }
            return try Self.all(in: workspace, transaction)
        }
    }

    private static func all(in workspace: WorkspaceID, _ transaction: Transaction) throws -> [String] {
        var names = Self.builtIn
        let others =
            try transaction.environments.list(in: workspace) + transaction.environments.used(in: workspace)
        for name in others where !names.contains(name) { names.append(name) }
        return names
    }
}

/// Why environments could not be listed or changed.
package enum EnvironmentError: Error, Equatable {
    case notFound
    /// `Production` and `Sandbox` stay.
    case builtIn
    case inUse(connections: Int64, activations: Int64)
    case invalid(String)
    case unavailable(StoreError)
}

extension EnvironmentError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound: "there is no such environment"
        case .builtIn: "Production and Sandbox cannot be removed"
        case .inUse(let connections, let activations):
            "the environment is in use: \(connections) connections and \(activations) activated integrations"
        case .invalid(let message): message
        case .unavailable(let error): error.description
        }
    }
}
