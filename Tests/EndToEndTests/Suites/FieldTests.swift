//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

extension Conformance {
    /// Request fields and pipelines (CONTRACT 1.5).
    @Suite struct Fields {
        @Test(arguments: FieldTable.kept)
        func fieldIsKept(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: FieldTable.dropped)
        func fieldIsDropped(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: FieldTable.named)
        func connectionFieldCannotTakeOursAway(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: FieldTable.types)
        func lastContentTypeIsForwarded(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: FieldTable.credentials)
        func credentialIsOurs(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PipelineTable.table, Delivery.allCases)
        func pipelinedRequestsAreAnsweredInOrder(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }
    }
}
