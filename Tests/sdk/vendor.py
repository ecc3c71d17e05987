# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A vendor that keeps what it got and answers as the field X-Answer asks."""

import gzip
import http.server
import io
import threading
from dataclasses import dataclass

BINARY = bytes(range(256)) * 40


@dataclass
class Received:
    method: str
    target: str
    fields: list  # of (name, value), as they came
    body: bytes
    head: bytes  # request line and fields, up to and with the empty line

    def values(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def parse_request(self):
        lines = [self.raw_requestline]
        while lines[-1].strip():
            lines.append(self.rfile.readline())
        self.head = b"".join(lines)
        stream, self.rfile = self.rfile, io.BytesIO(b"".join(lines[1:]))
        try:
            return super().parse_request()
        finally:
            self.rfile = stream

    def answer(self):
        target = self.requestline.split(" ")[1]
        body = self.read_body()
        self.received = Received(self.command, target, list(self.headers.raw_items()), body, self.head)
        self.server.received.append(self.received)
        getattr(self, "send_" + self.headers.get("X-Answer", "json").replace("-", "_"))()

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.answer
        raise AttributeError(name)

    def read_body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def send_body(self, body, kind, status=200, fields=()):
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in fields:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_json(self):
        self.send_body(b'{"id": "1", "ok": true}', "application/json")

    def send_csv(self):
        self.send_body(b"id,name\n1,Ada\n", "text/csv")

    def send_xml(self):
        self.send_body(b"<a><b/></a>", "application/xml")

    def send_text(self):
        self.send_body(b"plain", "text/plain")

    def send_binary(self):
        self.send_body(BINARY, "application/octet-stream")

    def send_gzip(self):
        self.send_body(gzip.compress(b'{"packed": true}'), "application/json", fields=[("Content-Encoding", "gzip")])

    def send_chunked(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (b'{"pieces"', b": [1, 2, ", b"3]}"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def send_empty(self):
        self.send_response(204)
        self.end_headers()

    def send_404_body(self):
        self.send_body(b'{"vendor": "says no"}', "application/json", status=404)

    def send_404_empty(self):
        self.send_body(b"", None, status=404)

    def send_500_body(self):
        self.send_body(b"broken", "text/plain", status=500)

    def send_500_empty(self):
        self.send_body(b"", None, status=500)

    def send_echo(self):
        self.send_body(self.received.body, self.headers.get("Content-Type"))

    def send_fields(self):
        """The fields that X-Fields holds, separated by `|`, with the status X-Status."""
        fields = [field.split(": ", 1) for field in self.headers.get("X-Fields", "").split("|") if field]
        status = int(self.headers.get("X-Status", "200"))
        self.send_body(b'{"ok": true}', "application/json", status=status, fields=fields)

    def send_redirect(self):
        """To X-To with X-Status; a request for a target with `moved` in it is answered."""
        if "moved" in self.received.target:
            return self.send_json()
        status = int(self.headers.get("X-Status", "302"))
        self.send_body(b"", None, status=status, fields=[("Location", self.headers["X-To"])])

    def send_busy_twice(self):
        """503 to the first two requests for a target."""
        earlier = [each for each in self.server.received if each.target == self.received.target]
        if len(earlier) > 2:
            return self.send_json()
        self.send_body(b"{}", "application/json", status=503, fields=[("Retry-After", "0")])

    def send_cut(self):
        """Half of the body that was announced."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "20")
        self.end_headers()
        self.wfile.write(b'{"half": tr')
        self.close_connection = True

    def send_429(self):
        self.send_body(b"{}", "application/json", status=429, fields=[("Retry-After", "7")])

    def log_message(self, *arguments):
        pass


class Vendor(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, name="127.0.0.1", tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.name = name
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.received = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def place(self):
        return "%s:%d" % (self.name, self.server_port)

    def last(self):
        return self.received[-1]
