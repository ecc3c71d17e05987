"""Makes Tests/DataPlaneTests/Signing/vectors.json: random requests and how other programs sign them.

Run by scripts/signing-vectors, with a seed or without.
AWS Signature Version 4 by botocore, OAuth 1.0a by oauthlib. Both want queries, and botocore the paths of S3, encoded
strictly; what is sent need not be, so here Python's own library makes the strict form. Signatures are cut to 16
characters.
"""
# SPDX-License-Identifier: Apache-2.0

import datetime
import json
import pathlib
import random
import sys
import types
import urllib.parse
from unittest import mock

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from oauthlib import oauth1

COUNT = 1000
METHODS = ["GET", "GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "PROPFIND"]
PLAIN = "abcxyzABZ019-._~"
# What may stand in a request target as it is, besides letters and digits.
RAW = "!$'()*,:@"
WORDS = ["ä", "é", "日", "😀", " ", "/", "%", "&", "=", "+", "\"", "<", "\\", "|", "\u007f", "~", "*", "'"]
SERVICES = [("s3", "s3.{}.amazonaws.com"), ("bedrock", "bedrock-runtime.{}.amazonaws.com"), ("s3", "files.example"),
            ("execute-api", "ab1.execute-api.{}.amazonaws.com"), ("sqs", "queue.example:8443")]
REGIONS = ["us-east-1", "eu-west-3", "us-gov-east-1", "ap-southeast-2"]


# Service, region and URL, or URL alone; requests name their place by its number here.
PLACES = []


def placed(*place):
    if list(place) not in PLACES:
        PLACES.append(list(place))
    return PLACES.index(list(place))


def escaped(source, text):
    """Every byte escaped, the digits in either case."""
    return "".join(source.choice(["%{:02X}", "%{:02x}"]).format(byte) for byte in text.encode())


def component(source, raw, longest=8, bare=""):
    text = ""
    for _ in range(source.randrange(longest)):
        kind = source.randrange(10)
        if kind < 6:
            text += source.choice(PLAIN)
        elif kind == 6:
            text += source.choice(raw)
        elif kind == 7 and bare:
            text += source.choice(bare)
        else:
            text += escaped(source, source.choice(WORDS + [source.choice(PLAIN)]))
    return text


def path(source, odd):
    segments = [component(source, RAW) for _ in range(source.randrange(1, 5))]
    if odd and source.randrange(8) == 0:
        segments.insert(source.randrange(len(segments)), escaped_bytes(source))
    # Dot segments never reach a signer.
    return "/" + "/".join("d" if segment in (".", "..") else segment for segment in segments)


def escaped_bytes(source):
    """Bytes that are no UTF-8."""
    return "".join("%{:02X}".format(source.randrange(256)) for _ in range(3))


def query(source, raw=RAW + "/?"):
    pairs = []
    for _ in range(source.randrange(5)):
        name = component(source, raw, 5, "+")
        value = component(source, raw, 8, "+=")
        pairs.append(source.choice([name, name + "=", name + "=" + value, name + "=" + value]))
    if pairs and source.randrange(4) == 0:
        pairs.append(source.choice(pairs))
    if pairs and source.randrange(4) == 0:
        pairs.append(pairs[0].partition("=")[0] + "=0")
    if pairs and source.randrange(6) == 0:
        pairs.insert(source.randrange(len(pairs)), "")
    return "&".join(pairs)


def strict(text):
    """A query as botocore would send it: each name and value escaped strictly, in the order given."""
    pairs = []
    for pair in text.split("&"):
        if not pair:
            continue
        name, _, value = pair.partition("=")
        pairs.append("=".join(
            urllib.parse.quote(urllib.parse.unquote_to_bytes(part.replace("+", " ")), safe="-_.~")
            for part in (name, value)))
    return "&".join(pairs)


def body(source, isForm):
    return query(source) if isForm else "".join(source.choice(PLAIN + "ä{}\":,") for _ in range(source.randrange(24)))


def fields(source):
    result = []
    if source.randrange(2):
        kinds = ["application/json", "application/x-amz-json-1.1", "text/plain;  charset=utf-8", "a/b"]
        result.append(("Content-Type", source.choice(kinds)))
    if source.randrange(3) == 0:
        result.append(("Accept", "*/*"))
    for _ in range(source.choice([0, 0, 1, 1, 2, 3])):
        name = source.choice(["x-amz-meta-a", "X-Amz-Meta-A", "X-Amz-Target", "x-amz-acl", "x-amz-meta-b-c"])
        words = [source.choice(["a", "b c", "d  e", "f   g", "ä", "h,i", ""]) for _ in range(source.randrange(3))]
        result.append((name, " ".join(words).strip()))
    return result


def aws(source):
    service, host = source.choice(SERVICES)
    region = source.choice(REGIONS)
    host = host.format(region)
    scheme = source.choice(["https", "https", "http"])
    method = source.choice(METHODS)
    target_path, target_query = path(source, odd=True), query(source)
    lines, text = fields(source), body(source, isForm=False) if method in ("POST", "PUT", "PATCH") else ""
    isStreamed = service == "s3" and scheme == "https" and bool(text)
    seconds = source.randrange(0, 4_000_000_000)
    token = source.choice([None, "session/token+1=="])
    oracle_path = target_path
    if service == "s3":
        oracle_path = urllib.parse.quote(urllib.parse.unquote_to_bytes(target_path), safe="/-_.~")
    oracle_query = strict(target_query)
    request = AWSRequest(
        method=method, url=f"{scheme}://{host}{oracle_path}" + (f"?{oracle_query}" if oracle_query else ""),
        data=text.encode())
    request.headers["Host"] = host
    for name, value in lines:
        if name.lower() == "content-type" or name.lower().startswith("x-amz-"):
            request.headers.add_header(name, value)
    request.context["client_config"] = types.SimpleNamespace(s3={"payload_signing_enabled": not isStreamed})
    signer = botocore.auth.S3SigV4Auth if service == "s3" else botocore.auth.SigV4Auth
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    with mock.patch("botocore.auth.get_current_datetime", return_value=moment):
        signer(Credentials("AKIDEXAMPLE", "example/secret+key", token), service, region).add_auth(request)
    target = target_path + ("?" + target_query if target_query else "")
    signature = request.headers["Authorization"].partition("Signature=")[2]
    return [
        placed(service, region, f"{scheme}://{host}"), method, target, [f"{name}: {value}" for name, value in lines], text,
        seconds, isStreamed, token is not None, signature[:16],
    ]


def oauth(source):
    scheme, host = source.choice(["https", "http"]), source.choice(["api.example", "Api.example:8443", "[::1]:81"])
    # Neither escapes nor queries that oauthlib refuses or reads as something else.
    target_path, target_query = path(source, odd=False), query(source, raw="!$'()*,:@/?")
    isForm = source.randrange(2) == 0
    method = source.choice(["POST", "PUT"]) if isForm else source.choice(METHODS)
    form = body(source, isForm=True) if isForm else ""
    signature = source.choice(["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA256", "PLAINTEXT"])
    token = source.choice([None, "token&1"])
    seconds, nonce = source.randrange(0, 4_000_000_000), "".join(source.choice(PLAIN) for _ in range(6))
    client = oauth1.Client(
        "consumer key", client_secret="consumer=secret+", resource_owner_key=token,
        resource_owner_secret="token secret/" if token else None, signature_method=signature, nonce=nonce,
        timestamp=str(seconds), realm=source.choice([None, "1234567_SB1"]))
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    target = target_path + ("?" + target_query if target_query else "")
    _, signed, _ = client.sign(f"{scheme}://{host}{target}", method, form or None, headers)
    authorization = signed["Authorization"]
    values = dict(item.split("=", 1) for item in authorization.removeprefix("OAuth ").split(", "))
    return [
        placed(f"{scheme}://{host.lower()}"), method, target, form, bool(form), seconds, nonce, token is not None, signature,
        client.realm, values["oauth_signature"].strip("\"")[:16],
    ]


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261124
    source = random.Random(seed)
    vectors = {"seed": seed, "aws": [aws(source) for _ in range(COUNT)], "oauth": [oauth(source) for _ in range(COUNT)]}
    place = pathlib.Path(__file__).parent.parent.parent / "Tests/DataPlaneTests/Signing/vectors.json"
    # One request a line.
    lines = []
    for kind in ("aws", "oauth"):
        rows = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in vectors[kind]]
        lines.append(f"\"{kind}\": [\n" + ",\n".join(rows) + "\n]")
    place.write_text("{\"seed\": " + str(seed) + ",\n\"places\": " + json.dumps(PLACES) + ",\n" + ",\n".join(lines) + "}\n")
    print(f"{place.stat().st_size} bytes, {2 * COUNT} requests")


if __name__ == "__main__":
    main()
