//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Logging
internal import Model
internal import Outgoing
internal import Storage

/// One try to get a working credential, from the first call to the vendor to the stored connection.
///
/// Every way out is recorded in the log of calls.
struct Journey: Sendable {
    private let service: AuthorizationService
    private let page: AuthorizationRows.Found<Authorization>
    private let integration: Integration
    private let startedAt: Timestamp
    var auth = ConnectionAuth()
    /// What is called, for the log.
    var url = ""

    init(
        _ service: AuthorizationService, _ page: AuthorizationRows.Found<Authorization>, _ integration: Integration
    ) {
        self.service = service
        self.page = page
        self.integration = integration
        self.startedAt = service.surroundings.now()
    }

    /// Asks for a token, and for whatever else the integration wants to know once there is one.
    mutating func fetch(
        _ request: TokenRequest, _ plan: OAuthPlan, _ client: OAuthClient, callback: [String: String] = [:]
    ) async throws {
        let vendors = self.service.vendors
        let grant = try await vendors.token(request, plan: plan, client: client)
        try vendors.apply(
            grant, callback: callback, to: &self.auth, plan: plan, integration: self.integration,
            now: self.service.surroundings.now())
        try await vendors.completeVariables(
            &self.auth, plan: plan, integration: self.integration, client: client)
    }

    /// Tests the credential and stores the connection.
    func arrive() async throws(ConnectProblem) -> ConnectionID {
        do throws(ProbeFailure) {
            try await self.service.vendors.probe(self.integration, auth: self.auth)
        } catch { throw self.problem(error) }
        do throws(AuthorizationError) {
            let id = try await self.service.store(self.auth, of: self.page, self.integration)
            self.record(nil, connection: id)
            return id
        } catch { throw self.problem(error) }
    }

    /// What the customer is told of a failure; the log is told its code.
    func problem(_ error: any Error) -> ConnectProblem {
        let (problem, code) = Self.reading(error)
        self.record(code)
        self.service.logger.info(
            "an authorisation failed",
            metadata: [
                "integration": "\(self.integration.type)", "workspace": "\(self.page.workspace)", "reason": "\(code)",
            ])
        return problem
    }

    private static func reading(_ error: any Error) -> (ConnectProblem, String) {
        switch error {
        case let problem as ConnectProblem: return (problem, problem.code)
        case let failure as OAuthFailure: return (failure.isPermanent ? .refused : .unreachable, failure.code)
        case is ResolutionError: return (.unclear, "details_incomplete")
        case let failure as ProbeFailure:
            switch failure {
            case .refused(let status): return (.refused, "probe_refused_\(status)")
            case .inconclusive(let status): return (.unclear, "probe_inconclusive_\(status)")
            case .unreachable(.egressDenied): return (.hostNotAllowed, "host_not_allowed")
            case .unreachable: return (.unreachable, "upstream_unreachable")
            case .incomplete: return (.unclear, "details_incomplete")
            }
        case let error as AuthorizationError:
            switch error {
            case .reauthTokenInvalid: return (.usedUp, "reauth_token_invalid")
            case .otherAccount: return (.otherAccount, "other_account")
            case .expired, .unknownConnection: return (.usedUp, "link_used")
            case .invalid: return (.unclear, "details_incomplete")
            default: return (.busy, "unavailable")
            }
        default: return (.unclear, "unexpected")
        }
    }

    private func record(_ error: String?, connection: ConnectionID? = nil) {
        let authorization = self.page.document
        var call = OwnCall(
            kind: .login, workspace: self.page.workspace, integrationType: self.integration.type,
            environment: authorization.environment, url: String(self.url.prefix { $0 != "?" }),
            startedAt: self.startedAt)
        call.connection = connection ?? authorization.reauthorization?.connection
        call.externalXref = authorization.externalXref
        call.error = error
        call.status = error == nil ? 200 : nil
        call.vendorTime = max(0, self.service.surroundings.now().milliseconds - self.startedAt.milliseconds)
        self.service.doors.log.record(call)
    }
}
