# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Resident memory and the cost of a look-up, with few connections in the store and with very many."""

import random
import time

from .load import Caller
from .program import Installation, Server, connection_id, request
from .report import Report, percentile
from .vendor import Vendors

FEW, MANY, LOOKUPS = 1000, 1_000_000, 10_000


def run(options):
    many = MANY // 10 if options.quick else MANY
    found = Report("Memory: %d random look-ups among %d and %d connections" % (LOOKUPS, FEW, many))
    with Vendors([("127.0.0.1", None)]) as vendors:
        place = "127.0.0.1:%d" % vendors.ports[0]
        few = measure(found, place, FEW, limit=25)
        more = measure(found, place, many, limit=150)
    found.at_most("look-up p50 among %d, to among %d" % (many, FEW), more / few, 1.5, "×")
    return found


def measure(found, place, count, limit):
    """Tells what `count` connections cost; the answer is the median of a request that looks one up, in ms."""
    began = time.monotonic()
    connections = ((connection_id(number), "http://" + place) for number in range(count))
    with Installation(connections) as installation:
        found.tell("%d connections: import" % count, time.monotonic() - began, "s")
        with Server(installation, "--threads", "1", "--allow-upstream", place) as server, \
                Caller(server.port, 1) as caller:
            # The port listens a moment before what only the start needed is given back.
            time.sleep(1)
            found.at_most("%d connections: resident at start" % count, server.resident_mebibytes(), 20, "MiB")
            caller.run([(request(connection_id(0)), None)] * 100)
            chosen = random.Random(7).sample(range(count), min(count, LOOKUPS))
            outcome = caller.run([(request(connection_id(number)), None) for number in chosen], patience=120)
            found.exactly("%d connections: look-ups answered" % count, outcome.answered, len(chosen))
            found.at_most("%d connections: resident after them" % count, server.resident_mebibytes(), limit, "MiB")
    latency = percentile(outcome.all(), 50)
    found.tell("%d connections: look-up p50" % count, latency, "ms")
    return latency
