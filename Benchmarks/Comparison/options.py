# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The command line of `scripts/bench`."""

import argparse
import pathlib

from suites import all_suites

_EXAMPLES = """\
examples:
  scripts/bench --quick                          everything once, in less than a minute
  scripts/bench --markdown docs/performance.md   the whole comparison, written into the page's tables
  scripts/bench --suite get,post --rounds 9      two suites, more rounds
  scripts/bench --suite one,rate --busy-poll     latency, with a server that polls
  scripts/bench --json run.json                  all figures of all rounds
  scripts/bench --from run.json --markdown -     the tables of a run that was kept
  ENVOY=/opt/envoy/bin/envoy scripts/bench       Envoy from there; so for NGINX, HAPROXY and CADDY

suites:
"""


def read(words: list[str]) -> argparse.Namespace:
    """The options, with what `--quick` implies."""
    parser = _parser()
    options = parser.parse_args(words)
    known = list(dict.fromkeys(suite.name for suite in all_suites()))
    options.suite = options.suite.split(",") if options.suite else known
    for name in options.suite:
        if name not in known:
            parser.error(f"there is no suite {name}; there are {', '.join(known)}")
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.seconds = options.seconds or (0.3 if options.quick else 2)
    options.idle_channels = options.idle_channels or (1000 if options.quick else 10_000)
    return options


def _parser() -> argparse.ArgumentParser:
    titles = {suite.name: suite.title for suite in all_suites()}
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Compares Passthrough with nginx, HAProxy, Envoy and Caddy doing the same work.",
        epilog=_EXAMPLES + "\n".join(f"  {name:<12}{title}" for name, title in titles.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--suite", metavar="NAMES", help="suites, separated by commas (default: all)")
    add("--targets", metavar="NAMES", help="peers, separated by commas (default: all that are found)")
    add("--rounds", type=_positive(int), metavar="N", help="interleaved rounds (default: 5)")
    add("--seconds", type=_positive(float), metavar="S", help="of each measurement (default: 2)")
    add("--quick", action="store_true", help="one short round, 1,000 idle channels: no figures to quote")
    add("--idle-channels", type=_positive(int), metavar="N", help="of the suite idle (default: 10000)")
    add("--busy-poll", action="store_true", help="also a server that is started with --busy-poll")
    add("--quiet", type=float, default=0, metavar="S", help="wait up to so long for a quiet machine before each turn")
    add("--binary", type=pathlib.Path, metavar="FILE", help="the server (default: .build/release/passthrough)")
    add("--markdown", metavar="FILE", help="write the tables; between a page's marks if it has them; - to print")
    add("--json", metavar="FILE", help="write every figure of every round; - to print")
    add("--scenarios", type=pathlib.Path, metavar="FILE", action="append", default=[],
        help="also show the targets of a `scripts/scenarios --json FILE`; repeatable")  # fmt: skip
    add("--from", dest="kept", type=pathlib.Path, metavar="FILE", help="measure nothing: take the figures of a --json")
    add("--work", type=pathlib.Path, metavar="DIR", help="keep configurations and logs here (default: temporary)")
    return parser


def _positive(kind):
    def read(text: str):
        value = kind(text)
        if value <= 0:
            raise ValueError(text)
        return value

    read.__name__ = "number above 0"
    return read
