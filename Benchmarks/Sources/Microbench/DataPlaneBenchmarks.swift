//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Model
import Wire

extension Benchmark {
    /// What a shard does with a head on a hit.
    static func dataPlane() throws -> [Benchmark] {
        let account = try SampleAccount()
        return [
            try self.route(),
            Benchmark(name: "cache hit among 1,000") { try account.lookUp($0) },
            try self.requestRewrite(account),
            try self.responseRewrite("response rewrite", Messages.response, account),
            try self.responseRewrite("response rewrite, a cookie", Messages.cookieResponse, account),
        ]
    }

    private static func route() throws -> Benchmark {
        var parser = RequestHeadParser()
        guard case .complete(let head) = parser.parse(Messages.request.span) else {
            throw BenchmarkFailure.refused("route")
        }
        return Benchmark(name: "route and target") { [parser] times in
            let message = Messages.request
            var sum = 0
            for _ in 0..<times {
                guard case .passthrough(_?, let rest, let query) = Route.read(message.span, head.target),
                    case .success(let target) = PassthroughTarget.read(
                        message.span, rest: rest, query: query, section: parser.section)
                else { throw BenchmarkFailure.refused("route") }
                sum &+= target.domain == nil ? 1 : 0
            }
            return sum
        }
    }

    private static func requestRewrite(_ account: SampleAccount) throws -> Benchmark {
        var parser = RequestHeadParser()
        let message = Messages.request
        guard case .complete(let head) = parser.parse(message.span),
            case .passthrough(_, let rest, let query) = Route.read(message.span, head.target),
            case .success(let target) = PassthroughTarget.read(
                message.span, rest: rest, query: query, section: parser.section)
        else { throw BenchmarkFailure.refused("request rewrite") }
        let connection = account.connection
        return Benchmark(name: "request rewrite") { [parser] times in
            let output = OutputBuffer(capacity: 4096)
            var sum = 0
            for _ in 0..<times {
                output.clear()
                RequestRewriter(connection: connection, destination: connection.destination, target: target)
                    .write(message.span, head, parser.section, into: output)
                sum &+= output.count
            }
            return sum
        }
    }

    private static func responseRewrite(
        _ name: String, _ message: [UInt8], _ account: SampleAccount
    ) throws -> Benchmark {
        var parser = ResponseHeadParser()
        guard case .complete(let head) = parser.parse(message.span, toHead: false) else {
            throw BenchmarkFailure.refused(name)
        }
        let connection = account.connection
        return Benchmark(name: name) { [parser] times in
            let output = OutputBuffer(capacity: 4096)
            var sum = 0
            for number in 0..<times {
                output.clear()
                ResponseRewriter(
                    origin: .vendor(connection, connection.destination),
                    requestID: RequestID(shard: 0x0123_4567_89AB_CDEF, number: UInt32(truncatingIfNeeded: number))
                ).write(message.span, head, parser.section, into: output)
                sum &+= output.count
            }
            return sum
        }
    }
}
