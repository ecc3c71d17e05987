# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The work that is the same for all: the callers' keys, the customers' connections, the vendor's certificate."""

import dataclasses
import pathlib
import random
import subprocess

from trouble import Trouble

KEYS = 100
CONNECTIONS = 1000
CALLER_HOST = "caller.example"


@dataclasses.dataclass(frozen=True)
class Connection:
    id: str
    credential: str


class Work:
    """Keys and connections, the same at every run, and the directory for what is made of them."""

    def __init__(self, directory: pathlib.Path):
        chance = random.Random(1)
        self.directory = directory
        self.keys = ["key-" + _hexadecimal(chance, 40) for _ in range(KEYS)]
        self.connections = [
            Connection(_hexadecimal(chance, 24), "vendor-" + _hexadecimal(chance, 48)) for _ in range(CONNECTIONS)
        ]
        self.key, self.connection = self.keys[KEYS // 2], self.connections[CONNECTIONS // 2]
        self.authority = directory / "authority.pem"
        self.certificate, self.certificate_key = directory / "vendor.pem", directory / "vendor.key"
        self.write("keys.txt", "".join(f"{key}\n" for key in self.keys))
        self._certify()

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def connections_file(self, base_url: str) -> pathlib.Path:
        """As `passthrough import` takes it: id, base URL and token, separated by tabs."""
        lines = [f"{one.id}\t{base_url}\t{one.credential}\n" for one in self.connections]
        return self.write(f"connections-{base_url.split(':')[0]}.tsv", "".join(lines))

    def _certify(self) -> None:
        """An authority, and a certificate of it for localhost and 127.0.0.1."""
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-sha256"]
        names = self.write("names", "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
        _openssl("req", "-x509", *curve, "-keyout", self.directory / "authority.key", "-out", self.authority,
                 "-days", "30", "-subj", "/CN=Comparison")  # fmt: skip
        request = self.directory / "vendor.csr"
        _openssl("req", *curve, "-keyout", self.certificate_key, "-out", request, "-subj", "/CN=localhost")
        _openssl("x509", "-req", "-in", request, "-CA", self.authority, "-CAkey", self.directory / "authority.key",
                 "-CAcreateserial", "-days", "30", "-sha256", "-extfile", names, "-out", self.certificate)  # fmt: skip


def _hexadecimal(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789abcdef") for _ in range(count))


def _openssl(*words) -> None:
    try:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, text=True, timeout=30)
    except FileNotFoundError:
        raise Trouble("openssl is missing: apt-get install openssl") from None
    except subprocess.CalledProcessError as error:
        raise Trouble(f"openssl {words[0]} failed: {error.stderr.strip()}") from None
