# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Allocations of the real server for a request, counted by a library that is preloaded into it.

In steady state: the difference between two counts, so that nothing of the start is in it, and the least of several
batches, so that little of what runs on a timer is. No clock and no other process can change the figure.
"""

import json

from .load import Caller
from .program import BENCHMARKS, Failure, Installation, Preloaded, Server, connection_id, request
from .report import Report
from .vendor import Vendors

THRESHOLDS = BENCHMARKS / "thresholds.json"
BATCHES, REQUESTS, CHANNELS = 5, 1000, 4
ALLOCATIONS = 0


class Counted:
    """A server whose allocations are counted, called by a few channels."""

    def __init__(self, caller, counts):
        self.caller = caller
        self.counts = counts

    def each(self, messages):
        """Allocations a request while `messages` are sent."""
        before = self.counts[ALLOCATIONS]
        outcome = self.caller.run([(message, None) for message in messages])
        after = self.counts[ALLOCATIONS]
        if outcome.answered != len(messages):
            raise Failure("not all were answered: %s" % outcome.statuses)
        return (after - before) / len(messages)

    def least(self, message):
        self.each([message] * REQUESTS)
        return min(self.each([message] * REQUESTS) for _ in range(BATCHES))


def measure():
    """Allocations a request, by what is requested; the names are those of thresholds.json."""
    with Vendors([("127.0.0.1", None)]) as vendors:
        place = "127.0.0.1:%d" % vendors.ports[0]
        ids = [connection_id(number) for number in range(1 + (BATCHES + 1) * REQUESTS)]
        with Installation((each, "http://" + place) for each in ids) as installation:
            library = Preloaded(
                installation, BENCHMARKS / "Allocations/allocations.c", "PASSTHROUGH_ALLOCATIONS")
            options = ("--threads", "1", "--allow-upstream", place)
            with Server(installation, *options, preload=[library]) as server, Caller(server.port, CHANNELS) as caller:
                return measured(Counted(caller, library), ids)


def measured(counted, ids):
    hit, strangers = ids[0], ids[1:]
    costs = {
        "hit, GET 1 kB": counted.least(request(hit)),
        "hit, POST 10 kB": counted.least(request(hit, "bytes/100", body=b"x" * 10_000)),
        # What SDKs of some languages send.
        "hit, path encoded": counted.least(request(hit, "bytes%2F1000")),
    }
    batches = [strangers[start:start + REQUESTS] for start in range(0, len(strangers), REQUESTS)]
    misses = [counted.each([request(each) for each in batch]) for batch in batches]
    costs["miss, GET 1 kB"] = min(misses[1:])
    return costs


def thresholds():
    return json.loads(THRESHOLDS.read_text())["allocations a request"]


def run(_):
    report = Report("Allocations a request")
    costs = measure()
    for name, most in thresholds().items():
        report.at_most(name, costs[name], most)
    return report
