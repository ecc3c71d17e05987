//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// Who presents an API key: the key's identity and the workspace it opens.
package struct Caller: Sendable, Equatable {
    /// The searchable prefix of the key; safe to show and to log.
    package var keyID: String
    package var workspace: WorkspaceID

    package init(keyID: String, workspace: WorkspaceID) {
        self.keyID = keyID
        self.workspace = workspace
    }
}

/// What the control plane knows of an API key.
package enum CallerAnswer: Sendable {
    case found(Caller)
    /// No such key, or a revoked one.
    case unknown
    /// The store could not be asked; nothing is known.
    case unavailable
}
