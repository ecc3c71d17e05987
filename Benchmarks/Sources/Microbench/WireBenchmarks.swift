//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import Wire

extension Benchmark {
    /// The codec: bytes to meaning.
    static var wire: [Benchmark] {
        [
            requestHead("request head", Messages.request),
            requestHead("short request head", Messages.shortRequest),
            Benchmark(name: "response head") { times in
                let message = Messages.response
                var parser = ResponseHeadParser()
                var sum = 0
                for _ in 0..<times {
                    guard case .complete(let head) = parser.parse(message.span, toHead: false) else {
                        throw BenchmarkFailure.refused("response head")
                    }
                    sum &+= head.end
                }
                return sum
            },
            Benchmark(name: "body of five chunks") { times in
                let chunks = Messages.chunks
                var sum = 0
                for _ in 0..<times {
                    var scanner = BodyScanner(.chunked)
                    let scan = scanner.scan(chunks.span, from: 0)
                    guard scanner.hasEnded, scan.refusal == nil else { throw BenchmarkFailure.refused("chunks") }
                    sum &+= scan.taken
                }
                return sum
            },
        ]
    }

    private static func requestHead(_ name: String, _ message: [UInt8]) -> Benchmark {
        Benchmark(name: name) { times in
            var parser = RequestHeadParser()
            var sum = 0
            for _ in 0..<times {
                guard case .complete(let head) = parser.parse(message.span) else {
                    throw BenchmarkFailure.refused(name)
                }
                sum &+= head.end
            }
            return sum
        }
    }
}
