# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Redmine and WordPress as Debian has them, and the real program in front of them."""

import os
import shutil
import subprocess
import tempfile
import types
import urllib.parse

import pytest

from passthrough import ROOT, Passthrough

SCRIPT = str(ROOT / "scripts/vendors")


@pytest.fixture(scope="session")
def vendors():
    """What `scripts/vendors start` prints, as attributes: redmine_url, redmine_key …"""
    parent = tempfile.mkdtemp(prefix="passthrough-vendors-test-", dir="/tmp")
    os.chmod(parent, 0o755)
    place = ["--dir", parent + "/vendors"]
    start = subprocess.run(
        [SCRIPT, "start", *place, "--redmine-port", "0", "--wordpress-port", "0"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    settings = (line.split("=", 1) for line in start.stdout.splitlines())
    yield types.SimpleNamespace(**{name.lower(): value for name, value in settings})
    subprocess.run([SCRIPT, "stop", *place], stdin=subprocess.DEVNULL, check=True, timeout=120)
    shutil.rmtree(parent)


@pytest.fixture(scope="session")
def passthrough(vendors, tmp_path_factory):
    allowed = []
    for url in (vendors.redmine_url, vendors.wordpress_url):
        allowed += ["--allow-upstream", urllib.parse.urlsplit(url).netloc]
    server = Passthrough(tmp_path_factory.mktemp("passthrough"), *allowed)
    yield server
    assert server.stop() == 0
    for secret in (vendors.redmine_key, vendors.wordpress_application_password, server.key):
        assert secret not in server.log()
