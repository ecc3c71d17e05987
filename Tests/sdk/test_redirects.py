# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The SDK follows `Location` by itself, with the key: to this server, and to nobody else with anything secret."""

import pytest
from unified_python_sdk import UnifiedTo
from unified_python_sdk.models import shared

from conftest import CREDENTIAL
from vendor import Vendor


@pytest.fixture(scope="module")
def stranger():
    return Vendor()


@pytest.fixture(scope="module")
def prefixed(server, vendor):
    return server.connect("--base-url", "http://%s/api" % vendor.place, "--bearer", CREDENTIAL)


def follow(sdk, connection, to, method="list_passthroughs", status=302, body=None):
    request = {"connection_id": connection, "path": "/v2/customers"}
    if body is not None:
        request["request_body"] = body
    fields = {"X-Answer": "redirect", "X-To": to, "X-Status": str(status)}
    return getattr(sdk.passthrough, method)(request=request, http_headers=fields)


@pytest.mark.parametrize("to", ["http://{vendor}/v2/moved?page=2&q=a%20b", "/v2/moved?page=2&q=a%20b"])
def test_redirect_within_the_vendor_comes_back_through_the_server(sdk, server, vendor, connection, to):
    answer = follow(sdk, connection, to.format(vendor=vendor.place))

    assert answer.status_code == 200
    assert str(answer.raw_response.url).startswith("%s/passthrough/%s/" % (server.url, connection))
    assert vendor.last().target == "/v2/moved?page=2&q=a%20b"
    assert vendor.last().values("Authorization") == ["Bearer " + CREDENTIAL]
    assert server.key.encode() not in vendor.last().head


def test_redirect_relative_to_the_request_arrives(sdk, vendor, connection):
    follow(sdk, connection, "moved")

    assert vendor.last().target == "/v2/moved"


def test_redirect_keeps_the_base_urls_prefix(sdk, vendor, prefixed):
    follow(sdk, prefixed, "http://%s/api/moved" % vendor.place)

    assert [each.target for each in vendor.received[-2:]] == ["/api/v2/customers", "/api/moved"]


@pytest.mark.parametrize("status, verb, sent", [
    (301, "GET", b""), (302, "GET", b""), (303, "GET", b""),
    (307, "POST", b'{"name":"Ada"}'), (308, "POST", b'{"name":"Ada"}'),
])
def test_redirect_of_a_post(sdk, vendor, connection, status, verb, sent):
    follow(sdk, connection, "/v2/moved", "create_passthrough_json", status, {"name": "Ada"})

    assert (vendor.last().method, vendor.last().target, vendor.last().body) == (verb, "/v2/moved", sent)


def test_redirect_elsewhere_carries_no_secret(sdk, server, stranger, connection):
    follow(sdk, connection, "http://%s/moved" % stranger.place)

    assert stranger.last().target == "/moved"
    assert stranger.last().values("Authorization") == []
    assert server.key.encode() not in stranger.last().head
    assert CREDENTIAL.encode() not in stranger.last().head


def test_location_of_a_created_thing_is_the_vendors(sdk, vendor, connection):
    location = "http://%s/v2/customers/7" % vendor.place
    answer = sdk.passthrough.create_passthrough_json(
        request={"connection_id": connection, "path": "/v2/customers", "request_body": {}},
        http_headers={"X-Answer": "fields", "X-Status": "201", "X-Fields": "Location: " + location})

    assert answer.status_code == 201
    assert answer.headers["location"] == [location]


def test_cookie_of_one_connection_does_not_reach_another(server, vendor, connection, prefixed):
    sdk = UnifiedTo(security=shared.Security(jwt=server.key), server_url=server.url)

    def cookies(of, **fields):
        sdk.passthrough.list_passthroughs(request={"connection_id": of, "path": "/v2/customers"}, http_headers=fields)
        return vendor.last().values("Cookie")

    cookies(connection, **{"X-Answer": "fields", "X-Fields": "Set-Cookie: sid=1; Domain=vendor.example; Path=/"})

    assert cookies(connection) == ["sid=1"]
    assert cookies(prefixed) == []
