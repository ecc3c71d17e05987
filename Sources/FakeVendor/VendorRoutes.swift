//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdCore

/// What the vendor answers, by the first segment of the path.
///
///     /echo/…                     method, target, headers and body as JSON
///     /mirror                     the body, streamed back as it comes
///     /items?page=N&per_page=N    pages with `Link`
///     /stream/sse  /stream/chunked  /gzip  /bytes/N
///     /slow?ms=N                  answers after N ms
///     /cut?after=N                cuts the body after N bytes; `length=N` declares a length
///     /status/CODE?body=TEXT      any status; 429 has `Retry-After`
///     /redirect?to=URL  /cookies  /csv  /xml
///     /v2/customers               list and create
///     /crm/v3/…  /api/…  /services/data/…   as HubSpot, Slack and Salesforce answer
///     /oauth/…                    the authorization server: `OAuthAnswers`
struct VendorRoutes: Sendable {
    let credential: VendorCredential
    let records: VendorRecords
    let authorization: OAuthAnswers

    func respond(to request: VendorRequest) async -> Response {
        if request.segments.first == "oauth" {
            return (try? await self.authorization.respond(to: request))
                ?? .json(VendorError(error: "bad_request"), status: .badRequest)
        }
        guard self.credential.admits(request) else {
            return .json(
                VendorError(error: "unauthorized"), status: .unauthorized, headers: [.wwwAuthenticate: "Bearer"])
        }
        do {
            return try await self.answer(request)
        } catch {
            return .json(VendorError(error: "bad_request"), status: .badRequest)
        }
    }

    private func answer(_ request: VendorRequest) async throws -> Response {
        let segments = request.segments
        switch segments.first {
        case "echo": return try await EchoAnswer(request).response()
        case "v2": return try await CustomerAnswers(records: self.records).respond(to: request)
        case "crm": return try await HubSpotAnswers().respond(to: request)
        case "api": return try await SlackAnswers(records: self.records).respond(to: request)
        case "services": return try await SalesforceAnswers(records: self.records).respond(to: request)
        case "stream": return StreamAnswers.stream(segments.dropFirst().first ?? "")
        case "status": return StatusAnswer(request).response
        default: return try await self.answerAwkwardly(request, segments)
        }
    }

    private func answerAwkwardly(_ request: VendorRequest, _ segments: [String]) async throws -> Response {
        switch segments.first {
        case "mirror": return StreamAnswers.mirror(request)
        case "items": return PageAnswer(request).response
        case "gzip": return StreamAnswers.gzip()
        case "bytes": return StreamAnswers.bytes(Int(segments.last ?? "") ?? 0)
        case "slow": return try await StreamAnswers.slow(milliseconds: request.number("ms") ?? 1000)
        case "cut": return StreamAnswers.cut(after: request.number("after") ?? 100, length: request.number("length"))
        case "redirect": return PlainAnswers.redirect(to: request.parameter("to") ?? "/v2/customers")
        case "cookies": return PlainAnswers.cookies()
        case "csv": return PlainAnswers.text("id,name\n1,Ada\n2,Alan\n", type: "text/csv")
        case "xml": return PlainAnswers.text("<customers><customer id=\"1\"/></customers>", type: "application/xml")
        default: return .json(VendorError(error: "not_found"), status: .notFound)
        }
    }
}
