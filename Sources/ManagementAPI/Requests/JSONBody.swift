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
    guard case .object(let members) = try await jsonValue(of: request) else {
        throw Refusal.bodyInvalid("The body must be a JSON object.")
    }
    return members
}

/// Reads a request's body as any JSON value.
func jsonValue(of request: Request) async throws -> JSONValue {
    let bytes = try await wholeBody(of: request)
    do { return try JSONValue(parsing: bytes) } catch {
        throw Refusal.bodyInvalid("The body is not valid JSON: \(error).")
    }
}

/// Reads a request's body as text.
func text(of request: Request) async throws -> String {
    guard let text = String(validating: try await wholeBody(of: request), as: UTF8.self) else {
        throw Refusal.bodyInvalid("The body is not UTF-8.")
    }
    return text
}

/// A body that breaks off is its sender's failure; the channel ends after the answer.
private func wholeBody(of request: Request) async throws -> [UInt8] {
    do {
        return Array(try await request.body.collect(upTo: maximumBodyBytes).readableBytesView)
    } catch is NIOTooManyBytesError {
        throw Refusal.bodyTooLarge
    } catch let error as CancellationError {
        throw error
    } catch {
        throw Refusal.bodyInvalid("The body breaks off.")
    }
}

private let maximumBodyBytes = 1 << 20
