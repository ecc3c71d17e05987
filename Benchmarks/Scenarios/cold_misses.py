# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Requests for what the server has not in its cache: 10,000 at once for one connection, then for 10,000 others.

A preloaded library counts the reads of the store, and makes the one of the first part last so long that all wait for
it. Meanwhile other callers ask for a connection that is in the cache: a loop that waited for the store would keep them
waiting too.
"""

import multiprocessing
import resource
import time
from pathlib import Path

from .load import Caller, Outcome
from .program import Failure, Installation, Preloaded, Server, connection_id, request
from .report import Report, percentile
from .vendor import Vendors

AT_ONCE, HIT_RATE, MISS_RATE, SLOW_READ = 10_000, 500, 1500, 3.0
READS, DELAY = 0, 1


def run(options):
    count = AT_ONCE // 10 if options.quick else AT_ONCE
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 2 * count:
        raise Failure("needs %d file descriptors: ulimit -n" % (2 * count))
    with Vendors([("127.0.0.1", None)]) as vendors:
        place = "127.0.0.1:%d" % vendors.ports[0]
        connections = ((connection_id(number), "http://" + place) for number in range(count + 2))
        with Installation(connections) as installation:
            reads = Preloaded(
                installation, Path(__file__).with_name("store_reads.c"), "PASSTHROUGH_STORE_READS", ["-ldl"])
            options = ("--threads", "1", "--allow-upstream", place)
            with Server(installation, *options, preload=[reads]) as server:
                found = Report(
                    "Cold misses: %d at once for one connection, then %d others at %d/s" % (count, count, MISS_RATE))
                with Hits(server) as hits:
                    time.sleep(2)
                    usual = hits.end()
                found.tell("hits' p99 without misses", percentile(usual.all(), 99), "ms")
                one_connection(found, server, reads, count)
                as_many_connections(found, server, reads, count)
                return found


def one_connection(found, server, reads, count):
    """The store takes seconds to answer; meanwhile all ask for the same."""
    messages = [(request(connection_id(1)), None)] * count
    with Hits(server) as hits, Caller(server.port, count) as caller:
        before, reads[DELAY] = reads[READS], int(SLOW_READ * 1e6)
        outcome = caller.run(messages, patience=60)
        reads[DELAY] = 0
        meanwhile = hits.end()
    found.exactly("one connection: reads of the store", reads[READS] - before, 1)
    statuses = outcome.statuses[None]
    found.exactly("one connection: answered", sum(n for status, n in statuses.items() if status > 0), count)
    # A vendor is dialled only so many times at once.
    for status, answers in sorted(statuses.items()):
        found.tell("one connection: answered with %d" % status, answers)
    found.at_most(
        "hits' slowest while the store takes %g s" % SLOW_READ, max(meanwhile.all()) / 1000, SLOW_READ / 2, "s")
    found.exactly("hits not answered meanwhile", meanwhile.unanswered, 0)


def as_many_connections(found, server, reads, count):
    messages = [(request(connection_id(2 + number)), None) for number in range(count)]
    with Hits(server) as hits, Caller(server.port, 64) as caller:
        before = reads[READS]
        outcome = caller.run(messages, rate=MISS_RATE, most=count)
        meanwhile = hits.end()
    found.exactly("%d connections: reads of the store" % count, reads[READS] - before, count)
    found.exactly("%d connections: answered with 200" % count, outcome.answered, count)
    found.tell("hits' p99 meanwhile", percentile(meanwhile.all(), 99), "ms")
    found.exactly("hits not answered meanwhile", meanwhile.unanswered, 0)


class Hits:
    """Callers of a cached connection, in a process of their own."""

    def __init__(self, server):
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=ask_for_hits, args=(server.port, theirs))
        self.process.start()
        theirs.close()
        self.pipe.recv()  # they have begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.join()
        self.pipe.close()

    def end(self):
        """What they got until now."""
        self.pipe.send("enough")
        return self.pipe.recv()


def ask_for_hits(port, pipe):
    message, outcome = (request(connection_id(0)), None), Outcome()
    with Caller(port, 8) as caller:
        caller.run([message] * 200)
        pipe.send("begun")
        while not pipe.poll():
            outcome.merge(caller.run([message] * (HIT_RATE // 10), rate=HIT_RATE))
    pipe.send(outcome)
