# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Does a target do the work? Asked before anything is measured; a wrong answer ends the run."""

import http.client

from load import Endpoint
from trouble import Trouble
from work import CALLER_HOST, Work

_BODY = b"1" * 10_000


def check(name: str, endpoint: Endpoint, work: Work) -> None:
    """Asks `endpoint`, which is a proxy's for `work.connection`."""
    asked = _Asked(name, endpoint)
    asked.expect(200, "/bytes/1000?x=%2F", length=1000)
    asked.expect(200, "/bytes/100", method="POST", body=_BODY, length=100)
    asked.expect(401, "/bytes/10", key="key-of-nobody")
    asked.expect(404, "/bytes/10", prefix="/passthrough/" + "0" * 24)
    _check_head(asked, work)
    last = work.connections[-1]
    text = asked.expect(200, "/echo", prefix=f"/passthrough/{last.id}").lower()
    asked.require(f"bearer {last.credential}\r\n" in text, "another connection has its own credential", text)


def _check_head(asked: "_Asked", work: Work) -> None:
    """What the vendor was sent, as it says itself."""
    asked.expect(200, "/echo")
    text = asked.expect(200, "/echo?a=1&a=%7B", method="POST", body=_BODY)
    head = text.lower()
    asked.require(text.startswith("POST /echo?a=1&a=%7B HTTP/1.1\r\n"), "the prefix, and no more, is stripped", text)
    asked.require(f"\r\nauthorization: bearer {work.connection.credential}\r\n" in head, "the credential arrives", text)
    asked.require(head.count("\r\nauthorization:") == 1, "there is one credential", text)
    asked.require(not any(key in text for key in work.keys), "the caller's key does not leak", text)
    asked.require("\r\nhost: localhost" in head or "\r\nhost: 127.0.0.1" in head, "the vendor's Host is set", text)
    asked.require("\r\naccept: application/json\r\n" in head, "other fields are kept", text)
    asked.require(f"body-bytes: {len(_BODY)}\n" in text, "the body arrives", text)
    asked.require("requests-on-channel: 1\n" not in text, "channels to the vendor are kept alive", text)


class _Asked:
    """One keep-alive channel to a target."""

    def __init__(self, name: str, endpoint: Endpoint):
        self.name, self.endpoint = name, endpoint
        self.channel = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=10)

    def expect(self, status: int, path: str, *, method="GET", key=None, prefix=None, body=None, length=None) -> str:
        target = (self.endpoint.prefix if prefix is None else prefix) + path
        fields = {"Host": CALLER_HOST, "Accept": "application/json"}
        fields["Authorization"] = f"Bearer {self.endpoint.token if key is None else key}"
        try:
            self.channel.request(method, target, body=body, headers=fields)
            answer = self.channel.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Trouble(f"{self.name} does not answer {method} {target}: {error!r}") from None
        self.require(answer.status == status, f"{method} {target} is {status}", f"{answer.status} {text[:500]}")
        if length is not None:
            self.require(len(text) == length, f"{method} {target} has {length} bytes", f"{len(text)} bytes")
        return text

    def require(self, holds: bool, what: str, instead: str) -> None:
        if not holds:
            raise Trouble(f"{self.name} answers wrongly. Expected: {what}. Got:\n{instead[:1500]}")
