//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Catalog
import Model
import Testing

@Suite struct BundledCatalogTests {
    @Test func everyRowObeysEveryRule() throws {
        let catalog = try Catalog.bundled()

        try catalog.validateAll()

        #expect(catalog.integrations.count == 648)
        #expect(catalog.integrations.map(\.type) == catalog.integrations.map(\.type).sorted())
    }
}
