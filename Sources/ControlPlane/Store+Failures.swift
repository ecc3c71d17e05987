//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Storage

extension Store {
    /// A write whose failures are one service's own.
    func write<Value: Sendable, Failure: Error>(
        unavailable: (StoreError) -> Failure, _ body: @Sendable (Transaction) throws -> Value
    ) async throws(Failure) -> Value {
        do { return try await self.write(body) } catch { throw Self.failure(error, unavailable) }
    }

    /// A read whose failures are one service's own.
    func read<Value: Sendable, Failure: Error>(
        unavailable: (StoreError) -> Failure, _ body: @Sendable (Transaction) throws -> Value
    ) async throws(Failure) -> Value {
        do { return try await self.read(body) } catch { throw Self.failure(error, unavailable) }
    }

    private static func failure<Failure: Error>(
        _ error: any Error, _ unavailable: (StoreError) -> Failure
    ) -> Failure {
        if let failure = error as? Failure { return failure }
        return unavailable(error as? StoreError ?? .failed(code: 0))
    }
}
