# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A caller with many channels, one request at a time on each, on one thread."""

import gc
import select
import socket
import time
from collections import Counter, deque
from dataclasses import dataclass, field


CLOSED, UNANSWERED = 0, -1  # besides the statuses of HTTP


class Channel:
    __slots__ = ("socket", "buffer", "whole", "status", "due", "tag", "unsent", "is_busy")

    def __init__(self, connected):
        self.socket = connected
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer, self.whole, self.status, self.unsent = b"", 0, 0, b""
        self.is_busy = False

    def send(self, message, tag, due):
        """Sends what the kernel takes; the rest goes with `send_rest`."""
        self.tag, self.due, self.unsent, self.is_busy = tag, due, message, True
        return self.send_rest()

    def send_rest(self):
        try:
            self.unsent = self.unsent[self.socket.send(self.unsent):]
        except BlockingIOError:
            pass
        return not self.unsent

    def receive(self):
        """The status when the answer is complete, CLOSED when the channel was closed, `None` before."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            return CLOSED
        self.buffer += data
        if not self.whole:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = self.buffer[:end].lower()
            start = head.find(b"\r\ncontent-length:")
            length = int(head[start + 17:].split(b"\r\n", 1)[0]) if start >= 0 else 0
            self.status, self.whole = int(self.buffer[9:12]), end + 4 + length
        if len(self.buffer) < self.whole:
            return None
        self.buffer, self.whole = b"", 0
        return self.status


@dataclass
class Outcome:
    """By tag: latencies in milliseconds of the answers with status 200, and how often each status came."""

    latencies: dict = field(default_factory=dict)
    statuses: dict = field(default_factory=dict)

    def add(self, tag, status, latency=0, count=1):
        self.statuses.setdefault(tag, Counter())[status] += count
        if status == 200:
            self.latencies.setdefault(tag, []).append(latency)

    def merge(self, other):
        for tag, statuses in other.statuses.items():
            self.statuses.setdefault(tag, Counter()).update(statuses)
            self.latencies.setdefault(tag, []).extend(other.all(tag))

    @property
    def answered(self):
        return sum(statuses[200] for statuses in self.statuses.values())

    @property
    def unanswered(self):
        """Requests that got no answer, or another than 200."""
        return sum(sum(statuses.values()) for statuses in self.statuses.values()) - self.answered

    def all(self, tag=None):
        return self.latencies.get(tag, [])


class Caller:
    """Keeps its channels between runs."""

    def __init__(self, port, channels):
        self.port = port
        self.poll = select.epoll()
        self.channels = {}
        self.idle = deque()
        for _ in range(channels):
            self.idle.append(self.open())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for channel in self.channels.values():
            channel.socket.close()
        self.poll.close()

    def open(self):
        channel = Channel(socket.create_connection(("127.0.0.1", self.port)))
        self.channels[channel.socket.fileno()] = channel
        self.poll.register(channel.socket.fileno(), select.EPOLLIN)
        return channel

    def drop(self, channel):
        self.poll.unregister(channel.socket.fileno())
        del self.channels[channel.socket.fileno()]
        channel.socket.close()

    def run(self, requests, rate=None, patience=30, most=None, awaited=None):
        """Sends every one of `requests`, (bytes, tag), and waits until those with a tag of `awaited` are answered.

        After `patience` seconds it gives up. With a rate the requests are due at even distances, and latency counts
        from when a request was due; channels are added when none is idle, up to `most`. Without one each channel sends
        as soon as it may.
        """
        run = Run(self, deque(requests), rate, most or len(self.channels), awaited)
        gc.disable()
        try:
            run.go(patience + (len(requests) / rate if rate else 0))
        finally:
            gc.enable()
        return run.outcome


class Run:
    def __init__(self, caller, pending, rate, most, awaited):
        self.caller, self.pending, self.rate, self.most, self.awaited = caller, pending, rate, most, awaited
        self.outcome, self.start, self.sent, self.missing = Outcome(), time.perf_counter(), 0, 0

    def go(self, patience):
        end = self.start + patience
        while (self.pending or self.missing) and time.perf_counter() < end:
            while self.may_send() and self.send():
                pass
            wait = 0.05
            if self.rate and self.pending:
                wait = min(wait, max(0, self.due() - time.perf_counter()))
            # select has microseconds where epoll has milliseconds.
            select.select([self.caller.poll], [], [], wait)
            for descriptor, event in self.caller.poll.poll(0):
                self.receive(self.caller.channels[descriptor], event)
        for _, tag in self.pending:
            self.outcome.add(tag, UNANSWERED)
        for channel in [channel for channel in self.caller.channels.values() if channel.is_busy]:
            self.outcome.add(channel.tag, UNANSWERED)
            self.caller.drop(channel)

    def due(self):
        return self.start + self.sent / self.rate if self.rate else time.perf_counter()

    def is_awaited(self, tag):
        return self.awaited is None or tag in self.awaited

    def may_send(self):
        if not self.pending or self.rate and self.due() > time.perf_counter():
            return False
        return bool(self.caller.idle) or bool(self.rate) and len(self.caller.channels) < self.most

    def send(self):
        channel = self.caller.idle.popleft() if self.caller.idle else self.caller.open()
        message, tag = self.pending.popleft()
        if not channel.send(message, tag, self.due()):
            self.caller.poll.modify(channel.socket.fileno(), select.EPOLLIN | select.EPOLLOUT)
        self.sent += 1
        self.missing += self.is_awaited(tag)
        return True

    def receive(self, channel, event):
        descriptor = channel.socket.fileno()
        if event & select.EPOLLOUT and channel.send_rest():
            self.caller.poll.modify(descriptor, select.EPOLLIN)
        if not event & ~select.EPOLLOUT:
            return
        status = channel.receive()
        if status is None:
            return
        if channel.is_busy:
            channel.is_busy = False
            self.missing -= self.is_awaited(channel.tag)
            self.outcome.add(channel.tag, status, (time.perf_counter() - channel.due) * 1000)
        else:  # closed between two requests
            self.caller.idle.remove(channel)
            status = CLOSED
        if status == CLOSED:
            self.caller.drop(channel)
        else:
            self.caller.idle.append(channel)
