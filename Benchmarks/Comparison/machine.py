# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The machine: what it is, how busy it is, what a process costs."""

import glob
import os
import platform
import resource
import time

from trouble import Trouble


def require_linux_with_two_cores() -> None:
    if platform.system() != "Linux":
        raise Trouble("the comparison reads /proc and pins to cores: it needs Linux")
    if not {0, 1} <= os.sched_getaffinity(0):
        raise Trouble("the comparison needs cores 0 and 1: the proxy has one, the vendor and the load the other")


def raise_file_limit() -> int:
    """Every process started from here may open as many files as this one may at most."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def facts() -> dict[str, str]:
    return {
        "date": time.strftime("%Y-%m-%d"),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "kernel": f"{platform.system()} {platform.release()}",
        "system": _system(),
    }


def _processor() -> str:
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def wait_until_quiet(seconds: float) -> None:
    """Waits at most so long for a quarter of a second in which the machine does next to nothing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        before = _ticks()
        time.sleep(0.25)
        passed = [now - then for then, now in zip(before, _ticks())]
        if sum(passed[3:5]) > 0.93 * max(1, sum(passed)):
            return


def _ticks() -> list[int]:
    with open("/proc/stat", encoding="utf-8") as lines:
        return [int(word) for word in lines.readline().split()[1:9]]


def family(process: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="utf-8", errors="replace") as stat:
                text = stat.read()
        except OSError:
            continue  # it has ended meanwhile
        parent = int(text[text.rindex(")") + 2 :].split()[1])
        children.setdefault(parent, []).append(int(path.split("/")[2]))
    found = [process]
    for one in found:
        found += children.get(one, [])
    return found


def thread_seconds(process: int) -> dict[int, float]:
    """CPU seconds of each living thread of the family, in the kernel and outside."""
    seconds: dict[int, float] = {}
    for one in family(process):
        for path in glob.glob(f"/proc/{one}/task/[0-9]*/schedstat"):
            try:
                with open(path, encoding="utf-8") as stat:
                    seconds[int(path.split("/")[4])] = int(stat.read().split()[0]) / 1e9
            except OSError:
                continue
    return seconds


def resident_kib(process: int) -> float:
    """Memory of the family: what it has alone, and its share of what it shares (Pss)."""
    total = 0
    for one in family(process):
        with open(f"/proc/{one}/smaps_rollup", encoding="utf-8") as lines:
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return float(total)
