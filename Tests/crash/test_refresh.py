# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The short forms of `scripts/crash` and of the stampede."""

import asyncio

import pytest
from crash import crash, options
from stampede import allow_descriptors, stampede


def test_nothing_is_lost_when_the_program_is_killed(tmp_path):
    parsed = options(["--runs", "40", "--seconds", "45"])
    print(f"seed {parsed.seed}")
    count = asyncio.run(crash(parsed, tmp_path))
    # Too few would prove nothing.
    assert count["runs"] >= 10
    assert count["answered 200"] > 100


@pytest.mark.parametrize("refused", [False, True])
def test_ten_thousand_requests_on_one_ended_token_ask_for_one(tmp_path, refused):
    requests = min(10_000, allow_descriptors() // 2 - 500)
    statuses, tokens, peak, violations = asyncio.run(stampede(tmp_path, requests, refused))
    assert statuses == {200: requests}
    assert tokens == 1
    assert violations == []
    assert peak < 400 << 20


def test_a_failpoint_of_no_name_does_not_start(tmp_path):
    from program import Program

    async def start():
        return await Program(tmp_path / "data", 1, tmp_path / "log").start("claim.befor")

    assert asyncio.run(start()) is False
    assert "names no failpoint" in (tmp_path / "log").read_text()
