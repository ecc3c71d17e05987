# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The bytes that the other official SDKs send (CONTRACT 1.2), by a bare socket.

Paths and fields are those of the SDKs' sources. The head around them is as recorded from Node.js 20 (TypeScript) and
JDK 17 (Java), and written after what net/http, .NET's HttpClient, Guzzle's curl and Faraday's Net::HTTP do for the
others. The version numbers in User-Agent decide nothing.
"""

import socket
import urllib.parse

import pytest

from conftest import CREDENTIAL

ACCEPT = "application/json;q=1, text/csv;q=0.8, text/plain;q=0.6, application/xml;q=0.4, */*;q=0"
JSON = b'{"name":"Ada"}'


def escaped(path, safe):
    """The whole path as one segment."""
    return "/" + urllib.parse.quote(path, safe=safe)


def typescript(key, body):
    fields = [("host", "HOST"), ("connection", "keep-alive"), ("Content-Type", "application/json"), ("Accept", ACCEPT)]
    fields += [("authorization", key)]
    fields += [("user-agent", "speakeasy-sdk/typescript 2.74.2 2.716.10 1.0 @unified-api/typescript-sdk")]
    fields += [("accept-language", "*"), ("sec-fetch-mode", "cors"), ("accept-encoding", "gzip, deflate")]
    return fields + ([("content-length", str(len(body)))] if body is not None else [])


def go(key, body):
    agent = "speakeasy-sdk/go 0.0.0 0.0.0 1.0 github.com/unified-to/unified-go-sdk"
    fields = [("Host", "HOST"), ("User-Agent", agent)]
    fields += [("Content-Length", str(len(body)))] if body is not None else []
    fields += [("Accept", ACCEPT), ("Authorization", key)]
    fields += [("Content-Type", "application/json")] if body is not None else []
    return fields + [("Accept-Encoding", "gzip")]


def csharp(key, body):
    agent = "speakeasy-sdk/csharp 0.5.7 2.237.2 1.0 UnifiedTo"
    fields = [("Host", "HOST"), ("User-Agent", agent), ("authorization", key)]
    if body is None:
        return fields
    return fields + [("Content-Type", "application/json; charset=utf-8"), ("Content-Length", str(len(body)))]


def java(key, body):
    fields = [("Connection", "Upgrade, HTTP2-Settings"), ("Content-Length", str(len(body or b""))), ("Host", "HOST")]
    fields += [("HTTP2-Settings", "AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA"), ("Upgrade", "h2c")]
    fields += [("Accept", ACCEPT), ("authorization", key)]
    fields += [("Content-Type", "application/json")] if body is not None else []
    return fields + [("user-agent", "speakeasy-sdk/java 0.48.11 2.928.0 1.0 to.unified.unified_java_sdk")]


def php(key, body):
    fields = [("Host", "HOST"), ("Authorization", key), ("Accept", ACCEPT)]
    fields += [("user-agent", "speakeasy-sdk/php 0.12.0 2.250.8 1.0 unified/unified-to")]
    if body is None:
        return fields
    return fields + [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]


def ruby(key, body):
    fields = [("Content-Type", "application/json")] if body is not None else []
    fields += [("Accept", "application/json"), ("User-Agent", "speakeasy-sdk/ruby 0.4.16 2.269.0 1.0 unified_ruby_sdk")]
    fields += [("Authorization", key), ("Accept-Encoding", "gzip;q=1.0,deflate;q=0.6,identity;q=0.3")]
    fields += [("Connection", "close"), ("Host", "HOST")]
    return fields + ([("Content-Length", str(len(body)))] if body is not None else [])


# Name, fields, and how a path follows the connection's id on the wire: one segment, or as it is behind a slash.
DIALECTS = {
    "typescript": (typescript, lambda path: escaped(path, "~!*'()")),
    "csharp": (csharp, lambda path: escaped(path, "~")),
    "java": (java, lambda path: escaped(path, "*").replace("~", "%7E")),
    "go": (go, lambda path: "/" + urllib.parse.quote(path, safe="/~!$&'()*+,;=:@")),
    "php": (php, lambda path: "/" + urllib.parse.quote(path, safe="/~!$&'()*+,;=:@%")),
    "ruby": (ruby, lambda path: "/" + path),
}
WHOLE = ["typescript", "csharp", "java"]

# As given to the SDK, as the vendor must get it.
PATHS = [
    ("/v2/customers", "/v2/customers"),
    ("v2/customers", "/v2/customers"),
    ("services/data/v62.0/sobjects/Account/", "/services/data/v62.0/sobjects/Account/"),
    ("/crm/v3/properties/{objectType}/batch/read", "/crm/v3/properties/%7BobjectType%7D/batch/read"),
    ("conversations.create", "/conversations.create"),
]

NOT_FORWARDED = {"host", "connection", "authorization", "upgrade", "http2-settings", "content-length", "expect"}


def exchange(server, method, target, fields, body=b"", before_body=None):
    """The answer's status and body. With `before_body` the body waits until those bytes have arrived."""
    place = server.url.removeprefix("http://")
    host, port = place.rsplit(":", 1)
    lines = ["%s %s HTTP/1.1" % (method, target)]
    lines += ["%s: %s" % (name, place if value == "HOST" else value) for name, value in fields]
    with socket.create_connection((host, int(port)), timeout=10) as channel:
        stream = channel.makefile("rb")
        channel.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        if before_body is not None:
            assert stream.read(len(before_body)) == before_body
        channel.sendall(body)
        status = int(stream.readline().split()[1])
        answered = {}
        while line := stream.readline().strip():
            name, _, value = line.decode().partition(":")
            answered[name.lower()] = value.strip()
        return status, answered, stream.read(int(answered.get("content-length", 0)))


def call(server, connection, dialect, path, method="POST", body=JSON, query=""):
    fields, written = DIALECTS[dialect]
    target = "/passthrough/%s%s%s" % (connection, written(path), query)
    return exchange(server, method, target, fields(server.key, body), body or b"")


def forwarded(fields):
    return [(name, value) for name, value in fields if name.lower() not in NOT_FORWARDED]


# Ruby's URI refuses a brace before anything is sent.
@pytest.mark.parametrize("dialect, path, expected", [
    (dialect, *pair) for dialect in DIALECTS for pair in PATHS if dialect != "ruby" or "{" not in pair[0]
])
@pytest.mark.parametrize("method, body", [
    ("GET", None), ("POST", JSON), ("PUT", JSON), ("PATCH", JSON), ("DELETE", None),
])
def test_request_of_an_sdk_arrives_as_meant(server, vendor, connection, dialect, method, body, path, expected):
    status, answered, content = call(server, connection, dialect, path, method, body)

    received = vendor.last()
    assert (status, content) == (200, b'{"id": "1", "ok": true}')
    assert answered["content-type"] == "application/json"
    assert received.head.split(b"\r\n")[0] == ("%s %s HTTP/1.1" % (method, expected)).encode()
    assert received.body == (body or b"")
    assert forwarded(received.fields) == forwarded(DIALECTS[dialect][0](server.key, body))
    assert received.values("Authorization") == ["Bearer " + CREDENTIAL]
    assert received.values("Host") == [vendor.place]
    assert server.key.encode() not in received.head


def test_jdks_offer_of_http2_is_neither_taken_nor_passed_on(server, vendor, connection):
    status, answered, _ = call(server, connection, "java", "/v2/customers")

    assert status == 200
    assert "upgrade" not in answered
    assert vendor.last().values("Upgrade") == []
    assert vendor.last().values("HTTP2-Settings") == []
    assert b"upgrade" not in vendor.last().head.lower()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_query_beside_the_path(server, vendor, connection, dialect):
    call(server, connection, dialect, "/v2/customers", "GET", None, "?limit=10&filter%5Bname%5D=x%26y&limit=20&empty=")

    assert vendor.last().target == "/v2/customers?limit=10&filter%5Bname%5D=x%26y&limit=20&empty="


@pytest.mark.parametrize("dialect", DIALECTS)
def test_query_inside_the_path(server, vendor, connection, dialect):
    if dialect in ("go", "php", "ruby"):
        # These put it into the URL as it is.
        fields, _ = DIALECTS[dialect]
        target = "/passthrough/%s//v2/customers?limit=10&sort=a+b" % connection
        exchange(server, "GET", target, fields(server.key, None))
    else:
        call(server, connection, dialect, "/v2/customers?limit=10&sort=a+b", "GET", None)

    assert vendor.last().target == "/v2/customers?limit=10&sort=a+b"


@pytest.mark.parametrize("dialect", WHOLE)
def test_query_inside_the_path_comes_before_the_one_beside_it(server, vendor, connection, dialect):
    call(server, connection, dialect, "/v2/customers?limit=10#top", "GET", None, "?offset=5")

    assert vendor.last().target == "/v2/customers?limit=10&offset=5"


@pytest.mark.parametrize("given, expected", [
    ("/files/a%2Fb", "/files/a%2Fb"), ("/files/100%25", "/files/100%25"), ("/files/a%252Fb", "/files/a%252Fb"),
])
@pytest.mark.parametrize("dialect", WHOLE)
def test_vendors_own_escapes_survive_the_whole_path(server, vendor, connection, dialect, given, expected):
    call(server, connection, dialect, given, "GET", None)

    assert vendor.last().target == expected


@pytest.mark.parametrize("dialect", WHOLE)
def test_single_segment_is_decoded_once(server, vendor, connection, dialect):
    call(server, connection, dialect, "list%20x", "GET", None)

    assert vendor.last().target == "/list%20x"


@pytest.mark.parametrize("dialect", ["go", "php"])
def test_single_segment_of_others_is_left_alone(server, vendor, connection, dialect):
    fields, _ = DIALECTS[dialect]
    exchange(server, "GET", "/passthrough/%s/list%%2520x" % connection, fields(server.key, None))

    assert vendor.last().target == "/list%2520x"


@pytest.mark.parametrize("rest", ["%2Fv2%2F..%2Fadmin", "%2fv2%2f%2e%2e%2fadmin", "/v2/../admin", "v2/%2e%2e/admin"])
def test_way_up_is_refused(server, vendor, connection, rest):
    before = len(vendor.received)

    status, answered, _ = exchange(
        server, "GET", "/passthrough/%s/%s" % (connection, rest), typescript(server.key, None))

    assert (status, answered["passthrough-error"]) == (400, "path_invalid")
    assert len(vendor.received) == before


def test_braces_as_they_are(server, vendor, connection):
    target = "/passthrough/%s/crm/v3/properties/{objectType}/batch/read" % connection
    exchange(server, "POST", target, php(server.key, JSON), JSON)

    assert vendor.last().target == "/crm/v3/properties/%7BobjectType%7D/batch/read"


def test_declared_type_with_an_empty_body(server, vendor, connection):
    fields = typescript(server.key, b"")
    exchange(server, "POST", "/passthrough/%s/%%2Fv2%%2Fcustomers" % connection, fields)

    assert vendor.last().values("Content-Type") == ["application/json"]
    assert vendor.last().values("Content-Length") == ["0"]
    assert vendor.last().body == b""


def test_guzzle_expects_leave_to_send_a_large_body(server, vendor, connection):
    body = b"x" * 1_100_000
    fields = php(server.key, body) + [("Expect", "100-Continue")]

    status, _, _ = exchange(
        server, "POST", "/passthrough/%s//v2/files" % connection, fields, body, b"HTTP/1.1 100 Continue\r\n\r\n")

    assert status == 200
    assert vendor.last().body == body


@pytest.mark.parametrize("dialect", DIALECTS)
def test_key_is_asked_for(server, vendor, connection, dialect):
    before = len(vendor.received)
    fields = [field for field in DIALECTS[dialect][0](server.key, None) if field[0].lower() != "authorization"]

    status, answered, body = exchange(server, "GET", "/passthrough/%s//v2/customers" % connection, fields)

    assert (status, answered["passthrough-error"]) == (401, "api_key_missing")
    assert answered["content-type"] == "application/json"
    assert b'"statusCode":401' in body
    assert len(vendor.received) == before


@pytest.mark.parametrize("dialect", DIALECTS)
def test_platform_call_on_the_same_address(server, connection, dialect):
    status, answered, body = exchange(
        server, "GET", "/unified/connection/" + connection, DIALECTS[dialect][0](server.key, None))

    assert status == 200
    assert answered["content-type"].startswith("application/json")
    assert connection.encode() in body
