//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Outgoing
import Synchronization

/// A vendor's token endpoint as a model: it knows which tokens it has issued, and sees what a vendor would.
///
/// Tokens are `a-FAMILY-SERIAL` and `r-FAMILY-SERIAL`; a family is one consent of the customer, serials grow over all.
final class ModelVendor: Sendable {
    enum Rule: CaseIterable, Sendable {
        /// A refresh token works once; another use revokes the family.
        case strict
        /// A refresh token works until one that was issued for it is used.
        case reusable
        /// The refresh token stays; answers have none.
        case constant
    }

    /// What becomes of the next request.
    enum Weather: CaseIterable, Sendable {
        case fair, unreachable, cut, unavailable, busy, stalled
    }

    struct Family {
        /// The refresh token used last.
        var used = 0
        var successors: Set<Int> = []
        var isRevoked = false
    }

    struct State {
        var serial = 0
        var families: [Int: Family] = [:]
        var weather: [Weather] = []
        var inFlight = 0
        var parallel = 0
        var requests = 0
        /// Serials that were issued, and those whose answer was durable here.
        var issued: Set<Int> = []
        var kept: Set<Int> = []
        /// The last serial that each task was given.
        var answers: [Int: Int] = [:]
        var isStallOver = true
    }

    let rule: Rule
    let state = Mutex(State())

    init(_ rule: Rule) { self.rule = rule }

    /// A consent: the first tokens of a new family.
    func consent() -> (access: String, refresh: String) {
        self.state.withLock { state in
            state.serial += 1
            let family = (state.families.keys.max() ?? 0) + 1
            state.families[family] = Family(used: 0, successors: [state.serial])
            return ("a-\(family)-\(state.serial)", "r-\(family)-\(state.serial)")
        }
    }

    /// Serial and family of a token.
    static func parts(_ token: String) -> (family: Int, serial: Int) {
        let numbers = token.split(separator: "-").compactMap { Int($0) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : (0, 0)
    }

    func begin() -> Weather {
        self.state.withLock { state in
            state.requests += 1
            state.inFlight += 1
            if state.inFlight > 1 { state.parallel += 1 }
            return state.weather.isEmpty ? .fair : state.weather.removeFirst()
        }
    }

    func end() { self.state.withLock { $0.inFlight -= 1 } }

    /// Issues tokens, or refuses; `nil` is `invalid_grant`.
    func grant(_ refreshToken: String, task: Int) -> String? {
        let (number, serial) = Self.parts(refreshToken)
        return self.state.withLock { state in
            guard var family = state.families[number], !family.isRevoked else { return nil }
            let isNew = family.successors.contains(serial)
            guard isNew || (self.rule == .reusable && serial == family.used) else {
                family.isRevoked = self.rule == .strict
                state.families[number] = family
                return nil
            }
            state.serial += 1
            state.issued.insert(state.serial)
            state.answers[task] = state.serial
            if self.rule == .constant {
                return "a-\(number)-\(state.serial) -"
            }
            if isNew {
                family.used = serial
                family.successors = []
            }
            family.successors.insert(state.serial)
            state.families[number] = family
            return "a-\(number)-\(state.serial) r-\(number)-\(state.serial)"
        }
    }

    /// The answer that the task got last is durable.
    func kept(by task: Int) {
        self.state.withLock { state in if let serial = state.answers[task] { state.kept.insert(serial) } }
    }

    /// Whether a refresh with that token would be answered.
    func accepts(_ refreshToken: String) -> Bool {
        let (number, serial) = Self.parts(refreshToken)
        return self.state.withLock { state in
            guard let family = state.families[number], !family.isRevoked else { return false }
            return family.successors.contains(serial) || (self.rule == .reusable && serial == family.used)
        }
    }
}

/// What names the running task: a refresh is one task from its claim to its end.
func currentTask() -> Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }

/// Asks a `ModelVendor`.
struct ModelSource: TokenSource {
    let vendor: ModelVendor
    let life: Int64

    func isRefreshable(_ connection: Connection) -> Bool { connection.auth.refreshToken != nil }

    func prepare(_ connection: Connection) async throws(OAuthFailure) -> OutgoingRequest {
        var request = OutgoingRequest(
            method: "POST", url: OutgoingURL(isSecure: true, host: "vendor.example", port: 443, target: "/token"))
        request.body = connection.auth.refreshToken
        return request
    }

    func send(_ request: OutgoingRequest) async throws(OutgoingFailure) -> OutgoingAnswer {
        let weather = self.vendor.begin()
        await Task.yield()
        let token = request.body?.revealText() ?? ""
        switch weather {
        case .unreachable:
            self.vendor.end()
            throw .unreachable
        case .unavailable, .busy:
            self.vendor.end()
            return OutgoingAnswer(
                status: weather == .busy ? 429 : 503, headers: [("retry-after", "2")], body: Secret("later"))
        case .fair, .cut, .stalled: break
        }
        let granted = self.vendor.grant(token, task: currentTask())
        await Task.yield()
        self.vendor.end()
        if weather == .cut { throw .closedEarly }
        // The answer is here, and this process does not get to read it for a while.
        if weather == .stalled {
            while !self.vendor.state.withLock({ $0.isStallOver }) { try? await Task.sleep(for: .milliseconds(1)) }
        }
        return OutgoingAnswer(status: granted == nil ? 400 : 200, headers: [], body: Secret(granted ?? "invalid_grant"))
    }

    func apply(
        _ answer: OutgoingAnswer, to auth: inout ConnectionAuth, of connection: Connection, now: Timestamp
    ) throws(OAuthFailure) {
        switch answer.status {
        case 429, 500...: throw .transient(code: "busy", message: "", retryAfter: 2)
        case 400...: throw .permanent(code: answer.body.revealText(), message: "")
        default: break
        }
        let tokens = answer.body.revealText().split(separator: " ").map(String.init)
        guard tokens.count == 2 else { throw .permanent(code: "malformed", message: "") }
        auth.accessToken = Secret(tokens[0])
        if tokens[1] != "-" { auth.refreshToken = Secret(tokens[1]) }
        auth.expiresIn = self.life
        auth.expiryDate = Timestamp(milliseconds: now.milliseconds + self.life * 1000)
    }

    func hasFurtherSteps(_ connection: Connection) -> Bool { false }
    func takeFurtherSteps(_ connection: inout Connection) async throws(OAuthFailure) {}
    func revocationURL(of connection: Connection) -> String? { "https://vendor.example/revoke" }
    func revoke(_ connection: Connection) async -> Bool {
        guard let token = connection.auth.refreshToken else { return false }
        let (family, _) = ModelVendor.parts(token.revealText())
        self.vendor.state.withLock { $0.families[family]?.isRevoked = true }
        return true
    }
}
