//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// The raw-socket suites: one server and one vendor, one case at a time.
///
/// What each case demands is said in `docs/conformance.md`.
@Suite(.serialized)
struct Conformance {
    /// Runs one case and reports every discrepancy.
    static func run(_ entry: ConformanceCase, _ delivery: Delivery = .whole) throws {
        var run = CaseRun(entry, on: try Rig.shared())
        let complaints = try run.complaints(delivery)
        #expect(complaints.isEmpty, "\(entry.name): \(complaints.joined(separator: "\n  "))")
    }
}
