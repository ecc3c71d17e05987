# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Redmine through Passthrough: the key in a header field of the vendor's own."""

import os
import uuid

import pytest


@pytest.fixture(scope="module")
def redmine(passthrough, vendors, tmp_path_factory):
    key = tmp_path_factory.mktemp("redmine") / "key"
    key.write_text(vendors.redmine_key)
    connection = passthrough.command(
        "connections", "create", "--base-url", vendors.redmine_url, "--header", f"X-Redmine-API-Key: @{key}")
    with passthrough.vendor(connection) as client:
        yield client


@pytest.fixture
def project(redmine):
    """The identifier of a fresh project."""
    identifier = "p" + uuid.uuid4().hex
    answer = redmine.post("projects.json", json={"project": {"name": "Küche – 台所 🍳", "identifier": identifier}})
    assert answer.status_code == 201, answer.text
    yield identifier
    redmine.delete(f"projects/{identifier}.json")


def create_issue(redmine, project, **fields):
    answer = redmine.post("issues.json", json={"issue": {"project_id": project, **fields}})
    assert answer.status_code == 201, answer.text
    return answer.json()["issue"]


def test_the_credential_is_the_connections(redmine):
    assert redmine.get("users/current.json").json()["user"]["login"] == "admin"


def test_a_project_is_created_listed_updated_and_deleted(redmine):
    identifier = "p" + uuid.uuid4().hex
    body = {"project": {"name": "Première", "identifier": identifier, "description": "naïve\r\nligne"}}
    created = redmine.post("projects.json", json=body)
    assert created.status_code == 201
    assert created.json()["project"]["description"] == "naïve\r\nligne"

    listed = redmine.get("projects.json", params={"limit": 100}).json()["projects"]
    assert identifier in [each["identifier"] for each in listed]

    updated = redmine.put(f"projects/{identifier}.json", json={"project": {"name": "Πρώτη"}})
    assert (updated.status_code, updated.content) == (204, b"")
    assert redmine.get(f"projects/{identifier}.json").json()["project"]["name"] == "Πρώτη"

    deleted = redmine.delete(f"projects/{identifier}.json")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert redmine.get(f"projects/{identifier}.json").status_code == 404


def test_an_issue_is_created_listed_updated_and_deleted(redmine, project):
    issue = create_issue(redmine, project, subject="水漏れ", description="«Tropft»\r\n\r\n* eins")
    path = f"issues/{issue['id']}.json"

    listed = redmine.get("issues.json", params={"project_id": project}).json()
    assert [each["subject"] for each in listed["issues"]] == ["水漏れ"]

    assert redmine.put(path, json={"issue": {"subject": "修理済み", "notes": "gemacht ✓"}}).status_code == 204
    changed = redmine.get(path, params={"include": "journals"}).json()["issue"]
    assert changed["subject"] == "修理済み"
    assert changed["description"] == "«Tropft»\r\n\r\n* eins"
    assert changed["journals"][-1]["notes"] == "gemacht ✓"

    assert redmine.delete(path).status_code == 204
    assert redmine.get(path).status_code == 404


def test_pages_make_the_whole_in_order(redmine, project):
    made = [create_issue(redmine, project, subject=f"{number}")["id"] for number in range(7)]
    seen = []
    for offset in (0, 3, 6):
        page = redmine.get(f"issues.json?project_id={project}&sort=id&limit=3&offset={offset}").json()
        assert (page["total_count"], page["offset"], page["limit"]) == (7, offset, 3)
        seen += [each["id"] for each in page["issues"]]
    assert seen == made


def test_a_filter_with_escapes_and_brackets_reaches_the_vendor_as_sent(redmine, project):
    create_issue(redmine, project, subject="50% größer & mehr")
    create_issue(redmine, project, subject="anderes")
    query = f"project_id={project}&set_filter=1&f[]=subject&op[subject]=~&v[subject][]=50%25%20gr%C3%B6%C3%9Fer%20%26"
    found = redmine.get("issues.json?" + query).json()
    assert [each["subject"] for each in found["issues"]] == ["50% größer & mehr"]


def test_a_file_goes_up_in_chunks_and_comes_back_byte_for_byte(redmine, project):
    content = os.urandom(3_000_000)
    pieces = (content[start:start + 65_536] for start in range(0, len(content), 65_536))
    uploaded = redmine.post(
        "uploads.json", params={"filename": "größe.bin"}, content=pieces,
        headers={"Content-Type": "application/octet-stream"})
    assert uploaded.status_code == 201, uploaded.text
    attachment = {"token": uploaded.json()["upload"]["token"], "filename": "größe.bin"}
    issue = create_issue(redmine, project, subject="mit Anhang", uploads=[attachment])
    path = f"issues/{issue['id']}.json"
    [described] = redmine.get(path, params={"include": "attachments"}).json()["issue"]["attachments"]
    assert (described["filename"], described["filesize"]) == ("größe.bin", len(content))
    assert redmine.get(f"attachments/download/{described['id']}/gr%C3%B6%C3%9Fe.bin").content == content


def test_head_has_the_fields_of_get_and_no_body(redmine, project):
    get, head = (redmine.request(method, f"projects/{project}.json") for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-type"] == "application/json; charset=utf-8"


def test_what_did_not_change_is_not_sent_again(redmine, project):
    tag = redmine.get(f"projects/{project}.json").headers["etag"]
    again = redmine.get(f"projects/{project}.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_errors_of_the_vendor_pass_as_they_are(redmine, project):
    missing = redmine.get("issues/999999999.json")
    assert missing.status_code == 404
    assert "passthrough-error" not in missing.headers

    invalid = redmine.post("issues.json", json={"issue": {"project_id": project}})
    assert (invalid.status_code, invalid.json()) == (422, {"errors": ["Subject cannot be blank"]})
    assert "passthrough-error" not in invalid.headers


def test_the_location_of_what_was_created_is_the_vendors(redmine, project, vendors):
    answer = redmine.post("issues.json", json={"issue": {"project_id": project, "subject": "wo"}})
    assert answer.headers["location"] == f"{vendors.redmine_url}/issues/{answer.json()['issue']['id']}"


def test_a_refused_key_is_the_vendors_401(passthrough, vendors):
    connection = passthrough.command(
        "connections", "create", "--base-url", vendors.redmine_url, "--header", "X-Redmine-API-Key: not-the-key")
    with passthrough.vendor(connection) as client:
        refused = client.get("users/current.json")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == 'Basic realm="Redmine API"'
    assert "passthrough-error" not in refused.headers


def test_a_callers_own_key_does_not_displace_the_connections(redmine):
    answer = redmine.get("users/current.json", headers={"X-Redmine-API-Key": "someone-elses"})
    assert (answer.status_code, answer.json()["user"]["login"]) == (200, "admin")
