//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

extension Conformance {
    /// Where a message begins and ends (RFC 9112).
    @Suite struct Framing {
        @Test(arguments: LengthTable.malformed, Delivery.allCases)
        func ambiguousLengthIsRefused(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: LengthTable.sound, Delivery.allCases)
        func bodyWithALengthArrivesOnce(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, entry.request.utf8.count > 10_000 ? .whole : delivery)
        }

        @Test(arguments: ChunkTable.malformed, Delivery.allCases)
        func malformedChunksNeverEndUpstream(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, entry.request.utf8.count > 10_000 ? .whole : delivery)
        }

        @Test(arguments: ChunkTable.sound, Delivery.allCases)
        func chunkedBodyArrivesOnce(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: HeadTable.lines, Delivery.allCases)
        func malformedRequestLineIsRefused(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: HeadTable.fields, Delivery.allCases)
        func malformedFieldIsRefused(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: HeadTable.hosts, Delivery.allCases)
        func badHostIsRefused(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: LimitTable.refused)
        func headBeyondTheLimitIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: LimitTable.methods, Delivery.allCases)
        func methodIsForwardedOrRefused(_ entry: ConformanceCase, _ delivery: Delivery) throws {
            try Conformance.run(entry, delivery)
        }

        @Test(arguments: LimitTable.versions)
        func versionDecidesOnTheChannel(_ entry: ConformanceCase) throws { try Conformance.run(entry) }
    }
}
