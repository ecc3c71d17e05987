# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What is wanted beside what was measured: one row for each target of the project."""

import collections.abc
import dataclasses

from figures import Figures
from targets import BUSY, DIRECT, OURS

_BETTER = ("nginx", "haproxy")
_QUICK = ("nginx", "haproxy", "envoy")


@dataclasses.dataclass(frozen=True)
class Row:
    """`met` is missing when there is no figure."""

    what: str
    wanted: str
    measured: str
    met: bool | None


def rows(figures: Figures, scenarios: list[dict]) -> list[Row]:
    """`scenarios` is what `scripts/scenarios --json` wrote; a target that nobody has measured is named all the same."""
    made = [row for goal in _GOALS for row in goal(figures)]
    for scenario in scenarios:
        made += [_of_scenario(scenario["title"], row) for row in scenario["rows"] if row["target"]]
    titles = [scenario["title"] for scenario in scenarios]
    return made + [row for name, row in _SCENARIOS.items() if not any(title.startswith(name) for title in titles)]


def _of_scenario(title: str, row: dict) -> Row:
    measured = f"{row['value']:.2f}".removesuffix(".00") + f" {row['unit']}".rstrip()
    return Row(f"{title.split(':')[0]}: {row['what']}", row["target"], measured, row["met"])


def _against_better(figures: Figures, what: str, suite: str, wanted: float) -> Row:
    ratios = [figures.ratio(suite, OURS, peer, "rate") for peer in _BETTER]
    measured = _least(ratios)
    return _row(f"{what}: requests/s, × the better of nginx and HAProxy", measured, wanted, at_least=True)


def _cost(figures: Figures, what: str, suite: str, wanted: float) -> Row:
    ours, theirs = figures.least(suite, OURS, "cpu"), _least(figures.least(suite, peer, "cpu") for peer in _BETTER)
    measured = ours / theirs if ours and theirs else None
    return _row(f"{what}: CPU a request, × the better of nginx and HAProxy", measured, wanted)


def _throughput(figures: Figures) -> collections.abc.Iterator[Row]:
    for suite, what in (("get", "GET 1 kB"), ("post", "POST 10 kB")):
        yield _against_better(figures, what, suite, 1.15)
        yield _cost(figures, what, suite, 0.85)
    for suite, what in (("tls-get", "GET 1 kB, TLS to the vendor"), ("tls-post", "POST 10 kB, TLS to the vendor")):
        yield _cost(figures, what, suite, 0.92)
    yield _against_better(figures, "both cores free, load competing", "free", 1.0)


def _bodies(figures: Figures) -> collections.abc.Iterator[Row]:
    for suite, what, wanted in (("big", "10 MB bodies", 0.6), ("tls-big", "10 MB bodies, TLS to the vendor", 0.75)):
        measured = figures.ratio(suite, OURS, "nginx", "cpu_per_gb")
        yield _row(f"{what}: CPU s a GB, × nginx", measured, wanted)


def _latency(figures: Figures) -> collections.abc.Iterator[Row]:
    for suite, when in (("one", "one request at a time"), ("rate", "4,000 requests/s")):
        for part in ("p50", "p99"):
            yield _quicker(figures, f"{part} added, {when}", suite, part, OURS, _QUICK)
        yield _quicker(figures, f"p50 added with `--busy-poll`, {when}", suite, "p50", BUSY, ("caddy",))


def _quicker(figures: Figures, what: str, suite: str, part: str, name: str, others: tuple[str, ...]) -> Row:
    ours = figures.added(suite, name, part, DIRECT)
    theirs = {other: figures.added(suite, other, part, DIRECT) for other in others}
    theirs = {other: added for other, added in theirs.items() if added is not None}
    wanted = "lowest of nginx, HAProxy and Envoy" if len(others) > 1 else "below Caddy"
    if ours is None or not theirs:
        return Row(what, wanted, "not run", None)
    best = min(theirs, key=theirs.__getitem__)
    # A tie of the rounded figures is no lead.
    return Row(what, wanted, f"{ours:.0f} µs; {best} {theirs[best]:.0f} µs", ours < theirs[best])


def _memory(figures: Figures) -> collections.abc.Iterator[Row]:
    kib = figures.median("idle", OURS, "kib")
    channels = figures.median("idle", OURS, "channels")
    answered = f", all answer afterwards, at {channels:,.0f}" if channels else ""
    yield _row("an idle keep-alive channel, KiB" + answered, kib, 4.5)
    yield _row("resident memory at the start, MiB", figures.median("start", OURS, "start"), 20)
    yield _row("resident memory with 1,000 connections served, MiB", figures.median("start", OURS, "served"), 25)


def _shards(figures: Figures) -> collections.abc.Iterator[Row]:
    one, two = (figures.least("shards", OURS + suffix, "busiest") for suffix in (", 1 shard", ", 2 shards"))
    measured = one / two if one and two else None
    yield _row("2 shards on 2 cores, × 1 shard (by the busiest shard's CPU a request)", measured, 1.7, at_least=True)


def _row(what: str, measured: float | None, wanted: float, at_least=False) -> Row:
    text = f"{'≥' if at_least else '≤'} {wanted:g}"
    if measured is None:
        return Row(what, text, "not run", None)
    return Row(what, text, f"{measured:.2f}", measured >= wanted if at_least else measured <= wanted)


def _least(values) -> float | None:
    return min((value for value in values if value is not None), default=None)


_GOALS = (_throughput, _bodies, _latency, _memory, _shards)

# Measured by scripts/scenarios, by how the scenario's title begins.
_SCENARIOS = {
    "Allocations": Row("allocations a request in steady state on a hit", "≤ 2", "not run", None),
    "Memory": Row("resident memory with 1,000,000 connections in the store, MiB", "≤ 150", "not run", None),
    "Long tail": Row("long tail, 1,000 vendor hosts over TLS: channels reused", "≥ 95 %", "not run", None),
    "Start": Row("start to first answer, 100,000 connections in the store, ms", "≤ 150", "not run", None),
}
