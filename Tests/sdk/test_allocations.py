# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""How often the server allocates for a request, held against Benchmarks/thresholds.json.

A count and no time, so a busy machine cannot change it.
"""

import platform
import sys

import pytest

from conftest import ROOT

sys.path.append(str(ROOT / "Benchmarks"))

from Scenarios import allocations  # noqa: E402

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="allocations are counted with glibc only")


@pytest.fixture(scope="module")
def costs():
    return allocations.measure()


@pytest.mark.parametrize("what", allocations.thresholds())
def test_no_more_than_the_threshold(costs, what):
    if what not in costs:
        pytest.skip("no openssl to make a vendor that speaks TLS")
    assert costs[what] <= allocations.thresholds()[what]


def test_what_is_measured_has_a_threshold(costs):
    assert costs.keys() <= allocations.thresholds().keys()
    assert len(costs) >= 4


def test_what_allocates_is_seen(costs):
    """A miss reads the store, in many allocations; a count that stood still would pass every threshold."""
    assert costs["miss, GET 1 kB"] > 20
