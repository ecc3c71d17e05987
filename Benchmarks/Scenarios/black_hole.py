# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""One vendor of ten hangs, in one of two ways: what the callers of the nine others notice.

Rounds with and without the hanging vendor alternate, with the same requests at the same rate: in the rounds without
it the tenth connection leads to a vendor that answers and closes its channel, so that its requests are dialled one by
one as those of a vendor that hangs are. The p99 of rounds that followed each other are compared, and
the median of these ratios is what counts.
"""

import socket
import statistics

from .load import Caller
from .program import Installation, Server, connection_id, request
from .report import Report, percentile
from .vendor import Vendors

ROUNDS, RATE, CONNECTIONS = 15, 1000, 10
# Requests of a round: the first ones, in whose time the channels of the round before are closed, are not looked at.
SETTLING, MEASURED = 100, 1000
HEALTHY, SILENT, UNREACHED = "healthy", "silent", "unreached"
OTHERS, TENTH, SETTLERS = "others", "tenth", "settlers"


class FullListener:
    """Accepts nothing and has no room for more: whoever dials it waits for an answer to SYN."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            channel = socket.socket()
            channel.setblocking(False)
            channel.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(channel)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for channel in (*self.waiting, self.listener):
            channel.close()


def run(options):
    rounds = 2 if options.quick else ROUNDS
    one = [("127.0.0.1", None)]
    with Vendors(one * (CONNECTIONS - 1)) as vendors, Vendors(one, closes=True) as closing, \
            Vendors(one, hung=True) as silent, FullListener() as full:
        ports = [*vendors.ports, *closing.ports, *silent.ports, full.port]
        places = ["127.0.0.1:%d" % port for port in ports]
        connections = [(connection_id(index), "http://" + place) for index, place in enumerate(places)]
        tenths = dict(zip((HEALTHY, SILENT, UNREACHED), range(CONNECTIONS - 1, CONNECTIONS + 2)))
        with Installation(connections) as installation:
            allowed = [part for place in places for part in ("--allow-upstream", place)]
            # One loop: every connection shares it with the one that hangs.
            with Server(installation, "--threads", "1", *allowed) as server:
                p99s, statuses = measure(server, tenths, rounds)
    found = Report("Black hole: one vendor of ten hangs, %d requests/s" % RATE)
    for kind in tenths:
        wrong = sum(count for status, count in statuses[kind].items() if status != 200)
        found.exactly("others' errors, tenth %s" % kind, wrong, 0)
    for kind in tenths:
        found.tell("others' p99, tenth %s" % kind, statistics.median(p99s[kind]), "ms")
    for kind in (SILENT, UNREACHED):
        ratio = statistics.median(hanging / usual for hanging, usual in zip(p99s[kind], p99s[HEALTHY]))
        found.at_most("others' p99, tenth %s, to healthy" % kind, ratio, 1.10, "×")
    return found


def measure(server, tenths, rounds):
    """The others' p99 of each round and their statuses, by what the tenth vendor does."""
    p99s, statuses = {kind: [] for kind in tenths}, {kind: {} for kind in tenths}
    others = [(request(connection_id(index)), OTHERS) for index in range(CONNECTIONS - 1)]
    warm_up(server, [*others, (request(connection_id(tenths[HEALTHY])), TENTH)])
    for number in range(rounds):
        kinds = list(tenths)
        for kind in kinds[number % 3:] + kinds[:number % 3]:
            outcome = one_round(server, others, request(connection_id(tenths[kind])))
            p99s[kind].append(percentile(outcome.all(OTHERS), 99))
            for status, count in outcome.statuses[OTHERS].items():
                statuses[kind][status] = statuses[kind].get(status, 0) + count
    return p99s, statuses


def warm_up(server, messages):
    with Caller(server.port, 16) as caller:
        caller.run(messages * 200)


def one_round(server, others, tenth):
    """The tenth's callers give up when the others were all answered."""
    messages = [(tenth, TENTH) if index % CONNECTIONS == 0 else others[index % CONNECTIONS - 1]
                for index in range(SETTLING + MEASURED)]
    for index, (message, tag) in enumerate(messages[:SETTLING]):
        messages[index] = (message, SETTLERS if tag == OTHERS else tag)
    # One for each request that may hang is open beforehand: opening it would count as latency.
    with Caller(server.port, 16 + len(messages) // CONNECTIONS) as caller:
        return caller.run(messages, rate=RATE, most=len(messages), awaited={OTHERS, SETTLERS}, patience=5)
