# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Very many requests at once on one connection whose token has ended: one token request, all answered.

    python3 Tests/crash/stampede.py --requests 10000
"""

import argparse
import asyncio
import pathlib
import resource
import sys
import tempfile
import time
from collections import Counter

from program import Program, request
from token_vendor import TokenVendor


async def stampede(folder, requests, refused=False):
    """Counts by status, token requests, and the program's peak of resident memory in bytes."""
    # A second between the burst and the vendor's answer, so that every request has come by then.
    vendor = await TokenVendor(life=3600.0).start()
    access, refresh = vendor.consent("account", is_strict=True)
    program = Program(folder / "data", vendor.port, folder / "log")
    assert await program.start()
    try:
        key = await program.command("keys", "create")
        auth = {
            "api_url": vendor.url("/api"), "token_url": vendor.url("/token"), "access_token": access,
            "refresh_token": refresh, "client_id": "app", "client_secret": "canary-credential-app",
            "expires_in": 3600}
        if not refused:
            auth["expiry_date"] = "2024-01-01T00:00:00Z"
        status, made = await request(
            program.port, "POST", "/unified/connection", key, {"integration_type": "generic", "auth": auth})
        assert status == 200, made
        vendor.accounts["account"].revoked_access = 1
        vendor.slowest = 1.0
        path = f"/passthrough/{made['id']}/ping"
        answers = await asyncio.gather(
            *[request(program.port, "GET", path, key, timeout=60) for _ in range(requests)])
        text = pathlib.Path(f"/proc/{program.process.pid}/status").read_text()
        peak = int(text.split("VmHWM:")[1].split()[0]) * 1024
        return Counter(status for status, _ in answers), vendor.token_requests, peak, vendor.violations
    finally:
        await program.stop()
        vendor.server.close()


def allow_descriptors():
    """Both ends of every channel, here and in the program."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--refused", action="store_true", help="the vendor refuses a token that has not ended")
    parsed = parser.parse_args()
    allow_descriptors()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        statuses, tokens, peak, violations = asyncio.run(
            stampede(pathlib.Path(folder), parsed.requests, parsed.refused))
    print(f"{dict(statuses)}, {tokens} token requests, peak {peak >> 20} MiB, {time.monotonic() - started:.1f} s")
    if statuses != {200: parsed.requests} or tokens != 1 or violations:
        sys.exit("VIOLATED")


if __name__ == "__main__":
    main()
