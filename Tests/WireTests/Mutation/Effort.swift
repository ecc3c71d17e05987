//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

/// How much the seeded tests do: all of it in release, a taste in debug, where each step costs fifty times as much.
enum Effort {
    static func rounds(_ rounds: Int) -> Int {
        #if DEBUG
            rounds / 50
        #else
            rounds
        #endif
    }
}
