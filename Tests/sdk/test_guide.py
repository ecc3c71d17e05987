# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What `passthrough demo` prints and what the README shows, done as a reader does it."""

import json
import os
import re
import signal
import subprocess

import pytest

from conftest import PROGRAM, ROOT

README = (ROOT / "README.md").read_text()


class Demo:
    def __init__(self, directory):
        self.directory = directory
        self.process = subprocess.Popen([PROGRAM, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                break
        text = "\n".join(self.lines)
        self.url = re.search(r"listening on (\S+)", text)[1]
        self.key = re.search(r"API key +(\S+)", text)[1]
        self.connection, self.slack = re.findall(r"connection +([0-9a-f]{24})", text)

    @property
    def calls(self):
        return [line for line in self.lines if line.startswith("curl ")]

    def shell(self, line):
        """The status and what was printed, by a shell, in a directory of its own."""
        command = line + " --silent --show-error --max-time 20 --write-out '\\n%{http_code}'"
        run = subprocess.run(["sh", "-c", command], cwd=self.directory, stdout=subprocess.PIPE, check=True)
        text, _, status = run.stdout.decode().rpartition("\n")
        return int(status), text


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(timeout=40) == 0


def block(language):
    return re.search(r"```%s\n(.*?)```" % language, README, re.DOTALL)[1]


def test_demo_prints_calls(demo):
    assert len(demo.calls) >= 6
    assert "/v2/customers'" in demo.calls[0]


def test_every_printed_call_works(demo):
    for line in demo.calls:
        said = re.search(r"/status/(\d{3})", line)
        status, _ = demo.shell(line)
        assert (status == int(said[1])) if said else (200 <= status < 300), line


@pytest.mark.parametrize("part, expected", [
    ("x-api-version", {"api_version": "2023-06-01"}),
    ("Grace Hopper", {"name": "Grace Hopper"}),
    ("batch/read", {"status": "COMPLETE"}),
    ("conversations.create", {"ok": True}),
    ("sobjects/Account/", {"success": True}),
])
def test_guides_call_is_answered_as_the_vendor_answers(demo, part, expected):
    # Another name than in the line above: the fake vendor keeps what it made, as Slack does.
    line = next(line for line in demo.calls if part in line).replace("launch", "launch-again")

    _, text = demo.shell(line)

    assert expected.items() <= json.loads(text).items()


def test_printed_download_is_whole(demo):
    demo.shell(next(line for line in demo.calls if "big.bin" in line))

    assert os.path.getsize(demo.directory / "big.bin") == 10_000_000


def test_readmes_curl(demo):
    line = next(line for line in README.splitlines() if line.startswith("curl "))
    line = line.replace("KEY", demo.key).replace("CONNECTION", demo.connection)

    status, text = demo.shell(line.replace("http://127.0.0.1:8080", demo.url))

    assert status == 200
    assert json.loads(text)["data"]


def test_readmes_python(demo, capsys):
    exec(block("python"), {"KEY": demo.key, "CONNECTION": demo.connection, "SERVER": demo.url})

    status, _, body = capsys.readouterr().out.strip().partition(" ")
    assert status == "201"
    assert "'name': 'Ada'" in body


def test_readmes_fetch(demo):
    setup = "const [SERVER, KEY, VENDOR, SLACK] = %s;\n" % json.dumps([demo.url, demo.key, demo.connection, demo.slack])
    setup += "let CONNECTION = VENDOR;\n"
    calls = block("js").replace("await call('conv", "CONNECTION = SLACK;\nawait call('conv")
    calls = calls.replace("await call('services", "CONNECTION = VENDOR;\nawait call('services")
    calls, count = re.subn(r"^await call\(", "await answer(", calls, flags=re.MULTILINE)
    calls = calls.replace("launch", "launch-by-fetch")
    report = "const answer = async (...a) => console.log((await call(...a)).status);\n"

    run = subprocess.run(
        ["node", "--input-type=module"], input=setup + report + calls,
        stdout=subprocess.PIPE, text=True, check=True, timeout=30)

    assert count == 5
    assert run.stdout.split() == ["200", "201", "200", "200", "201"]


def test_readmes_command_line(demo):
    line = next(line for line in README.splitlines() if line.startswith("passthrough call "))
    environment = {**os.environ, "PASSTHROUGH_KEY": demo.key, "PASSTHROUGH_URL": demo.url, "ID": demo.connection}

    run = subprocess.run(
        ["sh", "-c", line.replace("passthrough", "'%s'" % PROGRAM, 1)], env=environment,
        stdout=subprocess.PIPE, text=True, check=True, timeout=30)

    assert json.loads(run.stdout)["data"]
