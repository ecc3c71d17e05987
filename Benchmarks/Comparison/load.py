# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The load: what is asked, by which program, and what came of it."""

import dataclasses
import pathlib
import signal
import subprocess
import time

from processes import pinned_to
from trouble import Trouble


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """Where requests go, and what makes them good ones: a proxy, or the vendor itself."""

    port: int
    prefix: str
    host: str
    token: str
    tls: bool = False

    def path(self, size: int) -> str:
        return f"{self.prefix}/bytes/{size}"


@dataclasses.dataclass(frozen=True)
class Throughput:
    requests: int
    seconds: float
    bytes: int
    refused: int
    broken: int


@dataclasses.dataclass(frozen=True)
class Latency:
    """Percentiles in microseconds."""

    answered: int
    bad: int
    counted: int
    p50: float
    p90: float
    p99: float
    p999: float


def throughput(endpoint: Endpoint, size: int, seconds: float, *, body=0, channels=64, threads=1, cores=None):
    """Runs wrk: every channel always busy."""
    script = pathlib.Path(__file__).parent / "programs" / "wrk.lua"
    scheme = "https" if endpoint.tls else "http"
    fields = [f"Host: {endpoint.host}", f"Authorization: Bearer {endpoint.token}", "Accept: application/json"]
    command = ["wrk", "-t", str(threads), "-c", str(channels), "-d", "600s", "--timeout", "10s", "-s", str(script)]
    command += [word for field in fields for word in ("-H", field)]
    command += [f"{scheme}://127.0.0.1:{endpoint.port}{endpoint.path(size)}", "--", str(body)]
    # wrk knows whole seconds only; an interrupt ends it early, with its figures.
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=pinned_to(cores)
    )
    try:
        time.sleep(seconds)
        child.send_signal(signal.SIGINT)
        output, _ = child.communicate(timeout=15)
    except subprocess.TimeoutExpired:
        raise Trouble("wrk does not end: the server answers nothing") from None
    finally:
        child.kill()
        child.wait()
    sums = [line.split()[1:] for line in output.splitlines() if line.startswith("sums ")]
    if not sums:
        raise Trouble(f"wrk failed: {output.strip()}")
    requests, microseconds, received, refused, broken = map(int, sums[0])
    return Throughput(requests, microseconds / 1e6, received, refused, broken)


def latency(program: pathlib.Path, endpoint: Endpoint, size: int, seconds: float, *, rate, channels, cores) -> Latency:
    words = [program, endpoint.port, channels, rate, seconds, endpoint.path(size), endpoint.host, endpoint.token]
    try:
        done = subprocess.run(
            [str(word) for word in words],
            capture_output=True, text=True, timeout=seconds + 15, preexec_fn=pinned_to(cores),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Trouble("the latency program does not end") from None
    if done.returncode != 0:
        raise Trouble(f"the latency program failed: {done.stderr.strip()}")
    counts, percentiles = done.stdout.split()[:3], done.stdout.split()[3:]
    return Latency(*map(int, counts), *map(float, percentiles))


class IdleChannels:
    """Keep-alive channels that have been answered once and then wait."""

    def __init__(self, program: pathlib.Path, endpoint: Endpoint, size: int, count: int, cores):
        self.count = count
        words = [program, endpoint.port, count, endpoint.path(size), endpoint.host, endpoint.token]
        self._child = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=pinned_to(cores),
        )  # fmt: skip
        # Every read of the program is bounded, so this is too.
        if self._child.stdout.readline().strip() != str(count):
            _, reason = self._child.communicate()
            raise Trouble(f"{count} idle channels could not be had: {reason.strip()}")

    def ask_again(self) -> int:
        """How many of the channels answer another request."""
        self._child.stdin.write("\n")
        self._child.stdin.flush()
        return int(self._child.stdout.readline() or 0)

    def close(self) -> None:
        self._child.stdin.close()
        self._child.stdout.close()
        self._child.stderr.close()
        self._child.wait(30)
