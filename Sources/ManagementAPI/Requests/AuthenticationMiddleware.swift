//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import HTTPTypes
import Hummingbird
import Model

/// Admits requests that present one of our API keys (CONTRACT 1.1).
struct AuthenticationMiddleware: RouterMiddleware {
    let access: AccessService

    func handle(
        _ request: Request, context: ManagementContext, next: (Request, ManagementContext) async throws -> Response
    ) async throws -> Response {
        let keys = request.headers[values: .authorization].compactMap(presentedKey)
        guard !keys.isEmpty else { throw Refusal.apiKeyMissing }
        let caller = try await self.caller(presenting: keys.prefix(4))
        return try await next(request, context.authenticated(as: caller))
    }

    /// The first that is ours; each costs a hash and perhaps a read of the store, hence the bound above.
    private func caller(presenting keys: some Sequence<Secret>) async throws(Refusal) -> Caller {
        for key in keys {
            switch await self.access.authenticate(key) {
            case .found(let caller): return caller
            case .unknown: continue
            case .unavailable: throw .overloaded
            }
        }
        throw .apiKeyInvalid
    }
}

/// The key in `KEY` or `Bearer KEY`, the scheme in any case.
private func presentedKey(_ value: String) -> Secret? {
    let parts = value.split(whereSeparator: { $0 == " " || $0 == "\t" })
    let isBearer = parts.count > 1 && parts[0].lowercased() == "bearer"
    guard let key = isBearer ? parts[1] : parts.first, parts.count == (isBearer ? 2 : 1) else { return nil }
    return Secret(String(key))
}
