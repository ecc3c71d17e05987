# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""WordPress through Passthrough: a user and an application password by basic authentication."""

import base64
import uuid

import pytest

# One pixel, the smallest picture that WordPress takes.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
POSTS = "wp-json/wp/v2/posts"


def connect(passthrough, vendors, password):
    with passthrough.api() as api:
        answer = api.post("/unified/connection", json={
            "integration_type": "generic", "permissions": [], "categories": ["passthrough"],
            "auth": {
                "api_url": vendors.wordpress_url,
                "meta": {"scheme": "basic", "username": vendors.wordpress_user, "password": password},
            },
        })
    assert answer.status_code == 200, answer.text
    return answer.json()["id"]


@pytest.fixture(scope="module")
def connection(passthrough, vendors):
    return connect(passthrough, vendors, vendors.wordpress_application_password)


@pytest.fixture(scope="module")
def wordpress(passthrough, connection):
    with passthrough.vendor(connection) as client:
        yield client


@pytest.fixture
def tag(wordpress):
    """The id of a fresh tag, by which a test finds its posts among all."""
    answer = wordpress.post("wp-json/wp/v2/tags", json={"name": uuid.uuid4().hex})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def create_post(wordpress, tag, title, **fields):
    answer = wordpress.post(POSTS, json={"title": title, "status": "publish", "tags": [tag], **fields})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_the_credential_is_the_connections(wordpress):
    me = wordpress.get("wp-json/wp/v2/users/me", params={"context": "edit"})
    assert (me.status_code, me.json()["username"]) == (200, "admin")


def test_a_post_is_created_listed_updated_and_deleted(wordpress, tag):
    post = create_post(wordpress, tag, "Grüße aus 東京 🗼", content="<p>Añade «todo» – всё</p>")
    path = f"{POSTS}/{post['id']}"

    listed = wordpress.get(POSTS, params={"tags": tag, "context": "edit"}).json()
    assert [each["title"]["raw"] for each in listed] == ["Grüße aus 東京 🗼"]
    assert listed[0]["content"]["raw"] == "<p>Añade «todo» – всё</p>"

    for method, title in (("PUT", "deuxième"), ("PATCH", "третья"), ("POST", "चौथा")):
        updated = wordpress.request(method, path, json={"title": title})
        assert (updated.status_code, updated.json()["title"]["raw"]) == (200, title)

    assert wordpress.delete(path).json()["status"] == "trash"
    gone = wordpress.delete(path, params={"force": "true"}).json()
    assert (gone["deleted"], gone["previous"]["title"]["raw"]) == (True, "चौथा")
    assert wordpress.get(path).status_code == 404


def test_pages_are_told_in_the_vendors_fields(wordpress, tag, vendors):
    made = {create_post(wordpress, tag, f"number {number}")["id"] for number in range(5)}
    seen, path = [], f"{POSTS}?tags={tag}&per_page=2&orderby=id&order=asc"
    while path:
        page = wordpress.get(path)
        assert (page.headers["x-wp-total"], page.headers["x-wp-totalpages"]) == ("5", "3")
        seen += [each["id"] for each in page.json()]
        # The links name the vendor's own address: what comes after it is a path to call.
        link = page.links.get("next", {}).get("url")
        assert link is None or link.startswith(vendors.wordpress_url + "/")
        path = link and link.removeprefix(vendors.wordpress_url + "/")
    assert seen == sorted(made)


def test_a_query_with_escapes_and_brackets_reaches_the_vendor_as_sent(wordpress, tag):
    first = create_post(wordpress, tag, "日本語の見出し")
    second = create_post(wordpress, tag, "ikke")
    create_post(wordpress, tag, "ikke dette")
    found = wordpress.get(f"{POSTS}?tags={tag}&search=%E6%97%A5%E6%9C%AC%E8%AA%9E&_fields=id").json()
    assert found == [{"id": first["id"]}]
    chosen = wordpress.get(f"{POSTS}?include[]={first['id']}&include[]={second['id']}&orderby=include&_fields=id")
    assert chosen.json() == [{"id": first["id"]}, {"id": second["id"]}]


def test_a_picture_goes_up_and_comes_back_byte_for_byte(wordpress, vendors):
    uploaded = wordpress.post("wp-json/wp/v2/media", content=PICTURE, headers={
        "Content-Type": "image/png", "Content-Disposition": 'attachment; filename="pixel.png"'})
    assert uploaded.status_code == 201, uploaded.text
    source = uploaded.json()["source_url"]
    assert source.startswith(vendors.wordpress_url + "/")
    stored = wordpress.get(source.removeprefix(vendors.wordpress_url + "/"))
    assert (stored.headers["content-type"], stored.content) == ("image/png", PICTURE)


def test_head_has_the_totals_and_no_body(wordpress, tag):
    create_post(wordpress, tag, "one")
    head = wordpress.head(POSTS, params={"tags": tag})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["x-wp-total"] == "1"


def test_options_describe_what_may_be_done(wordpress):
    described = wordpress.options(POSTS)
    assert described.status_code == 200
    assert "POST" in described.headers["allow"]
    assert described.json()["namespace"] == "wp/v2"


def test_errors_of_the_vendor_pass_as_they_are(wordpress):
    for request, status, code in (
        (("GET", f"{POSTS}/999999999"), 404, "rest_post_invalid_id"),
        (("GET", f"{POSTS}?per_page=1000"), 400, "rest_invalid_param"),
        (("GET", "wp-json/nothing/v1/here"), 404, "rest_no_route"),
        (("DELETE", "wp-json/wp/v2/users/1?reassign=false"), 501, "rest_trash_not_supported"),
    ):
        answer = wordpress.request(*request)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert "passthrough-error" not in answer.headers


def test_a_refused_password_is_the_vendors_401(passthrough, vendors):
    with passthrough.vendor(connect(passthrough, vendors, "not-the-password")) as client:
        refused = client.get("wp-json/wp/v2/users/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "rest_not_logged_in")
    assert "passthrough-error" not in refused.headers


def test_the_location_of_what_was_created_is_the_vendors(wordpress, tag, vendors):
    answer = wordpress.post(POSTS, json={"title": "where", "tags": [tag]})
    assert answer.headers["location"] == f"{vendors.wordpress_url}/wp-json/wp/v2/posts/{answer.json()['id']}"


def test_a_redirect_into_the_vendor_leads_through_the_connection_again(wordpress, connection, tag):
    post = create_post(wordpress, tag, "moved", slug=uuid.uuid4().hex)
    answer = wordpress.get(f"?p={post['id']}", follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/passthrough/{connection}/{post['slug']}/"
