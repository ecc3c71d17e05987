# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The real program on a data directory of its own, and libraries that are preloaded into it."""

import mmap
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("PASSTHROUGH_BINARY", str(BENCHMARKS.parent / ".build/release/passthrough"))
KEY = "pt_scenario0key0of0the0benchmarks0000000000000"


class Failure(Exception):
    """Why a scenario could not be run; what it found is no failure of this kind."""


def connection_id(number):
    return "5ce0" + "%020x" % number


class Installation:
    """A data directory with one key and the connections that are given as (id, base URL)."""

    def __init__(self, connections):
        self.folder = tempfile.TemporaryDirectory(prefix="passthrough-scenario-")
        self.path = pathlib.Path(self.folder.name)
        self.data = str(self.path / "data")
        keys, table = self.path / "keys.txt", self.path / "connections.tsv"
        keys.write_text(KEY + "\n")
        with open(table, "w") as lines:
            for identifier, base in connections:
                lines.write("%s\t%s\tvendor-credential\n" % (identifier, base))
        run = subprocess.run(
            [PROGRAM, "import", "--data-dir", self.data, "--keys", str(keys), "--connections", str(table)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=600)
        if run.returncode != 0:
            raise Failure("import: " + run.stderr)
        table.unlink()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.folder.cleanup()


class Server:
    """`passthrough serve`, from its start to its end."""

    def __init__(self, installation, *options, preload=(), waits=True):
        self.waits = waits
        self.port = free_port()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PASSTHROUGH_")}
        for library in preload:
            environment[library.variable] = library.counts_path
        if preload:
            environment["LD_PRELOAD"] = ":".join(library.path for library in preload)
        command = [PROGRAM, "serve", "--data-dir", installation.data, "--port", str(self.port), "--log-level", "error"]
        self.log = open(installation.path / "log", "w+")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command + list(options), stdout=subprocess.DEVNULL, stderr=self.log, env=environment)

    def __enter__(self):
        if self.waits:
            self.wait_until_listening().close()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def wait_until_listening(self):
        """Connects as soon as it can be; the answer is the socket."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=30)
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    self.log.seek(0)
                    raise Failure("the server ended: " + self.log.read())
                time.sleep(0.0005)
        raise Failure("the server does not listen")

    def resident_mebibytes(self):
        for line in pathlib.Path("/proc/%d/status" % self.process.pid).read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise Failure("no VmRSS")


class Preloaded:
    """A C file built to be preloaded, and the 64-bit numbers that it shares with us."""

    NUMBERS = 4

    def __init__(self, installation, source, variable, libraries=()):
        self.variable = variable
        self.path = str(installation.path / (source.stem + ".so"))
        self.counts_path = str(installation.path / (source.stem + ".counts"))
        compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
        if compiler is None:
            raise Failure("no C compiler: install gcc")
        subprocess.run(
            [compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", self.path, str(source), *libraries], check=True)
        with open(self.counts_path, "wb") as file:
            file.write(bytes(8 * self.NUMBERS))
        with open(self.counts_path, "r+b") as file:
            self.page = mmap.mmap(file.fileno(), 8 * self.NUMBERS)

    def __getitem__(self, index):
        return struct.unpack_from("=Q", self.page, 8 * index)[0]

    def __setitem__(self, index, value):
        struct.pack_into("=Q", self.page, 8 * index, value)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def request(identifier, path="bytes/1000", body=None):
    """The bytes of a request through a connection."""
    method, framing = ("GET", "") if body is None else (
        "POST", "Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body))
    head = "%s /passthrough/%s/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n%s\r\n" % (
        method, identifier, path, KEY, framing)
    return head.encode() + (body or b"")
