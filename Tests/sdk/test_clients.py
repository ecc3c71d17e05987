# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""How the SDK is used: asynchronously, with retries, by many threads, with the key in every form."""

import asyncio
import concurrent.futures
import json

import httpx
import pytest
from unified_python_sdk import UnifiedTo
from unified_python_sdk.models import errors, shared
from unified_python_sdk.utils import BackoffStrategy, RetryConfig

from conftest import CREDENTIAL
from test_passthrough import METHODS, PATHS, read
from vendor import BINARY

# At once, and for ever as far as this suite is concerned: a third try always comes before it.
RETRIES = RetryConfig("backoff", BackoffStrategy(1, 2, 1.0, 30_000, jitter_ms=0), True)


def client(server, key=None, **options):
    return UnifiedTo(security=shared.Security(jwt=key or server.key), server_url=server.url, **options)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method, verb, body, sent", METHODS)
def test_asynchronous_request_arrives_as_meant(server, vendor, connection, path, method, verb, body, sent):
    async def call():
        async with client(server) as sdk:
            request = {"connection_id": connection, "path": path, "query": {"limit": 10}}
            if body is not None:
                request["request_body"] = body
            return await getattr(sdk.passthrough, method + "_async")(request=request)

    answer = asyncio.run(call())

    received = vendor.last()
    assert answer.status_code == 200
    assert answer.default_application_json_any == {"id": "1", "ok": True}
    assert (received.method, received.target, received.body) == (verb, PATHS[path] + "?limit=10", sent)
    assert received.values("Authorization") == ["Bearer " + CREDENTIAL]


def test_asynchronous_answer_streams(server, connection):
    async def call():
        async with client(server) as sdk:
            answer = await sdk.passthrough.list_passthroughs_async(
                request={"connection_id": connection, "path": "/files/1"}, http_headers={"X-Answer": "binary"})
            return b"".join([piece async for piece in answer.default_wildcard_wildcard_response_stream.aiter_bytes()])

    assert asyncio.run(call()) == BINARY


def test_asynchronous_failure_is_the_vendors(server, connection):
    async def call():
        async with client(server) as sdk:
            await sdk.passthrough.list_passthroughs_async(
                request={"connection_id": connection, "path": "/x"}, http_headers={"X-Answer": "404-body"})

    with pytest.raises(errors.SDKError) as failure:
        asyncio.run(call())
    assert (failure.value.status_code, failure.value.body) == (404, '{"vendor": "says no"}')


def test_many_asynchronous_calls_at_once(server, connection):
    async def call():
        async with client(server) as sdk:
            return await asyncio.gather(*(
                sdk.passthrough.create_passthrough_json_async(
                    request={"connection_id": connection, "path": "/x", "request_body": {"n": n}},
                    http_headers={"X-Answer": "echo"})
                for n in range(50)))

    assert [read(answer) for answer in asyncio.run(call())] == [{"n": n} for n in range(50)]


def test_platform_calls_asynchronously(server, connection):
    async def call():
        async with client(server) as sdk:
            listed = await sdk.connection.list_unified_connections_async(request={"limit": 1000})
            got = await sdk.connection.get_unified_connection_async(request={"id": connection})
            integrations = await sdk.integration.list_unified_integrations_async(request={"limit": 5})
            return listed.connections, got.connection, integrations.integrations

    connections, got, integrations = asyncio.run(call())
    assert connection in [each.id for each in connections]
    assert got.id == connection
    assert len(integrations) == 5


def test_twenty_threads_get_their_own_answers(server, vendor, connection):
    before = len(vendor.received)
    sdk = client(server)

    def work(thread):
        answers = []
        for turn in range(10):
            answers.append(read(sdk.passthrough.create_passthrough_json(
                request={
                    "connection_id": connection, "path": "/threads/%d/%d" % (thread, turn),
                    "request_body": {"thread": thread, "turn": turn, "filler": "x" * (thread * 500)},
                },
                http_headers={"X-Answer": "echo"})))
        return answers

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(work, range(20)))

    for thread, own in enumerate(answers):
        assert [(each["thread"], each["turn"]) for each in own] == [(thread, turn) for turn in range(10)]
    received = vendor.received[before:]
    assert sorted(each.target for each in received) == sorted(
        "/threads/%d/%d" % (thread, turn) for thread in range(20) for turn in range(10))
    for each in received:
        body = json.loads(each.body)
        assert each.target == "/threads/%d/%d" % (body["thread"], body["turn"])
        assert each.values("Authorization") == ["Bearer " + CREDENTIAL]


@pytest.mark.parametrize("where", ["of the SDK", "of the call"])
def test_retries_repeat_the_request(server, vendor, connection, where):
    path = "/retries/" + where.replace(" ", "-")
    sdk = client(server, retry_config=RETRIES) if where == "of the SDK" else client(server)
    options = {"retries": RETRIES} if where == "of the call" else {}

    answer = sdk.passthrough.update_passthrough_json(
        request={"connection_id": connection, "path": path, "request_body": {"name": "Ada"}},
        http_headers={"X-Answer": "busy-twice"}, **options)

    assert answer.status_code == 200
    received = [each for each in vendor.received if each.target == path]
    assert [each.body for each in received] == [b'{"name":"Ada"}'] * 3
    assert len({each.head for each in received}) == 1


def test_retries_asynchronously(server, vendor, connection):
    async def call():
        async with client(server, retry_config=RETRIES) as sdk:
            return await sdk.passthrough.list_passthroughs_async(
                request={"connection_id": connection, "path": "/retries/async"},
                http_headers={"X-Answer": "busy-twice"})

    assert asyncio.run(call()).status_code == 200
    assert len([each for each in vendor.received if each.target == "/retries/async"]) == 3


def test_nothing_is_retried_unasked(server, vendor, connection):
    with pytest.raises(errors.SDKError):
        client(server).passthrough.list_passthroughs(
            request={"connection_id": connection, "path": "/retries/none"}, http_headers={"X-Answer": "busy-twice"})

    assert len([each for each in vendor.received if each.target == "/retries/none"]) == 1


def test_answer_cut_short_is_no_answer(sdk, connection):
    with pytest.raises(httpx.RemoteProtocolError):
        sdk.passthrough.list_passthroughs(
            request={"connection_id": connection, "path": "/x"}, http_headers={"X-Answer": "cut"})


@pytest.mark.parametrize("form", ["%s", "Bearer %s", "bearer %s"])
def test_key_in_every_form(server, vendor, connection, form):
    answer = client(server, form % server.key).passthrough.list_passthroughs(
        request={"connection_id": connection, "path": "/keys"})

    assert answer.status_code == 200
    assert vendor.last().values("Authorization") == ["Bearer " + CREDENTIAL]
    assert server.key.encode() not in vendor.last().head


def test_no_key(server, vendor, connection):
    before = len(vendor.received)

    with pytest.raises(errors.SDKError) as failure:
        UnifiedTo(security=shared.Security(jwt=""), server_url=server.url).passthrough.list_passthroughs(
            request={"connection_id": connection, "path": "/x"})

    assert failure.value.status_code == 401
    assert failure.value.headers["Passthrough-Error"] == "api_key_missing"
    assert len(vendor.received) == before


def test_server_url_may_end_in_a_slash(server, vendor, connection):
    sdk = UnifiedTo(security=shared.Security(jwt=server.key), server_url=server.url + "/")

    assert sdk.passthrough.list_passthroughs(
        request={"connection_id": connection, "path": "/v2/customers"}).status_code == 200
    assert vendor.last().target == "/v2/customers"


@pytest.mark.parametrize("scheme, option, name, value", [
    ("header", "X-Api-Key: " + CREDENTIAL, "X-Api-Key", CREDENTIAL),
    ("basic", "ann:" + CREDENTIAL, "Authorization", "Basic YW5uOmNhbmFyeS1jcmVkZW50aWFsLTE="),
])
def test_credential_in_another_field(sdk, server, vendor, scheme, option, name, value):
    connection = server.connect("--base-url", "http://" + vendor.place, "--" + scheme, option)

    sdk.passthrough.list_passthroughs(request={"connection_id": connection, "path": "/x"})

    assert vendor.last().values(name) == [value]
    assert server.key.encode() not in vendor.last().head


def test_credential_in_the_query(sdk, server, vendor):
    connection = server.connect("--base-url", "http://" + vendor.place, "--query", "api_key=" + CREDENTIAL)

    sdk.passthrough.list_passthroughs(request={"connection_id": connection, "path": "/x", "query": {"limit": 1}})

    assert vendor.last().target == "/x?limit=1&api_key=" + CREDENTIAL
    assert vendor.last().values("Authorization") == []
