# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What is measured: each suite takes one target's turn in one round and gives figures."""

import collections.abc
import dataclasses
import http.client
import pathlib
import time

import load
from machine import resident_kib, thread_seconds
from stage import Running
from targets import BUSY, DIRECT, OURS, Setting
from trouble import Trouble
from work import Work

LARGE = 10_000_000
SMALL = 1_000


@dataclasses.dataclass(frozen=True)
class Turn:
    """What a suite measures with."""

    work: Work
    programs: dict[str, pathlib.Path]
    running: Running
    seconds: float
    idle_channels: int

    @property
    def process(self) -> int | None:
        return self.running.process.id if self.running.process else None


@dataclasses.dataclass(frozen=True)
class Suite:
    name: str
    title: str
    setting: Setting
    measure: collections.abc.Callable[[Turn], dict[str, float]]
    # Suites of a group take turns inside its rounds; what another group has started is ended before.
    group: str
    # Passthrough alone; the vendor without a proxy too; the busy-polling server too.
    alone: bool = False
    direct: bool = False
    busy: bool = False
    # In a process of its own for each turn, and not asked anything before.
    fresh: bool = False
    first: bool = False
    # More than three rounds tell nothing more.
    steady: bool = False
    # Told apart from another suite of this name by what follows the target's.
    suffix: str = ""

    def takes(self, name: str) -> bool:
        if name == DIRECT:
            return self.direct
        if name == BUSY:
            return self.busy
        return name == OURS or not self.alone


def all_suites() -> list[Suite]:
    plain, tls = Setting(), Setting(tls=True)
    one, two = Setting(threads=1, pinned=False), Setting(threads=2, pinned=False)
    get, post, big = throughput(SMALL), throughput(SMALL, body=10_000), throughput(LARGE, channels=8)
    return [
        Suite("get", "GET 1 kB", plain, get, "plain", direct=True),
        Suite("post", "POST 10 kB", plain, post, "plain", direct=True),
        Suite("big", "10 MB bodies", plain, big, "plain", direct=True),
        Suite("one", "One request at a time", plain, latency(0, channels=1), "plain", direct=True, busy=True),
        Suite("rate", "4,000 requests/s", plain, latency(4000, channels=16), "plain", direct=True, busy=True),
        Suite("tls-get", "GET 1 kB, TLS to the vendor", tls, get, "tls", direct=True),
        Suite("tls-post", "POST 10 kB, TLS to the vendor", tls, post, "tls", direct=True),
        Suite("tls-big", "10 MB bodies, TLS to the vendor", tls, big, "tls", direct=True),
        Suite("free", "GET 1 kB, both cores for all", two, get, "free", direct=True),
        Suite("shards", "Shards", one, shards, "shards", alone=True, fresh=True, suffix=", 1 shard"),
        Suite("shards", "Shards", two, shards, "shards", alone=True, fresh=True, suffix=", 2 shards"),
        Suite("start", "Memory from the start on", plain, start, "memory", fresh=True, first=True, steady=True),
        Suite("idle", "Idle channels", plain, idle, "memory", fresh=True, steady=True),
    ]


def throughput(size: int, body: int = 0, channels: int = 64):
    def measure(turn: Turn) -> dict[str, float]:
        return _loaded(turn, size, body, channels, load_threads=1 if turn.running.setting.pinned else 2)

    return measure


def _loaded(turn: Turn, size: int, body: int, channels: int, load_threads: int) -> dict[str, float]:
    """A run of wrk, and what it cost the proxy."""
    before = thread_seconds(turn.process) if turn.process else {}
    began = time.monotonic()
    done = load.throughput(
        turn.running.endpoint, size, turn.seconds,
        body=body, channels=channels, threads=load_threads, cores=turn.running.setting.load_cores,
    )  # fmt: skip
    passed = time.monotonic() - began
    after = thread_seconds(turn.process) if turn.process else {}
    # Of large bodies a short run may see none to its end.
    _require_good(turn, done.requests or done.bytes, done.refused + done.broken)
    spent = {thread: seconds - before.get(thread, 0) for thread, seconds in after.items()}
    figures = {"rate": done.requests / done.seconds, "megabytes": done.bytes / done.seconds / 1e6}
    if turn.process:
        seconds = sum(spent.values())
        figures["cpu"] = seconds / max(1, done.requests) * 1e6
        figures["cpu_per_gb"] = seconds / (done.bytes / 1e9)
        figures["busy"] = seconds / passed * 100
        figures["busiest"] = max(spent.values()) / max(1, done.requests) * 1e6
    return figures


def shards(turn: Turn) -> dict[str, float]:
    """CPU time of the busiest shard for each request: what a shard with a core of its own would be held to.

    The load needs about as much CPU time as the proxy, so on two cores two shards never have a core each; what they
    take from each other (locks, caches, an uneven share of channels) shows in this figure all the same.
    """
    return _loaded(turn, SMALL, 0, 64, load_threads=1)


def latency(rate: int, channels: int):
    def measure(turn: Turn) -> dict[str, float]:
        cores = turn.running.setting.load_cores
        before = sum(thread_seconds(turn.process).values()) if turn.process else 0
        done = load.latency(
            turn.programs["latency"], turn.running.endpoint, SMALL, turn.seconds,
            rate=rate, channels=channels, cores=cores,
        )  # fmt: skip
        _require_good(turn, done.answered, done.bad)
        if done.counted < 0.9 * rate * turn.seconds:
            raise Trouble(f"only {done.counted} requests could be asked of {turn.running.name} at {rate}/s")
        figures = {"p50": done.p50, "p90": done.p90, "p99": done.p99, "p99.9": done.p999}
        if turn.process:
            figures["cpu"] = (sum(thread_seconds(turn.process).values()) - before) / done.answered * 1e6
        return figures

    return measure


def start(turn: Turn) -> dict[str, float]:
    """Memory when nothing has been asked yet, and after one request to each connection."""
    time.sleep(0.5)
    figures = {"start": resident_kib(turn.process) / 1024}
    channel = http.client.HTTPConnection("127.0.0.1", turn.running.endpoint.port, timeout=10)
    fields = {"Host": turn.running.endpoint.host, "Authorization": f"Bearer {turn.work.key}"}
    for connection in turn.work.connections:
        channel.request("GET", f"/passthrough/{connection.id}/bytes/{SMALL}", headers=fields)
        answer = channel.getresponse()
        if answer.status != 200 or len(answer.read()) != SMALL:
            raise Trouble(f"{turn.running.name} does not answer for connection {connection.id}")
    channel.close()
    time.sleep(0.5)
    return {**figures, "served": resident_kib(turn.process) / 1024}


def idle(turn: Turn) -> dict[str, float]:
    """Memory that each idle keep-alive channel adds, and whether each still answers."""
    program, endpoint, cores = turn.programs["idle"], turn.running.endpoint, turn.running.setting.load_cores
    # What the first channels load and allocate for all that follow is not theirs.
    warm = load.IdleChannels(program, endpoint, SMALL, 20, cores)
    warm.close()
    time.sleep(0.3)
    before = resident_kib(turn.process)
    held = load.IdleChannels(program, endpoint, SMALL, turn.idle_channels, cores)
    try:
        time.sleep(1)
        grown = resident_kib(turn.process) - before
        answered = held.ask_again()
    finally:
        held.close()
    if answered != held.count:
        raise Trouble(f"{turn.running.name}: {answered} of {held.count} idle channels answered")
    return {"kib": grown / held.count, "channels": held.count, "answered": answered}


def _require_good(turn: Turn, good: int, bad: int) -> None:
    if turn.running.process:
        turn.running.process.require_running()
    if good == 0 or bad > 0:
        raise Trouble(f"{turn.running.name} answered {good} requests well and {bad} not")
