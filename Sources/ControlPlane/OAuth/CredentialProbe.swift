//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

internal import Catalog
internal import Model
internal import Outgoing

/// Tries a connection's credential by a cheap call that works only with a good one.
struct CredentialProbe {
    let service: VendorService

    func probe(_ integration: Integration, _ auth: ConnectionAuth) async throws(ProbeFailure) {
        let probe: ResolvedProbe?
        do { probe = try integration.probe(auth: auth) } catch { throw .incomplete("\(error)") }
        // A signature is made for each request by the data plane; there is nothing fixed to try.
        guard let probe, case .fixed(let credential) = probe.connection.credential else { return }
        let query = credential.query.map { (name: $0.name, value: $0.value.revealText()) }
        guard let url = OutgoingURL(parsing: probe.url.appendingQuery(query)) else {
            throw .incomplete("the probe comes to no URL that can be used")
        }
        var request = OutgoingRequest(method: probe.method, url: url)
        request.headers = Self.headers(probe, credential)
        request.body = probe.method == "POST" ? Secret(probe.body ?? "") : nil
        let answer: OutgoingAnswer
        do { answer = try await self.service.send(request) } catch { throw .unreachable(error) }
        try Self.judge(answer, probe)
    }

    private static func headers(_ probe: ResolvedProbe, _ credential: InjectedCredential) -> [CredentialField] {
        var headers = credential.headers
        var others = probe.connection.staticHeaders.map { ($0.name, $0.value) }
        if probe.body != nil { others.append(("Content-Type", "application/json")) }
        others.append(("Accept", "application/json"))
        for (name, value) in others where !headers.contains(where: { $0.name.lowercased() == name.lowercased() }) {
            headers.append(CredentialField(name: name, value: Secret(value)))
        }
        return headers
    }

    private static func judge(_ answer: OutgoingAnswer, _ probe: ResolvedProbe) throws(ProbeFailure) {
        switch answer.status {
        case 200..<300: break
        case 401, 403: throw .refused(status: answer.status)
        default: throw .inconclusive(status: answer.status)
        }
        guard !probe.expectedMembers.isEmpty else { return }
        guard let document = try? VendorAnswer.document(answer) else { throw .refused(status: answer.status) }
        for (path, value) in probe.expectedMembers where document.at(path) != value {
            throw .refused(status: answer.status)
        }
    }
}
