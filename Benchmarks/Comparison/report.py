# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A run as Markdown: the targets, then every suite, then what it ran on."""

import pathlib

from figures import Figures
from goals import rows
from suites import all_suites
from targets import DIRECT

BEGIN, END = "<!-- Written by scripts/bench: begin -->", "<!-- Written by scripts/bench: end -->"

_ORDER = [DIRECT, "nginx", "haproxy", "envoy", "caddy"]


def markdown(run: dict) -> str:
    figures = Figures(run["figures"])
    parts = [_conditions(run), _table(["target", "wanted", "measured", "met"], _goals(figures, run))]
    seen = set()
    for suite in all_suites():
        if suite.name in run["figures"] and suite.name not in seen:
            seen.add(suite.name)
            parts.append(f"### {suite.title}\n\n" + _suite(figures, suite.name, run["absent"]))
    if run["troubles"]:
        parts.append("### What went wrong\n\n" + "\n".join(f"* {brief(text)}" for text in run["troubles"]))
    return "\n\n".join(parts) + "\n"


def brief(trouble: str) -> str:
    """The first line says what, the last one of a program's output says why."""
    lines = trouble.splitlines()
    return lines[0] if len(lines) == 1 else f"{lines[0]} {lines[-1]}"


def write(path: pathlib.Path, text: str) -> None:
    """Between the marks of a page that has them; otherwise the whole file."""
    page = path.read_text(encoding="utf-8") if path.exists() else ""
    if BEGIN in page and END in page:
        text = page[: page.index(BEGIN)] + f"{BEGIN}\n\n{text}\n" + page[page.index(END) :]
    path.write_text(text, encoding="utf-8")


def _conditions(run: dict) -> str:
    machine, how = run["machine"], run["how"]
    versions = ", ".join(run["versions"].values())
    absent = "".join(f" Not run: {name} ({why})." for name, why in run["absent"].items())
    return (
        f"{machine['date']}, {machine['processor']}, {machine['kernel']}, {machine['system']}. {versions}.{absent}\n\n"
        f"Interleaved rounds: {how['rounds']}, of {how['seconds']:g} s. Ratios are medians of those inside a round."
    )


def _goals(figures: Figures, run: dict) -> list[list[str]]:
    word = {True: "yes", False: "**no**", None: "–"}
    return [[row.what, row.wanted, row.measured, word[row.met]] for row in rows(figures, run["scenarios"])]


def _suite(figures: Figures, suite: str, absent: dict[str, str]) -> str:
    columns = _columns(figures, suite)
    body = []
    for target in _ordered([*figures.kept[suite], *(() if suite == "shards" else absent)]):
        if figures.has(suite, target):
            body.append([target, *(_text(read(target), digits) for _, digits, read in columns)])
        else:
            body.append([target, *["not run" if target in absent else "failed"] * len(columns)])
    return _table(["", *(title for title, _, _ in columns)], body)


def _ordered(targets: list[str]) -> list[str]:
    return sorted(dict.fromkeys(targets), key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))


def _columns(figures: Figures, suite: str):
    """Each a title, the digits after the point, and how it is read for a target."""

    def median(name):
        return lambda target: figures.median(suite, target, name)

    def least(name):
        return lambda target: figures.least(suite, target, name)

    def to_nginx(name):
        return lambda target: figures.ratio(suite, target, "nginx", name)

    def added(name):
        return lambda target: None if target == DIRECT else figures.added(suite, target, name, DIRECT)

    if suite in ("one", "rate"):
        parts = ("p50", "p90", "p99", "p99.9")
        return (
            [(f"{part}, µs", 0, median(part)) for part in parts]
            + [(f"{part} added", 0, added(part)) for part in ("p50", "p99")]
            + [("CPU µs a request", 1, least("cpu"))]
        )
    if suite in ("big", "tls-big"):
        cost = [("CPU s a GB", 3, median("cpu_per_gb")), ("least", 3, least("cpu_per_gb"))]
        return [("MB/s", 0, median("megabytes")), ("× nginx", 2, to_nginx("megabytes")), *cost]
    if suite == "start":
        return [("at the start, MiB", 1, median("start")), ("1,000 connections served, MiB", 1, median("served"))]
    if suite == "idle":
        counts = [("channels", 0, median("channels")), ("answered afterwards", 0, median("answered"))]
        return [("KiB a channel", 2, median("kib")), *counts]
    rates = [("requests/s", 0, median("rate")), ("× nginx", 2, to_nginx("rate"))]
    cost = [("CPU µs a request, least", 1, least("cpu")), ("median", 1, median("cpu"))]
    if suite == "shards":
        return [rates[0], *cost, ("busiest shard, least", 1, least("busiest"))]
    return [*rates, *cost, ("busy, % of a core", 0, median("busy"))]


def _text(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def _table(head: list[str], body: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
