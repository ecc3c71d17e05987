# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The real program, two vendors, and the official SDK, unmodified but for its server's URL."""

import asyncio
import os
import pathlib
import signal
import socket
import ssl
import subprocess

import pytest
import trustme
from unified_python_sdk import UnifiedTo
from unified_python_sdk.models import shared

from vendor import Vendor

CREDENTIAL = "canary-credential-1"
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("PASSTHROUGH_BINARY", str(ROOT / ".build/release/passthrough"))


class Server:
    def __init__(self, data, log, *options):
        self.data = str(data)
        with open(log, "wb") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--data-dir", self.data, "--port", "0", "--log-level", "debug", *options],
                stdout=subprocess.PIPE, stderr=errors, text=True)
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.url = line.split()[-1]
                break
        self.key = self.command("keys", "create")

    def command(self, *arguments):
        run = subprocess.run(
            [PROGRAM, *arguments, "--data-dir", self.data], stdout=subprocess.PIPE, text=True, check=True)
        return run.stdout.strip()

    def connect(self, *arguments):
        return self.command("connections", "create", "--integration", "generic", *arguments)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


# Where the one client of all tests is called asynchronously: its channels belong to the loop that they were opened in.
LOOP = asyncio.new_event_loop()


@pytest.fixture(scope="session")
def vendor():
    return Vendor()


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def other_vendor(authority):
    """Speaks TLS: a host that __domain names is asked over https."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    return Vendor("localhost", tls)


@pytest.fixture(scope="session")
def server(tmp_path_factory, authority, vendor, other_vendor):
    directory = tmp_path_factory.mktemp("passthrough")
    authority.cert_pem.write_to_path(directory / "authority.pem")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        hook_port = free.getsockname()[1]
    server = Server(
        directory / "data", directory / "log", "--upstream-ca", str(directory / "authority.pem"),
        "--allow-upstream", vendor.place, "--allow-upstream", other_vendor.place,
        "--allow-upstream", "127.0.0.1:%d" % hook_port)
    server.hook_port = hook_port
    yield server
    assert server.stop() == 0
    log = (directory / "log").read_text()
    assert CREDENTIAL not in log
    assert server.key not in log


@pytest.fixture(scope="session")
def connection(server, vendor, other_vendor):
    return server.connect(
        "--base-url", "http://" + vendor.place, "--bearer", CREDENTIAL, "--allow-host", other_vendor.place)


@pytest.fixture(scope="session")
def sdk(server):
    return UnifiedTo(security=shared.Security(jwt=server.key), server_url=server.url)
