//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import DataPlane
import Synchronization
import TestSupport
import Testing

/// Names are resolved on threads, of which there are few.
@Suite(.timeLimit(.minutes(1)))
struct NameServiceTests {
    /// A name whose servers say nothing, asked for by many, delays nobody who asks for another one.
    @Test
    func aNameThatHangsHoldsOneThread() throws {
        let gate = Gate()
        let looked = Mutex<[String]>([])
        let names = NameService { host, port in
            looked.withLock { $0.append(host) }
            if host == "silent.example" { gate.wait(until: .usual) }
            return [port].compactMap { try? ShardBench.loopback($0) }
        }
        let answers = Mutex<[String: Int]>([:])
        let ask = { (host: String) in
            names.resolve(host: host, port: 1) { addresses in
                answers.withLock { $0[host, default: 0] += addresses.count }
            }
        }
        for _ in 0..<1_000 { ask("silent.example") }
        for number in 0..<50 { ask("\(number).example") }

        #expect(eventually { answers.withLock { $0.count } == 50 })
        gate.open()
        #expect(eventually { answers.withLock { $0["silent.example"] } == 1_000 })
        #expect(looked.withLock { $0.count } == 51)
    }
}
