//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// What operations may cost, from the member `microbench` of a file.
struct Thresholds: Decodable {
    struct Threshold: Decodable {
        let allocations: Double
        /// On a machine of today; what is compared is a multiple of it.
        let nanoseconds: Double
    }

    let microbench: [String: Threshold]

    init(file: String) throws {
        self = try JSONDecoder().decode(Thresholds.self, from: Data(contentsOf: URL(filePath: file)))
    }

    /// What a measurement exceeds, in words; one without a threshold exceeds it, and so does a threshold without one.
    func complaints(about measurements: [Measurement], timesWithin factor: Double?) -> [String] {
        let missing = Set(self.microbench.keys).subtracting(measurements.map(\.name)).sorted()
        return missing.map { "\($0): was not measured" }
            + measurements.flatMap { measurement in
                guard let threshold = self.microbench[measurement.name] else {
                    return ["\(measurement.name): has no threshold"]
                }
                return threshold.complaints(about: measurement, timesWithin: factor)
            }
    }
}

extension Thresholds.Threshold {
    fileprivate func complaints(about measurement: Measurement, timesWithin factor: Double?) -> [String] {
        var complaints: [String] = []
        if let allocations = measurement.allocations, allocations > self.allocations {
            complaints.append("\(measurement.name): \(allocations) allocations, at most \(self.allocations)")
        }
        if let factor = factor, measurement.nanoseconds > self.nanoseconds * factor {
            complaints.append(
                "\(measurement.name): \(Int(measurement.nanoseconds)) ns, at most \(Int(self.nanoseconds * factor))")
        }
        return complaints
    }
}
