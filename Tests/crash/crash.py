# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Ends the program between any two steps of refreshing tokens, over and over, and looks what is lost.

Every run starts the program under load with failpoints set, lets it be killed by one of them or by a SIGKILL at a random
moment, starts it again and uses every connection. Half of the accounts are at a vendor whose refresh tokens may be used
again until their successor is used; half at one that revokes everything at a second use. What must hold:

 1. The first half loses no connection.
 2. The second half loses none whose answer the program had noted, which is the first thing that it does with it. What
    is lost between an answer's last byte and that is counted: the program is stopped before it is killed, and the kernel
    asked whether it has read the answer.
 3. The vendor never sees two token requests of one account at once.
 4. No request goes out with an older token after one with a newer token was answered.
 5. No answer that was received is left unread.
"""

import argparse
import asyncio
import pathlib
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter

from program import Program, request
from token_vendor import TokenVendor

# As in Sources/ControlPlane/Refresh/Failpoint.swift.
POINTS = """claim.before claim.written claim.done prepare.before prepare.done request.before request.failed answer.read
answer.sealed answer.noted answer.written answer.committed settle.before settle.opened settle.applied settle.row-written
settle.lease-written settle.closed settle.committed shards.before shards.told backoff.written replay.before
replay.opened replay.done recover.before recover.done""".split()
RECOVERY = [point for point in POINTS if point.split(".")[0] in ("claim", "recover", "replay", "settle")]
WINDOW = {"answer.read", "answer.sealed"}


class Harness:
    def __init__(self, options, folder):
        self.random = random.Random(options.seed)
        self.options, self.folder = options, folder
        self.violations = []
        self.count = Counter()
        self.ids = {}

    async def prepare(self):
        self.vendor = await TokenVendor(life=1.0, seed=self.options.seed).start()
        self.program = Program(self.folder / "data", self.vendor.port, self.folder / "log")
        assert await self.program.start()
        self.key = await self.program.command("keys", "create")
        for number in range(self.options.connections):
            name = f"account{number}"
            status, made = await request(
                self.program.port, "POST", "/unified/connection", self.key, {
                    "integration_type": "generic", "auth": self.auth(name, number % 2 == 1)})
            assert status == 200, made
            self.ids[name] = made["id"]
        await self.program.kill()

    def auth(self, name, is_strict):
        access, refresh = self.vendor.consent(name, is_strict)
        return {
            "api_url": self.vendor.url("/api"), "token_url": self.vendor.url("/token"), "access_token": access,
            "refresh_token": refresh, "client_id": "app", "client_secret": "canary-credential-app",
            "expires_in": int(self.vendor.life)}

    # One run

    async def run(self, number):
        failpoint = self.failpoint()
        self.vendor.failure_share = self.random.choice([0, 0, 0.2])
        before = {name: list(account.issued) for name, account in self.vendor.accounts.items()}
        await self.crash(failpoint)
        open_attempts = self.open_attempts()
        # What comes up after a crash may be ended as well.
        while self.random.random() < 0.3:
            await self.crash(self.failpoint(RECOVERY))
            open_attempts |= self.open_attempts()
        self.vendor.failure_share = 0
        self.vendor.is_frozen = False
        assert await self.program.start(), "the program does not start again"
        await asyncio.gather(*[self.verify(name, open_attempts, before, failpoint) for name in self.ids])
        await self.program.kill()
        self.check_at_rest(number, failpoint)

    async def crash(self, failpoint):
        """Starts the program and sees it end."""
        for account in self.vendor.accounts.values():
            if self.random.random() < 0.5:
                account.revoked_access = account.issued[-1]
        self.vendor.is_frozen = False
        if await self.program.start(failpoint):
            await self.load(self.random.uniform(0.05, self.options.load))
        was_hit = self.program.is_stopped() or self.program.process.returncode is not None
        # Those that were ended at once cannot be looked at any more.
        self.unread = await self.program.freeze(self.vendor) if self.program.process.returncode is None else None
        await self.program.kill()
        self.count["ended by a failpoint" if was_hit else "killed at random"] += 1

    def failpoint(self, points=POINTS):
        if self.random.random() < 0.25:
            return None
        chosen = self.random.sample(points, 1 if self.random.random() < 0.7 else 2)
        modes = ["stop"] * 7 + ["crash", "pause", "error"]
        return ",".join(f"{point}:{self.random.choice([1, 1, 2, 5])}:{self.random.choice(modes)}" for point in chosen)

    async def load(self, seconds):
        """Requests on all connections until the time is over or the program is gone."""
        end = time.monotonic() + seconds

        def is_over():
            return time.monotonic() > end or self.program.process.returncode is not None or self.program.is_stopped()

        async def worker():
            while not is_over():
                name = self.random.choice(list(self.ids))
                account = self.vendor.accounts[name]
                if self.random.random() < 0.05:
                    account.revoked_access = account.issued[-1]
                status, body = await self.use(name)
                if status == 0:
                    await asyncio.sleep(0.005)

        workers = [asyncio.create_task(worker()) for _ in range(self.options.workers)]
        while not is_over():
            await asyncio.sleep(0.002)
        # What waits for a program that has stopped would wait for long.
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    async def use(self, name):
        account = self.vendor.accounts[name]
        floor = account.newest_seen
        status, body = await request(
            self.program.port, "GET", f"/passthrough/{self.ids[name]}/ping", self.key, fields=[("X-Floor", floor)],
            timeout=10)
        self.count[f"answered {status}"] += 1
        if status == 200:
            account.newest_seen = max(account.newest_seen, body["serial"])
        return status, body

    # After the crash

    def database(self):
        return sqlite3.connect(f"file:{self.folder}/data/passthrough.db?mode=ro", uri=True)

    def open_attempts(self):
        """The connections of which a request was under way whose answer was neither noted nor committed."""
        noted = {line.split(" ")[0] for line in (self.folder / "data/answers").read_text().splitlines()
                 if line.endswith(" end")}
        with self.database() as database:
            return {connection for connection, attempt in database.execute(
                "SELECT connection, id FROM refresh_attempts WHERE state IN ('started', 'unanswered')")
                    if attempt not in noted}

    async def verify(self, name, open_attempts, before, failpoint):
        """Uses the connection after its token has ended, until it is answered or given up."""
        account = self.vendor.accounts[name]
        account.revoked_access = account.issued[-1]
        end = time.monotonic() + 20
        while time.monotonic() < end:
            status, body = await self.use(name)
            if status == 200:
                return
            if status == 401 and (body or {}).get("code") == "connection_unauthorized":
                return await self.lost(name, open_attempts, before, failpoint)
            # The vendor was busy before the crash: it is left alone for a moment.
            await asyncio.sleep(0.1)
        self.violations.append(f"{name}: not answered within 20 s (last {status})")

    async def lost(self, name, open_attempts, before, failpoint):
        account = self.vendor.accounts[name]
        issued = [serial for serial in account.issued if serial not in before[name]]
        if not account.is_strict:
            self.violations.append(f"{name}: lost, at a vendor with a reuse window")
        elif self.ids[name] not in open_attempts:
            self.violations.append(f"{name}: lost, though its last answer was noted")
        elif any(serial in account.sent for serial in issued):
            self.count["strict: lost " + self.moment(account, issued, failpoint)] += 1
        else:
            self.count["strict: lost before the answer had been sent"] += 1
        status, _ = await request(
            self.program.port, "PATCH", f"/unified/connection/{self.ids[name]}", self.key,
            {"auth": self.auth(name, account.is_strict)})
        if status != 200 or (await self.use(name))[0] != 200:
            self.violations.append(f"{name}: fresh credentials do not mend it")

    def moment(self, account, issued, failpoint):
        """How far the answer had come that was lost."""
        if failpoint and any(item.split(":")[0] in WINDOW for item in failpoint.split(",")):
            return "after it was read, by a failpoint set there"
        if self.unread is None:
            return "after it was sent, by a crash that could not be looked at"
        if any(account.sent.get(serial) in self.unread for serial in issued):
            return "after it was sent, before the program read it"
        return "after the program read it, before it was noted"

    def check_at_rest(self, number, failpoint):
        with self.database() as database:
            left = database.execute("SELECT COUNT(*) FROM refresh_attempts WHERE state = 'received'").fetchone()[0]
            if left:
                self.violations.append(f"{left} answers left unread")
            if number % 50 == 0 and database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                self.violations.append("the database is damaged")
        self.violations += self.vendor.violations
        self.vendor.violations = []
        if self.violations:
            raise AssertionError(
                f"run {number}, seed {self.options.seed}, failpoint {failpoint}: " + "; ".join(self.violations))


async def crash(options, folder):
    harness = Harness(options, folder)
    await harness.prepare()
    started = time.monotonic()
    try:
        for number in range(1, options.runs + 1):
            await harness.run(number)
            if options.seconds and time.monotonic() - started > options.seconds:
                break
            if number % 25 == 0:
                print(f"{number} runs, {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    finally:
        await harness.program.kill()
    harness.count["runs"] = number
    harness.count["token requests"] = harness.vendor.token_requests
    return harness.count


def options(arguments=None):
    parser = argparse.ArgumentParser(prog="scripts/crash", description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=0, help="ends after so long, whatever --runs says")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--workers", type=int, default=6)
    parser.add_argument("--load", type=float, default=0.8, help="seconds under load, at most")
    parsed = parser.parse_args(arguments)
    parsed.seed = random.randrange(1 << 32) if parsed.seed is None else parsed.seed
    return parsed


def main():
    parsed = options()
    print(f"seed {parsed.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        try:
            count = asyncio.run(crash(parsed, pathlib.Path(folder)))
        except AssertionError as violation:
            log = pathlib.Path(folder, "log").read_text(errors="replace").splitlines()
            print("\n".join(log[-30:]), file=sys.stderr)
            sys.exit(f"VIOLATED: {violation}")
    for name, value in sorted(count.items()):
        print(f"{value:8} {name}")


if __name__ == "__main__":
    main()
