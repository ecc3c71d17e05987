# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What a scenario found, beside what it should have found."""

from dataclasses import asdict, dataclass, field


@dataclass
class Row:
    what: str
    value: float
    unit: str
    target: str  # empty for what is only reported
    met: bool


@dataclass
class Report:
    title: str
    rows: list = field(default_factory=list)

    def tell(self, what, value, unit=""):
        self.rows.append(Row(what, value, unit, "", True))

    def at_most(self, what, value, limit, unit=""):
        self.rows.append(Row(what, value, unit, "≤ %g" % limit, value <= limit))

    def at_least(self, what, value, limit, unit=""):
        self.rows.append(Row(what, value, unit, "≥ %g" % limit, value >= limit))

    def exactly(self, what, value, wanted, unit=""):
        self.rows.append(Row(what, value, unit, "= %g" % wanted, value == wanted))

    @property
    def met(self):
        return all(row.met for row in self.rows)

    def markdown(self):
        lines = ["### " + self.title, "", "| what | measured | target | |", "| --- | ---: | --- | --- |"]
        for row in self.rows:
            verdict = "" if not row.target else "met" if row.met else "**missed**"
            value = "%d" % row.value if row.value == int(row.value) else "%.2f" % row.value
            measured = " ".join(part for part in (value, row.unit) if part)
            lines.append("| %s | %s | %s | %s |" % (row.what, measured, row.target, verdict))
        return "\n".join(lines)

    def document(self):
        return {"title": self.title, "met": self.met, "rows": [asdict(row) for row in self.rows]}


def percentile(values, percent):
    """The smallest of `values` that so many percent of them do not exceed; zero of none."""
    ordered = sorted(values)
    if not ordered:
        return 0
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
