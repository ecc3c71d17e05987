# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""From exec to the first answer of a vendor, with many connections in the store."""

import random
import statistics
import time

from .load import Channel
from .program import Failure, Installation, Server, connection_id, request
from .report import Report
from .vendor import Vendors

CONNECTIONS, ROUNDS = 100_000, 9


def run(options):
    count = CONNECTIONS // 10 if options.quick else CONNECTIONS
    with Vendors([("127.0.0.1", None)]) as vendors:
        place = "127.0.0.1:%d" % vendors.ports[0]
        connections = ((connection_id(number), "http://" + place) for number in range(count))
        with Installation(connections) as installation:
            chosen = random.Random(7).choices(range(count), k=ROUNDS)
            # The first start of all migrates and reads from disk; it is not one of the rounds.
            first, *times = [to_first_answer(installation, place, number) for number in (0, *chosen)]
    found = Report("Start: from exec to the first answer, %d connections in the store" % count)
    found.at_most("median of %d starts" % ROUNDS, statistics.median(times), 150, "ms")
    found.tell("fastest", min(times), "ms")
    found.tell("slowest", max(times), "ms")
    found.tell("the very first", first, "ms")
    return found


def to_first_answer(installation, place, number):
    message = request(connection_id(number))
    with Server(installation, "--allow-upstream", place, waits=False) as server:
        channel = Channel(server.wait_until_listening())
        try:
            channel.send(message, None, 0)
            channel.socket.setblocking(True)
            status = None
            while status is None:
                status = channel.receive()
            if status != 200:
                raise Failure("the first answer has status %d" % status)
            return (time.perf_counter() - server.started) * 1000
        finally:
            channel.socket.close()
