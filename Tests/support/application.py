# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The developer's own application: where a customer's browser is sent back to."""

import http.server
import threading
import urllib.parse


class _Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<!doctype html><html lang=en><title>Back</title><p>Back in the application"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Application:
    """A page at `/connected` and one at `/failed`."""

    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.success, self.failure = self.url + "/connected?from=us", self.url + "/failed"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def parameters(url):
    """The query of a URL; a name that is there twice is a failure."""
    pairs = urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query, keep_blank_values=True)
    assert len(dict(pairs)) == len(pairs), url
    return dict(pairs)
