# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The real program, started and killed, and raw requests to it."""

import asyncio
import json
import os
import pathlib
import signal

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("PASSTHROUGH_BINARY", str(ROOT / ".build/release/passthrough"))


class Program:
    """One process on the data directory; `port` once it listens."""

    def __init__(self, data, vendor_port, log):
        self.data, self.vendor_port, self.log = str(data), vendor_port, log
        self.port = None

    async def start(self, failpoint=None, options=()):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PASSTHROUGH_")}
        if failpoint:
            environment["PASSTHROUGH_FAILPOINT"] = failpoint
        with open(self.log, "ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                BINARY, "serve", "--data-dir", self.data, "--port", "0", "--threads", "2",
                "--allow-upstream", f"127.0.0.1:{self.vendor_port}", *options,
                stdout=asyncio.subprocess.PIPE, stderr=errors, env=environment)
        line = None
        while line != b"":
            try:
                line = await asyncio.wait_for(self.process.stdout.readline(), 0.1)
            except asyncio.TimeoutError:
                if self.is_stopped():
                    return False
                continue
            if line.startswith(b"listening on "):
                self.port = int(line.rsplit(b":", 1)[1])
                return True
        await self.process.wait()  # a failpoint of the start was reached
        return False

    def is_stopped(self):
        try:
            stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return False
        return stat.rsplit(")", 1)[1].split()[0] == "T"

    async def freeze(self, vendor):
        """Stops the process where it is; the local ports of its channels to the vendor with bytes it has not read."""
        try:
            self.process.send_signal(signal.SIGSTOP)
        except ProcessLookupError:
            return set()
        for _ in range(200):
            if self.is_stopped():
                break
            await asyncio.sleep(0.001)
        vendor.is_frozen = True
        unread = set()
        for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
            _, local, remote, _, queues = line.split()[:5]
            if int(remote.split(":")[1], 16) == vendor.port and int(queues.split(":")[1], 16):
                unread.add(int(local.split(":")[1], 16))
        return unread

    async def kill(self):
        if self.process.returncode is None:
            try:
                self.process.send_signal(signal.SIGKILL)
            except ProcessLookupError:
                pass
        return await self.process.wait()

    async def stop(self):
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 60)

    async def command(self, *arguments):
        run = await asyncio.create_subprocess_exec(
            BINARY, *arguments, "--data-dir", self.data, stdout=asyncio.subprocess.PIPE)
        output, _ = await run.communicate()
        assert run.returncode == 0, f"{arguments[0]} failed"
        return output.decode().strip()


async def request(port, method, path, key, body=None, fields=(), timeout=30.0):
    """Status and parsed body of one request on a channel of its own; `(0, None)` when the program is gone."""
    try:
        return await asyncio.wait_for(_request(port, method, path, key, body, fields), timeout)
    except (OSError, asyncio.IncompleteReadError, ConnectionError, asyncio.TimeoutError, ValueError):
        return 0, None


async def _request(port, method, path, key, body, fields):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        data = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in fields)
        if data:
            head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        writer.write(head.encode() + b"\r\n" + data)
        answer = await reader.readuntil(b"\r\n\r\n")
        status = int(answer.split(b" ", 2)[1])
        length = [line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        text = await reader.readexactly(int(length[0].split(b":")[1])) if length else await reader.read()
        return status, json.loads(text) if text else None
    finally:
        writer.close()
