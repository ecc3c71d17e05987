# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A vendor on loopback that issues tokens, keeps books of them, and sees what no vendor may see.

Refresh tokens are `r.ACCOUNT.SERIAL`, access tokens `a.ACCOUNT.SERIAL`; serials grow over all accounts.
"""

import asyncio
import json
import random
import urllib.parse
from dataclasses import dataclass, field


@dataclass
class Account:
    name: str
    is_strict: bool
    used: int = 0  # the refresh token used last
    successors: set = field(default_factory=set)
    is_revoked: bool = False
    writer: object = None  # of the token request that is under way
    issued: list = field(default_factory=list)  # serials, in their order
    sent: dict = field(default_factory=dict)  # of those whose answer the kernel has to its last byte: the peer's port
    revoked_access: int = 0  # access tokens up to this serial are refused
    newest_seen: int = 0  # newest serial of a request that was answered


class TokenVendor:
    def __init__(self, life=1.0, seed=0):
        self.life = life
        self.random = random.Random(seed)
        self.accounts = {}
        self.serial = 0
        self.born = {}
        self.violations = []
        self.token_requests = 0
        self.api_requests = 0
        self.slowest = 0.02  # of a token request, in seconds
        self.is_frozen = False  # whether the program has been stopped
        self.failure_share = 0.0  # of token requests that are answered with 503

    async def start(self):
        self.server = await asyncio.start_server(self.converse, "127.0.0.1", 0, backlog=4096)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def consent(self, name, is_strict):
        """A new account, or a customer who gives consent anew; the tokens."""
        account = self.accounts.get(name) or Account(name, is_strict)
        self.accounts[name] = account
        account.is_revoked = False
        account.used = 0
        serial = self.issue(account)
        account.successors = {serial}
        return f"a.{name}.{serial}", f"r.{name}.{serial}"

    def issue(self, account):
        self.serial += 1
        account.issued.append(self.serial)
        self.born[self.serial] = asyncio.get_running_loop().time()
        return self.serial

    async def converse(self, reader, writer):
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ")
                fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
                case = dict((line.split(": ", 1)[0].lower(), line.split(": ", 1)[1]) for line in lines[1:] if ": " in line)
                body = await reader.readexactly(int(fields.get("content-length", 0)))
                if target.startswith("/token"):
                    await self.token(reader, writer, urllib.parse.parse_qs(body.decode()))
                else:
                    await self.api(writer, case)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    # Tokens

    async def token(self, reader, writer, form):
        self.token_requests += 1
        token = form.get("refresh_token", [""])[0]
        _, name, serial = token.split(".")
        account = self.accounts[name]
        other = account.writer
        # A program that was killed has left; what it asked for is nobody's any more.
        if other is not None and not other[0].at_eof() and not other[1].is_closing():
            self.violations.append(f"two token requests at once for {name}")
        account.writer = (reader, writer)
        try:
            await asyncio.sleep(self.random.uniform(0, self.slowest))
            if self.random.random() < self.failure_share:
                return await self.answer(writer, 503, {"error": "temporarily_unavailable"})
            issued = self.grant(account, int(serial))
            await asyncio.sleep(self.random.uniform(0, self.slowest))
            if issued is None:
                return await self.answer(writer, 400, {"error": "invalid_grant"})
            await self.answer(writer, 200, {
                "access_token": f"a.{name}.{issued}", "refresh_token": f"r.{name}.{issued}", "token_type": "bearer",
                "expires_in": self.life})
            # What is sent to a program that has been stopped or killed meanwhile is nothing that it could lose.
            if not self.is_frozen and not reader.at_eof():
                account.sent[issued] = writer.get_extra_info("peername")[1]
        finally:
            if account.writer == (reader, writer):
                account.writer = None

    def grant(self, account, serial):
        if account.is_revoked:
            return None
        if serial in account.successors:
            account.used, account.successors = serial, set()
        elif account.is_strict or serial != account.used:
            # A second use is taken for theft, as RFC 9700 section 4.14.2 asks for.
            account.is_revoked = account.is_revoked or account.is_strict
            return None
        issued = self.issue(account)
        account.successors.add(issued)
        return issued

    # The API that the tokens are for

    async def api(self, writer, fields):
        self.api_requests += 1
        _, name, text = fields.get("authorization", "Bearer a.none.0").split(" ")[1].split(".")
        serial, account = int(text), self.accounts.get(name)
        if account is None or serial not in account.issued:
            return await self.answer(writer, 401, {"error": "unknown token"})
        if serial < int(fields.get("x-floor", 0)):
            self.violations.append(f"{name}: an older token ({serial}) after a newer one ({fields['x-floor']})")
        age = asyncio.get_running_loop().time() - self.born[serial]
        if age > self.life or serial <= account.revoked_access:
            return await self.answer(writer, 401, {"error": "token expired"})
        await self.answer(writer, 200, {"serial": serial})

    async def answer(self, writer, status, body):
        text = json.dumps(body).encode()
        writer.write(
            b"HTTP/1.1 %d Answer\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(text))
            + text)
        await writer.drain()
