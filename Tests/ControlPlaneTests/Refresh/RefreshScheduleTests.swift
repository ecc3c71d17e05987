//
// Passthrough
// SPDX-License-Identifier: Apache-2.0
//

import ControlPlane
import Model
import Testing

@Suite
struct RefreshScheduleTests {
    private let schedule = RefreshSchedule()

    private func auth(expiry: Int64?, life: Int64? = nil) -> ConnectionAuth {
        var auth = ConnectionAuth()
        auth.refreshToken = Secret("r")
        auth.expiryDate = expiry.map { Timestamp(milliseconds: $0) }
        auth.expiresIn = life
        return auth
    }

    @Test(
        arguments: [
            // A fifth of the life, five minutes at most; five minutes when the life is unknown.
            (life: 3_600, margin: 300_000), (life: 1_500, margin: 300_000), (life: 1_000, margin: 200_000),
            (life: 5, margin: 1_000), (life: nil, margin: 300_000), (life: 0, margin: 300_000),
            (life: -1, margin: 300_000), (life: .max, margin: 300_000),
        ] as [(life: Int64?, margin: Int64)])
    func theMarginIsAFifthOfTheLife(life: Int64?, margin: Int64) {
        let auth = self.auth(expiry: 10_000_000, life: life)
        let begin = Timestamp(milliseconds: 10_000_000 - margin)

        #expect(self.schedule.state(of: auth, at: Timestamp(milliseconds: begin.milliseconds - 1)) == .valid)
        #expect(self.schedule.state(of: auth, at: begin) == .ending)
        #expect(self.schedule.state(of: auth, at: Timestamp(milliseconds: 9_999_999)) == .ending)
        #expect(self.schedule.state(of: auth, at: Timestamp(milliseconds: 10_000_000)) == .ended)
        #expect(self.schedule.refreshAt(of: auth, at: Timestamp(milliseconds: 0)) == begin)
    }

    @Test
    func extremeMomentsDoNotTrap() {
        for expiry in [Int64.min, -1, 0, 1, .max] {
            for life in [Int64.min, 0, 1, .max] {
                for now in [Int64.min, 0, .max] {
                    let auth = self.auth(expiry: expiry, life: life)
                    _ = self.schedule.state(of: auth, at: Timestamp(milliseconds: now))
                    _ = self.schedule.refreshAt(of: auth, at: Timestamp(milliseconds: now))
                }
            }
        }
    }

    @Test
    func aRefreshTokenThatDiesUnusedIsUsedADayBefore() {
        var auth = self.auth(expiry: nil)
        auth.refreshTokenExpiresDate = Timestamp(milliseconds: 200_000_000)

        #expect(
            self.schedule.refreshAt(of: auth, at: Timestamp(milliseconds: 0))
                == Timestamp(milliseconds: 200_000_000 - 86_400_000))
        // Asking over and over would not help it.
        #expect(self.schedule.refreshAt(of: auth, at: Timestamp(milliseconds: 150_000_000)) == nil)
        auth.refreshToken = nil
        #expect(self.schedule.refreshAt(of: auth, at: Timestamp(milliseconds: 0)) == nil)
    }

    @Test
    func theVendorIsLeftAloneLongerAfterEachFailure() {
        let least = (1...14).map { self.schedule.backoff(failures: $0, retryAfter: nil, random: [0, 0]) }
        let most = (1...14).map { self.schedule.backoff(failures: $0, retryAfter: nil, random: [255, 255]) }

        #expect(
            least == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000]
                + Array(repeating: 150_000, count: 5))
        #expect(
            most == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000]
                + Array(repeating: 300_000, count: 5))
        #expect(self.schedule.backoff(failures: 1, retryAfter: 60, random: []) == 60_000)
        #expect(self.schedule.backoff(failures: 1, retryAfter: .max, random: []) == 900_000)
        #expect(self.schedule.backoff(failures: 1, retryAfter: .min, random: []) == 500)
        #expect(self.schedule.backoff(failures: .max, retryAfter: nil, random: []) == 150_000)
    }
}
