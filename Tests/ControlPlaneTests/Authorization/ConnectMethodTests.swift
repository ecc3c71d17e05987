//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import ControlPlane
import Model
import Testing

/// What customers are asked for, at the integrations that come with the build.
@Suite
struct ConnectMethodTests {
    @Test
    func nobodyIsAskedForWhatAVendorOrWeMake() throws {
        let made: Set<String> = ["refresh_token", "jwt", "basic", "uuid", "code", "expiration_date"]
        for integration in try Catalog.bundled().integrations {
            for method in integration.connectMethods(hasClient: true) {
                let names = method.fields.map(\.name)
                #expect(made.isDisjoint(with: names), "\(integration.type) \(names)")
                #expect(Set(names).count == names.count, "\(integration.type) \(names)")
                #expect(method.kind == .consent || !names.isEmpty, "\(integration.type)")
                for name in names {
                    guard let variable = integration.variable(name) else { continue }
                    #expect(variable.origin == .user, "\(integration.type) \(name)")
                }
            }
        }
    }

    @Test
    func almostEveryIntegrationCanBeConnectedOnAPage() throws {
        let integrations = try Catalog.bundled().integrations
        let without = integrations.filter { $0.connectMethods(hasClient: true).isEmpty }.map(\.type)

        #expect(without.count * 20 < integrations.count, "\(without)")
    }

    @Test
    func consentNeedsAClient() throws {
        for integration in try Catalog.bundled().integrations {
            #expect(!integration.connectMethods(hasClient: false).contains { $0.kind == .consent })
        }
    }

    @Test
    func keyFileIsAllThatAServiceAccountNeeds() throws {
        let integrations = try Catalog.bundled().integrations
        let methods = integrations.flatMap { $0.connectMethods(hasClient: false) }.filter { $0.grant == .jwtBearer }
        #expect(!methods.isEmpty)
        for method in methods where method.fields.contains(where: { $0.name == "client_email" }) {
            #expect(method.fields.first { $0.name == "private_key" }?.entry == .secretLines)
            #expect(method.fields.first { $0.name == "client_email" }?.isRequired == false)
        }
    }

    @Test
    func secretsAreSecretOnThePage() throws {
        let secret: Set<String> = ["password", "api_key", "token", "client_secret", "consumer_secret", "private_key"]
        for integration in try Catalog.bundled().integrations {
            for field in integration.connectMethods(hasClient: true).flatMap(\.fields) where secret.contains(field.name)
            {
                #expect(field.isSecret, "\(integration.type) \(field.name)")
            }
        }
    }
}
