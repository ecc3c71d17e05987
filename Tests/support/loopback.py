# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Programs on loopback: a free port, a process that is ended, an address that answers."""

import signal
import socket
import subprocess
import time

import httpx


def free_port():
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A program in the background, its output in a file; it is ready when `ready_url` answers at all."""

    def __init__(self, command, log_file, ready_url, environment=None, directory=None):
        self.log_file = log_file
        with open(log_file, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, cwd=directory)
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(ready_url, timeout=5, trust_env=False)
                return
            except httpx.TransportError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"{command[0]} did not start:\n{log_file.read_text()[-2000:]}")
            time.sleep(0.1)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=15)
