//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Hummingbird
import Model
import NIOCore

/// Reads a request's body as a JSON object.
///
/// The type of the body is not asked for: a caller that forgets `Content-Type` means JSON all the same.
func jsonObject(of request: Request) async throws -> [String: JSONValue] {
    let buffer = try await request.body.collect(upTo: maximumBodyBytes)
    let value: JSONValue
    do {
        value = try JSONValue(parsing: Array(buffer.readableBytesView))
    } catch {
        throw Refusal.bodyInvalid("The body is not valid JSON: \(error).")
    }
    guard case .object(let members) = value else { throw Refusal.bodyInvalid("The body must be a JSON object.") }
    return members
}

private let maximumBodyBytes = 1 << 20
