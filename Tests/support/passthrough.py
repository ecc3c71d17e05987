# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The real program on a data directory of its own, as the tests of other programs start it."""

import os
import pathlib
import signal
import subprocess

import httpx

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("PASSTHROUGH_BINARY", str(ROOT / ".build/release/passthrough"))


class Passthrough:
    """A server on loopback that is ready when the constructor returns, with an API key made for it."""

    def __init__(self, directory, *options, port=0):
        self.data = str(directory / "data")
        self.log_file = directory / "log"
        self.arguments = ["--data-dir", self.data, "--port", str(port), "--log-level", "debug", *options]
        self.start()
        self.key = self.command("keys", "create")

    def start(self):
        with open(self.log_file, "ab") as errors:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", *self.arguments],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        self.url = None
        for line in self.process.stdout:
            if line.startswith("listening on "):
                self.url = line.split()[-1]
                break
        assert self.url, self.log()

    def crash(self):
        """Ends it without a word, as a power cut does."""
        self.process.kill()
        self.process.wait(timeout=40)

    def command(self, *arguments, stdin=""):
        """Runs a command on the data directory and returns what it prints."""
        run = subprocess.run(
            [PROGRAM, *arguments, "--data-dir", self.data],
            input=stdin, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
        return run.stdout.strip()

    def api(self):
        """A client of the platform calls."""
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {self.key}"}, timeout=60, trust_env=False)

    def vendor(self, connection):
        """A client of a connection's vendor: its paths are the vendor's."""
        return httpx.Client(
            base_url=f"{self.url}/passthrough/{connection}/", headers={"Authorization": f"Bearer {self.key}"},
            timeout=60, trust_env=False)

    def log(self):
        return self.log_file.read_text()

    def stop(self):
        """Ends it as an operator does and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
