# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/vendors.md, as a reader would paste them; before the other tests, for the data is fresh then."""

import os
import re
import subprocess

import pytest

from passthrough import PROGRAM, ROOT


def commands(section):
    """The shell lines of a section of the page."""
    page = (ROOT / "docs/vendors.md").read_text()
    [lines] = re.findall(rf"^## {section}\n+```sh\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    return lines


@pytest.mark.parametrize("section, answers", [
    ("Redmine", ['"name":"Küche"', '"subject":"水漏れ"', '"total_count":1']),
    ("WordPress", [r'"raw":"Gr\u00fc\u00dfe"', r'"rendered":"Gr\u00fc\u00dfe"', '"deleted":true']),
])
def test_the_page_does_what_it_says(passthrough, vendors, tmp_path, section, answers):
    (tmp_path / "passthrough").symlink_to(PROGRAM)
    settings = {name.upper(): value for name, value in vars(vendors).items()}
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(section)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120, env=os.environ | settings | {
            "JSON": "Content-Type: application/json", "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PASSTHROUGH_DATA_DIR": passthrough.data,
            "PASSTHROUGH_URL": passthrough.url, "PASSTHROUGH_KEY": passthrough.key})
    assert run.returncode == 0, run.stderr
    for answer in answers:
        assert answer in run.stdout
