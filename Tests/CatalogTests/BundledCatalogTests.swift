//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

@Suite struct BundledCatalogTests {
    /// Read once for all tests: its rows are many.
    static let catalog = Result { try Catalog.bundled() }

    @Test func everyRowObeysEveryRule() throws {
        let catalog = try Self.catalog.get()

        try catalog.validateAll()

        #expect(catalog.integrations.count == 648)
        #expect(catalog.integrations.map(\.type) == catalog.integrations.map(\.type).sorted())
    }

    @Test func everyTypedInValueIsNamedAndExplained() throws {
        for integration in try Self.catalog.get().integrations {
            #expect(integration.tokenNames.count == integration.tokenInstructions.count)
            #expect(Set(integration.tokenNames).count == integration.tokenNames.count, "\(integration.type)")
            #expect(!integration.tokenInstructions.contains(""), "\(integration.type)")
            guard let method = integration.methods.first(where: \.isTypedIn) else { continue }
            let names = integration.tokenNames
            #expect(method.injectedNames.allSatisfy { names.contains($0) || integration.variable($0) != nil })
        }
    }

    @Test func valuesOfEveryRowArriveByPosition() throws {
        let catalog = try Self.catalog.get()
        for integration in catalog.integrations where integration.type != "generic" {
            guard integration.methods.first?.isTypedIn == true else { continue }
            var auth = ConnectionAuth()
            auth.otherAuthInfo = integration.tokenNames.map { name in
                Secret(integration.variable(name).map(SampleAuth.value) ?? SampleAuth.credential)
            }

            #expect(throws: Never.self, "\(integration.type)") {
                try catalog.resolve(type: integration.type, auth: auth)
            }
        }
    }
}
