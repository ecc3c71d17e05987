# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Allocations of the real server for a request, counted by a library that is preloaded into it.

In steady state: the difference between two counts, so that nothing of the start is in it, and the least of several
batches, so that little of what runs on a timer is. No clock and no other process can change the figure.
"""

import json
import pathlib
import shutil
import tempfile
import time

from .certificates import Authority
from .load import Caller
from .program import BENCHMARKS, Failure, Installation, Preloaded, Server, connection_id, request
from .report import Report
from .vendor import Vendors

THRESHOLDS = BENCHMARKS / "thresholds.json"
BATCHES, REQUESTS, CHANNELS = 5, 1000, 4
ALLOCATIONS = 0
# Seconds after which records have left their shard and are in the store: each takes half a second at most.
LOG_IS_WRITTEN = 1.3
HIT, TLS_HIT = connection_id(0), connection_id(1 << 40)


class Counted:
    """A server whose allocations are counted, called by a few channels."""

    def __init__(self, caller, counts):
        self.caller = caller
        self.counts = counts

    def each(self, messages):
        """Allocations a request while `messages` are sent.

        The log of the calls before is written first: that is done beside requests, in batches, and would be counted too.
        """
        time.sleep(LOG_IS_WRITTEN)
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
    """Allocations a request, by what is requested; the names are those of thresholds.json.

    Without openssl there is no vendor that speaks TLS, and nothing is said of it.
    """
    strangers = [connection_id(number) for number in range(1, 1 + (BATCHES + 1) * REQUESTS)]
    with tempfile.TemporaryDirectory() as folder:
        listeners, options = [("127.0.0.1", None)], []
        if shutil.which("openssl"):
            authority = Authority(pathlib.Path(folder))
            listeners.append(("127.0.0.1", authority.issue("vendor", ["127.0.0.1"])))
            options = ["--upstream-ca", authority.path]
        with Vendors(listeners, certificates=folder) as vendors:
            plain, *secure = ["127.0.0.1:%d" % port for port in vendors.ports]
            for place in (plain, *secure):
                options += ["--allow-upstream", place]
            connections = [(each, "http://" + plain) for each in (HIT, *strangers)]
            connections += [(TLS_HIT, "https://" + place) for place in secure]
            with Installation(connections) as installation:
                return measured_on(installation, options, strangers, bool(secure))


def measured_on(installation, options, strangers, is_secure):
    library = Preloaded(installation, BENCHMARKS / "Allocations/allocations.c", "PASSTHROUGH_ALLOCATIONS")
    with Server(installation, "--threads", "1", *options, preload=[library]) as server, \
            Caller(server.port, CHANNELS) as caller:
        counted = Counted(caller, library)
        costs = {
            "hit, GET 1 kB": counted.least(request(HIT)),
            "hit, POST 10 kB": counted.least(request(HIT, "bytes/100", body=b"x" * 10_000)),
            # What SDKs of some languages send.
            "hit, path encoded": counted.least(request(HIT, "bytes%2F1000")),
        }
        batches = [strangers[start:start + REQUESTS] for start in range(0, len(strangers), REQUESTS)]
        costs["miss, GET 1 kB"] = min([counted.each([request(each) for each in batch]) for batch in batches][1:])
        if is_secure:
            costs["hit, GET 1 kB, TLS vendor"] = counted.least(request(TLS_HIT))
        return costs


def thresholds():
    return json.loads(THRESHOLDS.read_text())["allocations a request"]


def run(_):
    report = Report("Allocations a request")
    costs = measure()
    for name, cost in costs.items():
        report.at_most(name, cost, thresholds()[name])
    return report
