# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Compares Passthrough with other proxies on the same work; see `scripts/bench --help`."""

import json
import pathlib
import signal
import sys
import tempfile

import goals
import machine
import options
import processes
import report
from figures import Figures
from run import Run
from trouble import Trouble


def main(words: list[str]) -> int:
    chosen = options.read(words)
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        scenarios = [scenario for path in chosen.scenarios for scenario in _read(path)]
        run = _read(chosen.kept) if chosen.kept else _measure(chosen)
        run["scenarios"] = scenarios or run.get("scenarios", [])
        _write(chosen, run)
    except Trouble as trouble:
        print(f"\nerror: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    for text in run["troubles"]:
        print(f"error: {report.brief(text)}", file=sys.stderr)
    return 1 if run["troubles"] else 0


def _read(path: pathlib.Path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Trouble(f"{path} cannot be read: {error}") from None


def _measure(chosen) -> dict:
    machine.require_linux_with_two_cores()
    machine.raise_file_limit()
    with tempfile.TemporaryDirectory(prefix="passthrough-bench-") as temporary:
        directory = (chosen.work or pathlib.Path(temporary)).absolute()
        directory.mkdir(parents=True, exist_ok=True)
        try:
            return Run(chosen, directory).all()
        finally:
            processes.stop_all()


def _write(chosen, run: dict) -> None:
    if chosen.json:
        _put(chosen.json, json.dumps({**run, "targets": _targets(run)}, indent=1, ensure_ascii=False) + "\n")
    if chosen.markdown:
        _put(chosen.markdown, report.markdown(run))
    if not chosen.markdown and not chosen.json:
        print(report.markdown(run))


def _targets(run: dict) -> list[dict]:
    return [vars(row) for row in goals.rows(Figures(run["figures"]), run["scenarios"])]


def _put(place: str, text: str) -> None:
    if place == "-":
        print(text)
    else:
        report.write(pathlib.Path(place), text)


def _interrupted(*_) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
