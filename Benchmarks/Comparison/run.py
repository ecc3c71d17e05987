# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A run: groups of suites, in rounds, with the order of the targets rotated."""

import argparse
import dataclasses
import pathlib
import shutil
import sys
import time

import machine
import programs
from figures import Figures
from stage import Stage, Vendors
from suites import Suite, Turn, all_suites
from targets import BUSY, DIRECT, OURS, Passthrough, Target, peers
from trouble import Trouble
from work import Work

_WARM_UP = 0.5


@dataclasses.dataclass
class Targets:
    """Who takes part, by name (the vendor alone has no target), and who does not, and why."""

    present: dict[str, Target | None]
    absent: dict[str, str]

    @staticmethod
    def find(options: argparse.Namespace) -> "Targets":
        chosen = options.targets.split(",") if options.targets else [peer.name for peer in peers()]
        unknown = set(chosen) - {peer.name for peer in peers()}
        if unknown:
            raise Trouble(f"there is no peer {', '.join(sorted(unknown))}")
        found = Targets({DIRECT: None}, {})
        for peer in peers():
            if peer.name not in chosen:
                found.absent[peer.name] = "not asked for"
            elif peer.found() is None:
                found.absent[peer.name] = f"not found: {peer.how_to_get}"
                _say(f"{peer.name} is not found, going on without it. To get it: {peer.how_to_get}")
            else:
                found.present[peer.name] = peer
        found._add_ours(options)
        return found

    def _add_ours(self, options: argparse.Namespace) -> None:
        root = pathlib.Path(__file__).parents[2]
        binary = (options.binary or root / ".build/release/passthrough").absolute()
        ours = Passthrough(OURS, str(binary), (), "swift build -c release")
        if ours.found() is None:
            raise Trouble(f"there is no {binary}: {ours.how_to_get}, or --binary")
        self.present[OURS] = ours
        if options.busy_poll and ours.knows("--busy-poll"):
            self.present[BUSY] = dataclasses.replace(ours, name=BUSY, more=("--busy-poll",))
        elif options.busy_poll:
            _say(f"{binary.name} serve does not know --busy-poll: going on without it")

    def versions(self) -> dict[str, str]:
        return {name: one.version() for name, one in self.present.items() if one is not None and name != BUSY}


class Run:
    def __init__(self, options: argparse.Namespace, directory: pathlib.Path):
        self.options, self.figures = options, Figures()
        self.troubles: list[str] = []
        self._spoilt: set[tuple[str, str]] = set()
        self.targets = Targets.find(options)
        self._programs = programs.compile_all(directory)
        self._work = Work(directory)
        self._vendors = Vendors.start(self._programs["vendor"], self._work)
        self._began = time.monotonic()

    def all(self) -> dict:
        chosen = [suite for suite in all_suites() if suite.name in self.options.suite]
        for group in dict.fromkeys(suite.group for suite in chosen):
            self._group([suite for suite in chosen if suite.group == group])
        return {
            "machine": machine.facts(),
            "versions": self.targets.versions(),
            "absent": self.targets.absent,
            "how": {"rounds": self.options.rounds, "seconds": self.options.seconds},
            "troubles": self.troubles,
            "figures": self.figures.kept,
        }

    def _group(self, suites: list[Suite]) -> None:
        stages = {suite.setting: Stage(self._work, self._vendors, suite.setting) for suite in suites}
        names = list(self.targets.present)
        try:
            for turn in range(-1, self.options.rounds):
                at = turn % len(names)
                for suite in self._due(suites, turn):
                    for name in names[at:] + names[:at]:
                        if suite.takes(name):
                            self._take(stages[suite.setting], suite, name, turn)
        finally:
            for stage in stages.values():
                stage.close()

    @staticmethod
    def _due(suites: list[Suite], turn: int) -> list[Suite]:
        """Before the first round one suite warms up the processes that are kept."""
        if turn < 0:
            return [suite for suite in suites if not suite.fresh][:1]
        return [suite for suite in suites if turn < 3 or not suite.steady]

    def _take(self, stage: Stage, suite: Suite, name: str, turn: int) -> None:
        if (suite.name, name) in self._spoilt:
            return
        self._progress(suite, name, turn)
        machine.wait_until_quiet(self.options.quiet)
        seconds = self.options.seconds if turn >= 0 else min(_WARM_UP, self.options.seconds)
        target = self.targets.present[name]
        try:
            with stage.running(target, fresh=suite.fresh, checked=not suite.first) as running:
                measured = suite.measure(
                    Turn(self._work, self._programs, running, seconds, self.options.idle_channels)
                )
        except Trouble as trouble:
            # The others' figures stay good; this target's in this suite are none, and the run has failed.
            self._spoilt.add((suite.name, name))
            self.troubles.append(f"{suite.name}, {name}{suite.suffix}: {trouble}")
            _say(f"\nerror: {self.troubles[-1]}")
            self.figures.drop(suite.name, name + suite.suffix)
            return
        if turn >= 0:
            self.figures.add(suite.name, name + suite.suffix, turn, measured)

    def _progress(self, suite: Suite, name: str, turn: int) -> None:
        passed = f"{time.monotonic() - self._began:.0f} s"
        round_ = f"round {turn + 1}/{self.options.rounds}" if turn >= 0 else "warming up"
        line = f"[{passed}] {round_}: {suite.name}, {name}{suite.suffix}"
        if sys.stderr.isatty():
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{line[:width]:<{width}}", end="", file=sys.stderr, flush=True)
        else:
            _say(line)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
