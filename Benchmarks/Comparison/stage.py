# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What runs while something is measured: the vendors, and the targets of one setting."""

import contextlib
import dataclasses
import os
import pathlib
import sys

from check import check
from load import Endpoint
from processes import Process, free_port
from targets import BUSY, DIRECT, Place, Setting, Target
from trouble import Trouble
from work import CALLER_HOST, Work


@dataclasses.dataclass(frozen=True)
class Vendors:
    """The vendor twice, plain and with TLS; both share the load's cores."""

    plain_port: int
    tls_port: int
    processes: tuple[Process, Process]

    @staticmethod
    def start(program: pathlib.Path, work: Work) -> "Vendors":
        ports = free_port(), free_port()
        plain = Process("vendor", [program, ports[0]], work.directory / "vendor.log")
        words = [program, ports[1], work.certificate, work.certificate_key]
        tls = Process("vendor with TLS", words, work.directory / "vendor-tls.log")
        for process, port in zip((plain, tls), ports):
            process.wait_for(port)
        return Vendors(*ports, (plain, tls))

    def move(self, cores: set[int]) -> None:
        for process in self.processes:
            process.require_running()
            os.sched_setaffinity(process.id, cores)


@dataclasses.dataclass(frozen=True)
class Running:
    """A target that is ready: where to ask it, and its process (the vendor without a proxy has none)."""

    name: str
    setting: Setting
    endpoint: Endpoint
    process: Process | None


class Stage:
    def __init__(self, work: Work, vendors: Vendors, setting: Setting):
        self.work, self.vendors, self.setting = work, vendors, setting
        self._kept: dict[str, Running] = {}

    def direct(self) -> Running:
        port = self.vendors.tls_port if self.setting.tls else self.vendors.plain_port
        token = self.work.connection.credential
        return Running(DIRECT, self.setting, Endpoint(port, "", "localhost", token, self.setting.tls), None)

    @contextlib.contextmanager
    def running(self, target: Target | None, *, fresh: bool, checked: bool):
        """A target for one turn: kept from its last turn, unless it must be fresh or never rests.

        It is checked when it starts, unless the suite must be the first to ask it anything.
        """
        self.vendors.move(self.setting.load_cores)
        if target is None:
            yield self.direct()
        elif fresh or target.name == BUSY:
            one = self._start(target, checked)
            try:
                yield one
            finally:
                one.process.stop()
        else:
            if target.name not in self._kept:
                self._kept[target.name] = self._start(target, checked)
            yield self._kept[target.name]

    def _start(self, target: Target, checked: bool) -> Running:
        port, work = free_port(), self.work
        kind = f"{target.name.replace(' ', '')}-{self.setting.scheme}-{self.setting.threads}"
        directory = work.directory / kind
        directory.mkdir(exist_ok=True)
        place = Place(work, self.setting, self.vendors.plain_port, self.vendors.tls_port, port, directory)
        process = Process(
            target.name,
            target.command(place),
            directory / "log",
            self.setting.proxy_cores,
            target.environment(place),
        )
        endpoint = Endpoint(port, f"/passthrough/{work.connection.id}", CALLER_HOST, work.key)
        try:
            process.wait_for(port)
            if checked:
                check(target.name, endpoint, work)
        except Trouble:
            if process.tail():
                print(f"\n{target.name} said:\n{process.tail()}", file=sys.stderr)
            process.stop()
            raise
        return Running(target.name, self.setting, endpoint, process)

    def close(self) -> None:
        for one in self._kept.values():
            one.process.stop()
