# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A caller with many channels, one request at a time on each, on one thread."""

import gc
import select
import socket
import time
from collections import Counter, deque
from dataclasses import dataclass, field


class Channel:
    __slots__ = ("socket", "buffer", "whole", "status", "due", "tag", "unsent", "is_busy")

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
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
        """The status when the answer is complete, zero when the channel was closed, `None` before."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            return 0
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
    """Latencies in milliseconds of the answers with status 200, by tag, and how often each status came."""

    latencies: dict = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    unanswered: int = 0

    def all(self, tag=None):
        if tag is not None:
            return self.latencies.get(tag, [])
        return [value for values in self.latencies.values() for value in values]


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
        channel = Channel(self.port)
        self.channels[channel.socket.fileno()] = channel
        self.poll.register(channel.socket.fileno(), select.EPOLLIN)
        return channel

    def drop(self, channel):
        self.poll.unregister(channel.socket.fileno())
        del self.channels[channel.socket.fileno()]
        channel.socket.close()

    def run(self, requests, rate=None, patience=30, most=None):
        """Sends every one of `requests`, (bytes, tag), and waits until all are answered or `patience` seconds passed.

        With a rate the requests are due at even distances, and latency counts from when a request was due; channels
        are added when none is idle, up to `most`. Without one each channel sends as soon as it may.
        """
        outcome, pending = Outcome(), deque(requests)
        gc.disable()
        try:
            self.go(outcome, pending, rate, patience, most or len(self.channels))
        finally:
            gc.enable()
        return outcome

    def go(self, outcome, pending, rate, patience, most):
        clock, start, sent, busy = time.perf_counter, time.perf_counter(), 0, 0
        give_up = start + patience + (len(pending) / rate if rate else 0)
        while pending or busy:
            now = clock()
            if now > give_up:
                break
            while pending and (not rate or start + sent / rate <= now):
                if not self.idle and (not rate or len(self.channels) >= most):
                    break
                channel = self.idle.popleft() if self.idle else self.open()
                message, tag = pending.popleft()
                if not channel.send(message, tag, start + sent / rate if rate else clock()):
                    self.poll.modify(channel.socket.fileno(), select.EPOLLIN | select.EPOLLOUT)
                sent, busy = sent + 1, busy + 1
            wait = min(0.05, max(0, start + sent / rate - clock())) if rate and pending else 0.05
            # select has microseconds where epoll has milliseconds.
            select.select([self.poll], [], [], wait)
            busy -= self.take(outcome, clock)
        outcome.unanswered = len(pending) + busy
        for channel in [channel for channel in self.channels.values() if channel.is_busy]:
            self.drop(channel)

    def take(self, outcome, clock):
        """Reads what has come; the answer is how many requests came to an end."""
        ended = 0
        for descriptor, event in self.poll.poll(0):
            channel = self.channels[descriptor]
            if event & select.EPOLLOUT and channel.send_rest():
                self.poll.modify(descriptor, select.EPOLLIN)
            if not event & ~select.EPOLLOUT:
                continue
            status = channel.receive()
            if status is None:
                continue
            if not channel.is_busy:  # closed between two requests
                self.idle.remove(channel)
                self.drop(channel)
                continue
            channel.is_busy = False
            outcome.statuses[status] += 1
            ended += 1
            if status == 200:
                outcome.latencies.setdefault(channel.tag, []).append((clock() - channel.due) * 1000)
            if status:
                self.idle.append(channel)
            else:
                self.drop(channel)
        return ended
