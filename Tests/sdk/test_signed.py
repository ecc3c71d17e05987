# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Connections whose requests are signed: the vendor checks each signature with botocore and oauthlib."""

import datetime
import http.client
import json
import urllib.parse
from unittest import mock

import botocore.auth
import httpx
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from oauthlib.oauth1 import RequestValidator, SignatureOnlyEndpoint

from signing_vectors import strict

KEY_ID, SECRET, SESSION = "AKIDEXAMPLE", "canary/signing+key", "canary/session=="
CONSUMER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET = "canary-consumer", "canary&consumer secret", "canary-t", "canary+ts"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def connect(server, url, **meta):
    answer = httpx.post(
        server.url + "/unified/connection", headers={"Authorization": server.key}, trust_env=False, json={
            "integration_type": "generic", "categories": ["other"], "permissions": [],
            "auth": {"api_url": url, "meta": meta}})
    assert answer.status_code == 200, answer.text
    assert "canary" not in answer.text
    return answer.json()["id"]


def aws_connection(server, vendor, scheme, service, **meta):
    return connect(
        server, f"{scheme}://{vendor.place}", scheme="aws_sigv4", access_key_id=KEY_ID, secret_access_key=SECRET,
        service=service, region="eu-west-3", **meta)


@pytest.fixture(scope="module")
def store(server, other_vendor):
    """S3 over TLS."""
    return aws_connection(server, other_vendor, "https", "s3", session_token=SESSION)


@pytest.fixture(scope="module")
def service(server, vendor):
    return aws_connection(server, vendor, "http", "execute-api")


@pytest.fixture(scope="module")
def account(server, vendor):
    return connect(
        server, f"http://{vendor.place}/rest", scheme="oauth1", consumer_key=CONSUMER, consumer_secret=CONSUMER_SECRET,
        token_id=TOKEN, token_secret=TOKEN_SECRET, realm="1234567_SB1")


def send(server, connection, method, target, body=None, fields=None):
    """Sends the target's bytes as they are, which an HTTP library of more manners would change."""
    channel = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=30)
    try:
        channel.request(
            method, f"/passthrough/{connection}{target}", body=body,
            headers={"Authorization": "Bearer " + server.key, **(fields or {})},
            encode_chunked=body is not None and not isinstance(body, (bytes, str)))
        answer = channel.getresponse()
        return answer.status, answer.read()
    finally:
        channel.close()


def last(server, vendor):
    """The request as the vendor got it; nothing in it but the signature says who sent it."""
    received = vendor.last()
    assert server.key.encode() not in received.head
    for secret in (SECRET, CONSUMER_SECRET, TOKEN_SECRET):
        assert secret.encode() not in received.head
        assert urllib.parse.quote(secret, safe="").encode() not in received.head
    assert len(received.values("Authorization")) == 1
    return received


def due_from_aws(received, scheme, service, payload=None):
    """The `Authorization` that botocore makes for what was received."""
    path, _, query = received.target.partition("?")
    if service == "s3":
        path = urllib.parse.quote(urllib.parse.unquote_to_bytes(path), safe="/-_.~")
    query = strict(query)
    request = AWSRequest(
        method=received.method, url=f"{scheme}://{received.values('Host')[0]}{path}" + (f"?{query}" if query else ""),
        data=received.body)
    signed = received.values("Authorization")[0].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    assert "host" in signed
    for name, value in received.fields:
        amazon = name.lower().startswith("x-amz-")
        assert not amazon or name.lower() in signed
        if name.lower() in signed and name.lower() not in ("x-amz-date", "x-amz-security-token"):
            request.headers.add_header(name, value)
    if payload:
        request.context["client_config"] = mock.Mock(s3={"payload_signing_enabled": False})
    moment = datetime.datetime.strptime(received.values("X-Amz-Date")[0], "%Y%m%dT%H%M%SZ")
    assert abs(datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - moment).total_seconds() < 60
    token = (received.values("X-Amz-Security-Token") or [None])[0]
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    with mock.patch("botocore.auth.get_current_datetime", return_value=moment):
        signer(Credentials(KEY_ID, SECRET, token), service, "eu-west-3").add_auth(request)
    return request.headers["Authorization"]


@pytest.mark.parametrize("target", [
    "/", "/bucket/a%20b%2Bc", "/bucket/%C3%A4/%e6%97%a5", "/bucket/!x'(y)*,z;w=@:&$", "/bucket//double//",
    "/bucket/a%2Fb", "/bucket/%FF%80%7e", "/bucket/{id}", "/bucket/100%", "/bucket?uploads",
    "/bucket?list-type=2&prefix=a/b&delimiter=%2F", "/bucket/key?a=2&a=1&a&&b=+%2B&B=x=y",
])
def test_s3_takes_keys_and_queries_of_any_kind(server, other_vendor, store, target):
    status, _ = send(server, store, "GET", target, fields={"X-Amz-Date": "20000101T000000Z", "x-amz-meta-n": "a   b"})

    received = last(server, other_vendor)
    assert status == 200
    assert received.values("X-Amz-Security-Token") == [SESSION]
    assert len(received.values("X-Amz-Date")) == 1
    assert received.values("Authorization") == [due_from_aws(received, "https", "s3")]


def test_s3_streams_more_than_is_ever_held(server, other_vendor, store):
    body = bytes(range(256)) * 40_000  # 10 MB

    status, _ = send(server, store, "PUT", "/bucket/big", body, {"x-amz-acl": "private", "Content-Type": "a/b"})

    received = last(server, other_vendor)
    assert status == 200
    assert received.body == body
    assert received.values("X-Amz-Content-Sha256") == ["UNSIGNED-PAYLOAD"]
    assert received.values("Authorization") == [due_from_aws(received, "https", "s3", payload="unsigned")]
    assert "content-type;host;x-amz-acl;x-amz-content-sha256" in received.values("Authorization")[0]


@pytest.mark.parametrize("method, target, body", [
    ("POST", "/prod/orders//%20x?b=1&a=%C3%A4", json.dumps({"name": "Ärzte"}).encode()), ("POST", "/", b""),
    ("DELETE", "/prod/orders/1%2F2", None), ("PUT", "/prod/big", b"x" * 2_000_000),
    ("POST", "/prod/pieces", [b"a" * 70_000, b"b", b"c" * 5]),
])
def test_another_service_signs_the_body(server, vendor, service, method, target, body):
    status, _ = send(server, service, method, target, body, JSON)

    received = last(server, vendor)
    assert status == 200
    assert received.body == (b"".join(body) if isinstance(body, list) else body or b"")
    assert received.values("Authorization") == [due_from_aws(received, "http", "execute-api")]


def test_a_body_too_long_to_be_signed_is_refused(server, vendor, service):
    count = len(vendor.received)

    status, answer = send(server, service, "POST", "/prod/orders", b"x" * 9_000_000, JSON)

    assert (status, json.loads(answer)["code"]) == (413, "body_too_large")
    assert len(vendor.received) == count


class Validator(RequestValidator):
    """A vendor's own knowledge of its clients; each nonce is good for one request."""

    enforce_ssl = False
    dummy_client = dummy_access_token = "nobody"

    def __init__(self):
        self.seen = set()

    def check_client_key(self, key):
        return key == CONSUMER

    def check_nonce(self, nonce):
        return len(nonce) == 32 and nonce.isalnum()

    def validate_client_key(self, key, request):
        return key == CONSUMER and request.resource_owner_key == TOKEN and request.realm == "1234567_SB1"

    def get_client_secret(self, key, request):
        return CONSUMER_SECRET

    def get_access_token_secret(self, key, token, request):
        return TOKEN_SECRET

    def validate_timestamp_and_nonce(self, key, timestamp, nonce, request, **others):
        isNew = (timestamp, nonce) not in self.seen
        self.seen.add((timestamp, nonce))
        return isNew


ENDPOINT = SignatureOnlyEndpoint(Validator())


def accepts(received, vendor, **changes):
    fields = dict(received.fields)
    url = f"http://{vendor.place}" + changes.get("target", received.target)
    body = changes.get("body", received.body).decode("utf-8")
    isForm = fields.get("Content-Type", "").startswith("application/x-www-form-urlencoded")
    return ENDPOINT.validate_request(url, received.method, body if isForm else None, fields)[0]


@pytest.mark.parametrize("method, target, body, fields", [
    ("GET", "/record/v1/customer?q=email%20IS%20%22a%40b.c%22&limit=10&limit=5&empty=&flag", None, {}),
    ("GET", "/record/v1/customer/%C3%A4%2F1", None, {}), ("DELETE", "/record/v1/customer/1", None, {}),
    ("POST", "/record/v1/customer?replace=a+b", b'{"name": "Ada"}', JSON),
    ("POST", "/record/v1/customer", b"name=Ada+L&note=100%25&note=&x", FORM),
    ("POST", "/record/v1/customer?name=Bob", [b"name=", b"Ada", b"%20L"], FORM), ("POST", "/record", b"", FORM),
])
def test_oauth1_is_accepted(server, vendor, account, method, target, body, fields):
    for _ in range(2):
        status, _ = send(server, account, method, target, body, fields)

        received = last(server, vendor)
        assert status == 200
        assert received.target == "/rest" + target
        assert received.body == (b"".join(body) if isinstance(body, list) else body or b"")
        assert accepts(received, vendor)
        # Good for one request, and for no other.
        assert not accepts(received, vendor)


def test_oauth1_is_good_for_what_was_sent_alone(server, vendor, account):
    send(server, account, "POST", "/record?a=1", b"name=Ada", FORM)
    received = last(server, vendor)

    assert not accepts(received, vendor, target="/rest/record?a=2")
    ENDPOINT.request_validator.seen.clear()
    assert not accepts(received, vendor, body=b"name=Eve")
    ENDPOINT.request_validator.seen.clear()
    assert accepts(received, vendor)
