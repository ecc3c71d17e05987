# Passthrough
# SPDX-License-Identifier: Apache-2.0

import argparse
import importlib
import json
import os
import resource
import signal
import sys

from .program import PROGRAM, Failure

SCENARIOS = {
    "allocations": "allocations of the server for a request, hit and miss",
    "long-tail": "1,000 vendor hosts over TLS, Zipf traffic: how many requests find an open channel",
    "black-hole": "one vendor of ten hangs: what the others notice",
    "cold-misses": "10,000 requests at once for what is not in the cache",
    "start": "from exec to the first answer with 100,000 connections in the store",
    "memory": "resident memory and look-ups with 1,000,000 connections in the store (minutes)",
}

MOST_SECONDS = 300


def give_up(*_):
    raise Failure("it takes longer than %d s" % MOST_SECONDS)


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/scenarios", formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Runs scenarios against the real program (PASSTHROUGH_BINARY, or the release build) on loopback,\n"
        "prints a table of each and exits with 1 when a target is missed.",
        epilog="scenarios:\n" + "\n".join("  %-12s %s" % each for each in SCENARIOS.items()))
    parser.add_argument("names", nargs="+", choices=[*SCENARIOS, "all"], metavar="NAME", help="or `all`")
    parser.add_argument("--json", metavar="FILE", help="writes the results as JSON too")
    parser.add_argument("--quick", action="store_true", help="a tenth of the work: to see that it runs")
    options = parser.parse_args()
    if not os.access(PROGRAM, os.X_OK):
        sys.exit("error: no program at %s: swift build -c release" % PROGRAM)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGALRM, give_up)
    reports = []
    for name in SCENARIOS if "all" in options.names else options.names:
        scenario = importlib.import_module("." + name.replace("-", "_"), __package__)
        signal.alarm(MOST_SECONDS)
        try:
            reports.append(scenario.run(options))
        except Failure as failure:
            sys.exit("error: %s: %s" % (name, failure))
        signal.alarm(0)
        print(reports[-1].markdown(), end="\n\n", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump([report.document() for report in reports], file, indent=2)
    sys.exit(0 if all(report.met for report in reports) else 1)


if __name__ == "__main__":
    main()
