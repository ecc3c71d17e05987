# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The small C programs beside this file, compiled when a run begins, and wrk."""

import pathlib
import shutil
import subprocess

from trouble import Trouble

_LIBRARIES = {"vendor": ["-lssl", "-lcrypto"], "latency": [], "idle": []}


def compile_all(directory: pathlib.Path) -> dict[str, pathlib.Path]:
    if shutil.which("wrk") is None:
        raise Trouble("wrk is missing: apt-get install wrk")
    return {name: _compile(name, directory / name) for name in _LIBRARIES}


def _compile(name: str, program: pathlib.Path) -> pathlib.Path:
    source = pathlib.Path(__file__).parent / "programs" / f"{name}.c"
    command = ["cc", "-O2", "-Wall", "-Wextra", "-o", program, source, *_LIBRARIES[name]]
    try:
        subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        raise Trouble("a C compiler is missing: apt-get install gcc libc6-dev libssl-dev") from None
    except subprocess.CalledProcessError as error:
        advice = " (apt-get install libssl-dev)" if "openssl/" in error.stderr else ""
        raise Trouble(f"{source.name} does not compile{advice}:\n{error.stderr.strip()}") from None
    return program
