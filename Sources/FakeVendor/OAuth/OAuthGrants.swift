//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What the vendor's authorization server has given out: codes once, access tokens for a while, refresh tokens until used.
///
/// As strict as the strictest vendors: a code and a refresh token are good for one request, and a refresh token that
/// comes a second time ends everything that was given for its authorisation (RFC 9700 section 4.14.2).
final class OAuthGrants: Sendable {
    /// What a code was given for.
    struct Authorization: Sendable {
        var redirectURI: String
        /// The S256 challenge, when there was one.
        var challenge: String?
    }

    struct Tokens: Sendable {
        var access: String
        var refresh: String
        /// Seconds.
        var lifetime: Int
    }

    private struct Refresh {
        var family: Int
        var isUsed = false
    }

    private struct State {
        var codes: [String: Authorization] = [:]
        /// Token, family, and when it ends.
        var access: [String: (family: Int, end: ContinuousClock.Instant)] = [:]
        var refresh: [String: Refresh] = [:]
        var families = 0
    }

    /// Codes and tokens kept at most; a demo that runs for weeks must not grow.
    private static let mostKept = 10_000

    private let state = Mutex(State())
    private let lifetime: Int

    /// Access tokens live `lifetime` seconds.
    init(lifetime: Int) { self.lifetime = lifetime }

    func makeCode(for authorization: Authorization) -> String {
        let code = Self.random()
        self.state.withLock { state in
            if state.codes.count >= Self.mostKept { state.codes = [:] }
            state.codes[code] = authorization
        }
        return code
    }

    /// The code is spent by asking, whatever comes of it.
    func redeem(_ code: String) -> Authorization? { self.state.withLock { $0.codes.removeValue(forKey: code) } }

    func begin() -> Tokens {
        self.state.withLock { state in
            state.families += 1
            return self.issue(state.families, &state)
        }
    }

    /// Tokens for a refresh token that was never used; `nil` for any other.
    func refresh(_ token: String) -> Tokens? {
        self.state.withLock { state in
            guard let known = state.refresh[token] else { return nil }
            guard !known.isUsed else {
                Self.end(known.family, &state)
                return nil
            }
            state.refresh[token]?.isUsed = true
            return self.issue(known.family, &state)
        }
    }

    func revoke(_ token: String) {
        self.state.withLock { state in
            guard let family = state.refresh[token]?.family ?? state.access[token]?.family else { return }
            Self.end(family, &state)
        }
    }

    func admits(_ token: String) -> Bool {
        self.state.withLock { state in state.access[token].map { $0.end > .now } ?? false }
    }

    private func issue(_ family: Int, _ state: inout State) -> Tokens {
        if state.access.count >= Self.mostKept { state.access = state.access.filter { $0.value.end > .now } }
        if state.refresh.count >= Self.mostKept { state.refresh = state.refresh.filter { !$0.value.isUsed } }
        let tokens = Tokens(access: Self.random(), refresh: Self.random(), lifetime: self.lifetime)
        state.access[tokens.access] = (family, .now + .seconds(self.lifetime))
        state.refresh[tokens.refresh] = Refresh(family: family)
        return tokens
    }

    private static func end(_ family: Int, _ state: inout State) {
        state.access = state.access.filter { $0.value.family != family }
        state.refresh = state.refresh.filter { $0.value.family != family }
    }

    private static func random() -> String {
        let words = (0..<4).map { _ in UInt64.random(in: .min ... .max) }
        return words.map { String($0, radix: 36) }.joined()
    }
}
