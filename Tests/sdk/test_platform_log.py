# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Calls, environments, notifications, issues and webhooks: the official models parse every answer, both ways."""

import hashlib
import hmac
import http.server
import json
import threading
import time
import urllib.error
import urllib.request

import pytest
from unified_python_sdk.models import errors, shared

from conftest import CREDENTIAL, LOOP


def both(group, name, **arguments):
    """The answer of the method, which its asynchronous twin must give too."""
    answer = getattr(group, name)(**arguments)

    async def again():
        return await getattr(group, name + "_async")(**arguments)

    assert LOOP.run_until_complete(again()).status_code == answer.status_code == 200
    return answer


def eventually(look, seconds=15):
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture
def calls(sdk):
    def find(**filters):
        return both(sdk.apicall, "list_unified_apicalls", request={"limit": 50, **filters}).api_calls
    return find


def send(sdk, connection, kind="json", path="/v2/customers"):
    answer = sdk.passthrough.create_passthrough_json(
        request={"connection_id": connection, "path": path, "request_body": {"n": 1}}, http_headers={"X-Answer": kind})
    return answer.headers["passthrough-request-id"][0]


def test_call_is_in_the_log(sdk, connection, calls):
    id = send(sdk, connection, path="/v2/logged?key=" + CREDENTIAL)

    call = eventually(lambda: next((each for each in calls() if each.id == id), None))

    assert call.connection_id == connection
    assert (call.type, call.status, call.method) == (shared.APICallType.INBOUND, "200", "POST")
    assert (call.name, call.path) == ("createPassthrough", "POST /v2/logged")
    assert (call.integration_type, call.environment) == ("generic", "Production")
    assert call.is_billable is True and call.error is None
    assert call.ip_address == "127.0.0.1"
    assert call.user_agent.startswith("speakeasy-sdk/python")
    assert call.endapi_response_time > 0 and call.unified_response_time >= 0 and call.size > 0


def test_call_is_got_by_the_id_of_its_answer(sdk, connection):
    id = send(sdk, connection)

    def got():
        try:
            return both(sdk.apicall, "get_unified_apicall", request={"id": id}).api_call
        except errors.SDKError as failure:
            assert failure.status_code == 404

    assert eventually(got).id == id


def test_calls_are_filtered(sdk, connection, calls):
    id = send(sdk, connection)
    assert eventually(lambda: id in [each.id for each in calls()])

    for filters in (
        {"connection_id": connection}, {"env": "Production"}, {"error": False}, {"integration_type": "generic"},
        {"is_billable": True}, {"type": "inbound"}, {"updated_gte": "2020-01-01T00:00:00Z"},
    ):
        assert id in [each.id for each in calls(**filters)], filters
    for filters in (
        {"connection_id": "0" * 24}, {"env": "Sandbox"}, {"error": True}, {"integration_type": "slack"},
        {"is_billable": False}, {"type": "login"}, {"webhook_id": "1"}, {"external_xref": "nobody"},
    ):
        assert id not in [each.id for each in calls(**filters)], filters


def test_health_of_a_connection_shows(sdk, server, vendor):
    made = server.connect("--base-url", "http://" + vendor.place, "--bearer", CREDENTIAL)
    send(sdk, made)

    def healthy():
        return sdk.connection.get_unified_connection(request={"id": made}).connection.last_healthy_at

    assert eventually(healthy)


def test_environments(sdk):
    group = sdk.environment

    assert both(group, "list_unified_environments").environments[:2] == ["Production", "Sandbox"]
    assert "Pre prod" in both(group, "create_unified_environment", request=["Pre prod"]).environments
    assert "Pre prod" not in group.remove_unified_environment(request={"env": "Pre prod"}).environments
    with pytest.raises(errors.SDKError) as failure:
        group.remove_unified_environment(request={"env": "Production"})
    assert failure.value.status_code == 409


def test_notifications(sdk, server, vendor):
    made = server.connect("--base-url", "http://" + vendor.place, "--bearer", CREDENTIAL)

    listed = both(sdk.notification, "list_unified_notifications", request={"limit": 20}).notifications

    mine = next(each for each in listed if each.connection_id == made)
    assert mine.event == shared.Event.CONNECTION_CREATED
    assert mine.integration_type == "generic" and mine.created_at and mine.description
    assert CREDENTIAL not in repr(listed)


@pytest.mark.parametrize("group, name", [("issue", "list_unified_issues"), ("webhook", "list_unified_webhooks")])
def test_collections_that_are_empty(sdk, group, name):
    assert both(getattr(sdk, group), name, request={}).raw_response.json() == []


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Passthrough-Signature"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def platform(server, method, path, body=None):
    request = urllib.request.Request(
        server.url + path, method=method, data=body and json.dumps(body).encode(),
        headers={"Authorization": server.key})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture
def hook(server):
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", server.hook_port), Hook)
    receiver.got = []
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    yield receiver
    platform(server, "PATCH", "/unified/workspace", {"webhook_url": ""})
    receiver.shutdown()
    receiver.server_close()


def test_webhook_is_told_with_a_signature(server, sdk, vendor, hook):
    answer = platform(
        server, "PATCH", "/unified/workspace", {"webhook_url": "http://127.0.0.1:%d/in" % server.hook_port})
    secret = answer["webhook_secret"]
    made = sdk.connection.create_unified_connection(request={
        "integration_type": "generic", "categories": [], "permissions": [],
        "auth": {"api_url": "http://" + vendor.place, "token": CREDENTIAL}}).connection

    told = eventually(lambda: next((each for each in hook.got if made.id.encode() in each[1]), None))

    field, body = told
    parts = dict(part.split("=", 1) for part in field.split(","))
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(expected, parts["v1"])
    assert abs(time.time() - int(parts["t"])) < 300
    assert json.loads(body)["event"] == "CONNECTION_CREATED"
    assert CREDENTIAL.encode() not in body
    assert "webhook_secret" not in platform(server, "GET", "/unified/workspace")


def test_captured_bodies_hold_no_credential(server, sdk, vendor):
    platform(server, "PATCH", "/unified/workspace", {"capture": "sample:100"})
    try:
        made = server.connect("--base-url", "http://" + vendor.place, "--bearer", CREDENTIAL)
        id = sdk.passthrough.create_passthrough_json(
            request={"connection_id": made, "path": "/x", "request_body": {
                "name": "Ada", "password": "hunter22", "note": CREDENTIAL}},
            http_headers={"X-Answer": "echo"}).headers["passthrough-request-id"][0]
        shown = eventually(lambda: show(server, id))
        assert "Ada" in shown["request_body"]["text"] and "Ada" in shown["response_body"]["text"]
        for text in (json.dumps(shown), json.dumps(platform(server, "GET", "/unified/apicall?limit=5"))):
            assert CREDENTIAL not in text and "hunter22" not in text
    finally:
        platform(server, "PATCH", "/unified/workspace", {"capture": "off"})


def show(server, id):
    try:
        return platform(server, "GET", "/unified/apicall/" + id)
    except urllib.error.HTTPError as failure:
        assert failure.code == 404
