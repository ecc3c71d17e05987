//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Testing

extension Conformance {
    /// Caller, path, query and `__domain` (CONTRACT 1.1 to 1.4).
    @Suite struct Routing {
        @Test(arguments: CallerTable.known)
        func keyIsAcceptedAndNotForwarded(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: CallerTable.unknown)
        func callerWithoutAKeyIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: CallerTable.connections)
        func connectionThatCannotBeUsedIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.kept)
        func pathIsKept(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.decoded)
        func pathEncodedAsOneSegmentIsDecodedOnce(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.escaped)
        func rawByteIsEscaped(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.dots)
        func dotSegmentIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.controls)
        func controlInThePathIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: PathTable.sdks)
        func requestOfAnSDKArrivesAsMeant(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: QueryTable.kept)
        func queryIsKeptByteForByte(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: QueryTable.removed)
        func domainParameterIsTakenOut(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: QueryTable.credential)
        func credentialInTheQueryIsOurs(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: DomainTable.own)
        func ownHostMayBeNamed(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: DomainTable.notAllowed)
        func hostThatIsNotAllowedGetsNothing(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: DomainTable.invalid)
        func domainThatIsNoHostIsRefused(_ entry: ConformanceCase) throws { try Conformance.run(entry) }

        @Test(arguments: DomainTable.disguised)
        func disguisedAddressGetsNothing(_ entry: ConformanceCase) throws { try Conformance.run(entry) }
    }
}
