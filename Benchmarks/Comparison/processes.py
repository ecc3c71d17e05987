# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Processes that are started here, bounded in time, and ended here."""

import os
import pathlib
import signal
import socket
import subprocess
import time

from trouble import Trouble

_running: list["Process"] = []


class Process:
    """A process in a session of its own, its output in a file."""

    def __init__(self, name, command, log: pathlib.Path, cores=None, environment=None):
        self.name, self.log = name, log
        with open(log, "wb") as output:
            self._child = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=pinned_to(cores),
            )
        self.id = self._child.pid
        _running.append(self)

    def wait_for(self, port: int, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._child.poll() is not None:
                raise Trouble(f"{self.name} ended at its start, with {self._child.returncode}:\n{self.tail()}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise Trouble(f"{self.name} did not listen within {seconds:.0f} s:\n{self.tail()}")

    def require_running(self) -> None:
        if self._child.poll() is not None:
            raise Trouble(f"{self.name} ended by itself, with {self._child.returncode}:\n{self.tail()}")

    def tail(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")[-1500:].strip()

    def stop(self) -> None:
        if self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(5)
            except subprocess.TimeoutExpired:
                # The session is the child's own: this reaches its workers and nobody else.
                os.killpg(self.id, signal.SIGKILL)
                self._child.wait()
        if self in _running:
            _running.remove(self)


def pinned_to(cores):
    """What a child does before it becomes the program: keep to these cores, or to those of this process."""
    return (lambda: os.sched_setaffinity(0, cores)) if cores else None


def stop_all() -> None:
    for process in reversed(list(_running)):
        process.stop()


def free_port() -> int:
    """A port nobody has now; it is outside the range the kernel gives to outgoing channels when there is room."""
    for port in range(18000, 30000):
        if port in _given:
            continue
        with socket.socket() as probe:
            # Without this a port whose last channels are in TIME_WAIT would look taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
    raise Trouble("no free port between 18000 and 30000")


_given: set[int] = set()
