# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Many vendors, each asked seldom but for a few: how many requests find a channel that is open already.

Each vendor host is an address of its own in 127.0.0.0/8, with TLS. The second half of the requests is what counts: by
then a host that is asked at all has been asked. Vendors count the channels that they accept.
"""

import pathlib
import random
import tempfile

from .certificates import Authority
from .load import Caller
from .program import Installation, Server, connection_id, request
from .report import Report, percentile
from .vendor import Vendors

HOSTS, REQUESTS, CHANNELS, RATE = 1000, 40_000, 16, 1000
EXPONENT = 1.0
HOSTS_A_CERTIFICATE = 50


def run(options):
    hosts = HOSTS // 10 if options.quick else HOSTS
    requests = REQUESTS // 10 if options.quick else REQUESTS
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(pathlib.Path(folder))
        listeners = []
        for first in range(0, hosts, HOSTS_A_CERTIFICATE):
            addresses = ["127.1.%d.%d" % (index // 250, index % 250 + 1)
                         for index in range(first, first + HOSTS_A_CERTIFICATE)]
            name = authority.issue("vendor-%d" % first, addresses)
            listeners += [(address, name) for address in addresses]
        with Vendors(listeners, certificates=folder) as vendors:
            places = ["%s:%d" % (listener[0], port) for listener, port in zip(listeners, vendors.ports)]
            connections = [(connection_id(index), "https://" + place) for index, place in enumerate(places)]
            with Installation(connections) as installation:
                allowed = [part for place in places for part in ("--allow-upstream", place)]
                with Server(installation, "--upstream-ca", authority.path, *allowed) as server:
                    return report(server, vendors, hosts, requests)


def report(server, vendors, hosts, requests):
    messages = [(request(connection_id(index)), None) for index in range(hosts)]
    weights = [1 / (rank + 1) ** EXPONENT for rank in range(hosts)]
    traffic = random.Random(7).choices(messages, weights, k=requests)
    half = requests // 2
    with Caller(server.port, CHANNELS) as caller:
        first = caller.run(traffic[:half], rate=RATE, most=4 * CHANNELS)
        between = vendors.ask()
        second = caller.run(traffic[half:], rate=RATE, most=4 * CHANNELS)
        after = vendors.ask()
    found = Report("Long tail: %d vendor hosts over TLS, Zipf %g, %d requests/s" % (hosts, EXPONENT, RATE))
    answered = first.answered + second.answered
    found.exactly("answered, of %d" % requests, answered, requests)
    accepted = after["accepted"] - between["accepted"]
    served = after["requests"] - between["requests"]
    found.tell("reuse, first half: every host is new", 100 * (1 - between["accepted"] / between["requests"]), "%")
    found.at_least("reuse, second half", 100 * (1 - accepted / max(1, served)), 95, "%")
    found.tell("channels accepted in all", after["accepted"])
    for percent in (50, 99):
        found.tell("p%d, second half" % percent, percentile(second.all(), percent), "ms")
    found.tell("resident memory at the end", server.resident_mebibytes(), "MiB")
    return found
