# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The figures of all rounds, and what is made of them."""

import statistics


class Figures:
    """A figure has a suite, a target, a name and a round; what a turn did not give is missing everywhere."""

    def __init__(self, kept: dict | None = None):
        # suite → target → figure → round (text, as JSON has it) → value
        self.kept: dict[str, dict[str, dict[str, dict[str, float]]]] = kept or {}

    def add(self, suite: str, target: str, turn: int, figures: dict[str, float]) -> None:
        of_target = self.kept.setdefault(suite, {}).setdefault(target, {})
        for name, value in figures.items():
            of_target.setdefault(name, {})[str(turn)] = value

    def drop(self, suite: str, target: str) -> None:
        """Forgets what a target gave in a suite; that it took part stays known."""
        self.kept.setdefault(suite, {})[target] = {}

    def has(self, suite: str, target: str) -> bool:
        return bool(self._rounds(suite, target))

    def median(self, suite: str, target: str, name: str) -> float | None:
        return _median(self._turns(suite, target, name).values())

    def least(self, suite: str, target: str, name: str) -> float | None:
        """Noise only adds to what a request costs, so the least round is the steadiest."""
        return min(self._turns(suite, target, name).values(), default=None)

    def ratio(self, suite: str, target: str, other: str, name: str) -> float | None:
        """The median of the ratios inside a round."""
        ours, theirs = self._turns(suite, target, name), self._turns(suite, other, name)
        return _median(ours[turn] / theirs[turn] for turn in ours if theirs.get(turn))

    def added(self, suite: str, target: str, name: str, base: str) -> float | None:
        """The median of what is added inside a round to what `base` takes."""
        ours, theirs = self._turns(suite, target, name), self._turns(suite, base, name)
        return _median(ours[turn] - theirs[turn] for turn in ours if turn in theirs)

    def _rounds(self, suite: str, target: str) -> dict:
        return self.kept.get(suite, {}).get(target, {})

    def _turns(self, suite: str, target: str, name: str) -> dict[str, float]:
        return self._rounds(suite, target).get(name, {})


def _median(values) -> float | None:
    values = list(values)
    return statistics.median(values) if values else None
