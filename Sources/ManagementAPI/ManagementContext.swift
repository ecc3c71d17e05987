//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
import Model

/// What is known of a request while it is answered.
package struct ManagementContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Set by `RequestIdentityMiddleware` before anything else runs.
    var requestID = ""
    /// Set by `AuthenticationMiddleware`.
    private(set) var caller: Caller?

    package init(source: Source) { self.coreContext = .init(source: source) }

    func authenticated(as caller: Caller) -> ManagementContext {
        var context = self
        context.caller = caller
        return context
    }

    /// The workspace whose rows this request may see.
    ///
    /// - Throws: `Refusal` on a route that was registered without authentication.
    var workspace: WorkspaceID {
        get throws(Refusal) {
            guard let caller else { throw .apiKeyMissing }
            return caller.workspace
        }
    }
}
