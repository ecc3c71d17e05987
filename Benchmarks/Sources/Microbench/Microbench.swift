//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// Measures what the hit path is made of, and fails when a threshold is exceeded.
@main
struct Microbench {
    static let usage = """
        usage: microbench THRESHOLDS [--times [FACTOR]] [--seconds SECONDS]

        Nanoseconds and allocations of each operation, as a Markdown table. Fails when an operation allocates more
        often than the file THRESHOLDS says; with --times also when it takes FACTOR (3) times as long as it says.
        Each operation is measured for SECONDS (0.3).
        """

    static func main() throws {
        guard let options = Options(CommandLine.arguments.dropFirst()) else {
            print(Self.usage)
            exit(64)
        }
        let thresholds = try Thresholds(file: options.thresholds)
        let measurements = try Benchmark.all().map { try $0.measure(for: .seconds(options.seconds)) }
        print("| operation | ns | allocations |\n| --- | ---: | ---: |")
        for measurement in measurements {
            let allocations = measurement.allocations.map { String(format: "%g", $0) } ?? "not counted"
            print("| \(measurement.name) | \(String(format: "%.0f", measurement.nanoseconds)) | \(allocations) |")
        }
        let complaints = thresholds.complaints(about: measurements, timesWithin: options.factor)
        for complaint in complaints { FileHandle.standardError.write(Data("exceeded: \(complaint)\n".utf8)) }
        exit(complaints.isEmpty ? 0 : 1)
    }
}

extension Benchmark {
    static func all() throws -> [Benchmark] { try wire + dataPlane() + signing() }
}

/// The command line.
struct Options {
    var thresholds = ""
    var factor: Double?
    var seconds = 0.3

    init?(_ arguments: ArraySlice<String>) {
        var rest = arguments
        while let argument = rest.popFirst() {
            switch argument {
            case "--times":
                self.factor = 3
                if let factor = rest.first.flatMap(Double.init) {
                    self.factor = factor
                    rest.removeFirst()
                }
            case "--seconds":
                guard let seconds = rest.popFirst().flatMap(Double.init), seconds > 0 else { return nil }
                self.seconds = seconds
            default:
                guard self.thresholds.isEmpty, !argument.hasPrefix("-") else { return nil }
                self.thresholds = argument
            }
        }
        guard !self.thresholds.isEmpty else { return nil }
    }
}
