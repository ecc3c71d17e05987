//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// One measured thing under one name, as `GET /metrics` shows it.
package struct Metric: Sendable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    package struct Sample: Sendable {
        /// Stands behind the metric's name: of a histogram `_bucket`, `_sum` and `_count`, else nothing.
        package var suffix = ""
        package var labels: [(name: String, value: String)] = []
        package var value: Double

        package init(_ value: Double, _ labels: [(name: String, value: String)] = [], suffix: String = "") {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    /// Letters, digits and underscores; of a counter it ends with `_total`.
    package var name: String
    package var kind: Kind
    package var help: String
    package var samples: [Sample]

    package init(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }
}
