# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Vendors in a process of their own: any number of addresses that answer `/bytes/N` with N bytes.

Run as a module it reads what to listen on from standard input, one JSON line, and answers each further line with its
counts; it ends with its standard input. A request without the vendor's credential, or with the caller's key, gets 403.
"""

import asyncio
import gc
import json
import os
import socket
import ssl
import subprocess
import sys

FIELDS = (
    b"HTTP/1.1 %s\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nContent-Type: application/json\r\nVary: Accept-Encoding\r\n"
    b"Cache-Control: no-store\r\nX-Request-Id: 6f1d3c1e-8a0b-4c57-9d8e-0a1b2c3d4e5f\r\nContent-Length: %d\r\n\r\n")


class Vendors:
    """Starts the process and asks it; `listeners` are (address, name of a certificate or None).

    `hung` vendors accept and never answer, those that `close` answer once a channel.
    """

    def __init__(self, listeners, certificates=None, hung=False, closes=False):
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(os.path.abspath(__file__)))})
        wish = {"listeners": listeners, "certificates": str(certificates or ""), "hung": hung, "closes": closes}
        self.ports = self.ask(json.dumps(wish))["ports"]

    def ask(self, line="counts"):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


class Channel(asyncio.Protocol):
    accepted = 0
    requests = 0
    hung = False
    closes = False
    answers = {}

    def connection_made(self, transport):
        Channel.accepted += 1
        self.transport = transport
        self.buffer = b""
        self.missing = 0  # bytes of a request's body
        self.answer = None

    def data_received(self, data):
        if Channel.hung:
            return
        self.buffer += data
        while self.take_one():
            pass

    def take_one(self):
        """Answers one request if all of it is here."""
        if self.answer is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            head, self.buffer = self.buffer[:end], self.buffer[end + 4:]
            self.missing, self.answer = self.length(head), self.answer_to(head)
        if len(self.buffer) < self.missing:
            self.missing -= len(self.buffer)
            self.buffer = b""
            return False
        self.buffer = self.buffer[self.missing:]
        self.transport.write(self.answer)
        if Channel.closes:
            self.transport.close()
        self.missing, self.answer = 0, None
        Channel.requests += 1
        return bool(self.buffer)

    @staticmethod
    def length(head):
        for line in head.split(b"\r\n")[1:]:
            if line[:15].lower() == b"content-length:":
                return int(line[15:])
        return 0

    @classmethod
    def answer_to(cls, head):
        if b"Bearer vendor-" not in head or b"Bearer pt_" in head:
            return FIELDS % (b"403 Forbidden", 0)
        size = int(head.split(b" ", 2)[1].rsplit(b"/", 1)[1])
        if size not in cls.answers:
            fields = FIELDS.replace(b"Date:", b"Connection: close\r\nDate:", 1) if cls.closes else FIELDS
            cls.answers[size] = fields % (b"200 OK", size) + b"x" * size
        return cls.answers[size]


async def serve():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=1 << 22)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    wish = json.loads(await lines.readline())
    Channel.hung, Channel.closes = wish["hung"], wish["closes"]
    contexts, ports = {None: None}, []
    for address, certificate in wish["listeners"]:
        if certificate not in contexts:
            contexts[certificate] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            contexts[certificate].load_cert_chain(os.path.join(wish["certificates"], certificate))
        listener = socket.create_server((address, 0), backlog=4096)
        ports.append(listener.getsockname()[1])
        await loop.create_server(Channel, sock=listener, ssl=contexts[certificate], backlog=4096)
    print(json.dumps({"ports": ports}), flush=True)
    while await lines.readline():
        print(json.dumps({"accepted": Channel.accepted, "requests": Channel.requests}), flush=True)


if __name__ == "__main__":
    gc.disable()  # a collection would look like a slow vendor
    asyncio.run(serve())
