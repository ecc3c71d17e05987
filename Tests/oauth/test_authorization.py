# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A customer gives, refuses and takes back consent at two real OAuth2 servers, in a real browser."""

import concurrent.futures
import re
import time

import pytest

from application import parameters


def give_consent(page, service, server, application, **wishes):
    """The whole journey of a customer; what the application was told at its end."""
    page.goto(service.authorization_url(
        server.slug, success_redirect=application.success, failure_redirect=application.failure, **wishes))
    server.sign_in(page)
    server.consent(page)
    page.wait_for_url(application.url + "/**")
    return parameters(page.url)


@pytest.fixture
def connected(page, service, server, application):
    """A fresh connection of a customer's."""
    return give_consent(page, service, server, application)["id"]


@pytest.fixture
def strict(page, service, glewlwyd, application):
    """A fresh connection to the server that takes a refresh token once, and all of them away when it comes twice."""
    return give_consent(page, service, glewlwyd, application)["id"]


@pytest.fixture(autouse=True)
def asked_again(canaille, glewlwyd):
    """Every test's customer is asked for consent, as if for the first time."""
    canaille.forget_consents()
    glewlwyd.forget_consents()


def me(service, identifier, server, method="GET"):
    with service.vendor(identifier) as vendor:
        return vendor.request(method, server.me)


def test_a_customer_consents_and_the_application_has_a_connection(page, service, server, application):
    told = give_consent(
        page, service, server, application, state="s & t=1 Ünïcode", external_xref="customer 7", env="Production")
    assert told["from"] == "us"
    assert told["state"] == "s & t=1 Ünïcode"
    assert re.fullmatch("[0-9a-f]{24}", told["id"])
    assert set(told) == {"from", "state", "id"}

    connection = service.connection(told["id"])
    assert connection["integration_type"] == server.slug
    assert connection["external_xref"] == "customer 7"
    assert not {"access_token", "refresh_token", "client_secret"} & set(connection.get("auth", {}))

    answer = me(service, told["id"], server)
    assert answer.status_code == 200, answer.text
    assert answer.json()["sub"]


def test_a_redirect_is_answered_when_it_is_asked_for(service, server):
    answer = service.api.get(
        f"/unified/integration/auth/{service.workspace}/{server.slug}", params={"redirect": "1"},
        headers={"Authorization": ""}, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(("http://127.0.0.1:", service.url))


def test_it_works_without_javascript(browser, service, canaille, application):
    told = give_consent(browser(java_script_enabled=False), service, canaille, application)
    assert me(service, told["id"], canaille).status_code == 200


def test_without_a_place_to_go_the_customer_sees_that_it_worked(page, service, canaille):
    before = service.connections()
    page.goto(service.authorization_url(canaille.slug))
    canaille.sign_in(page)
    canaille.consent(page)
    page.wait_for_url(service.url + "/**")
    [made] = service.connections() - before
    assert me(service, made, canaille).status_code == 200
    assert page.locator("h1").inner_text()


def test_a_customer_who_refuses_makes_no_connection(page, service, canaille, application):
    before = service.connections()
    page.goto(service.authorization_url(
        canaille.slug, success_redirect=application.success, failure_redirect=application.failure, state="mine"))
    canaille.sign_in(page)
    canaille.refuse(page)
    page.wait_for_url(application.url + "/**")
    told = parameters(page.url)
    assert page.url.startswith(application.failure)
    assert told["state"] == "mine"
    assert told["error"]
    assert "id" not in told
    assert service.connections() == before


def test_only_the_scopes_that_were_asked_for_are_granted(page, service, canaille, application):
    told = give_consent(page, service, canaille, application, scopes="openid,email")
    claims = me(service, told["id"], canaille).json()
    assert claims["email"] == "grace@example.com"
    assert "family_name" not in claims


def test_a_callback_is_good_for_one_time(page, service, server, application):
    callbacks = []
    page.on("request", lambda request: callbacks.append(request.url) if "/oauth/code?" in request.url else None)
    told = give_consent(page, service, server, application)
    [callback] = callbacks
    before = service.connections()
    page.goto(callback)
    assert service.url in page.url or parameters(page.url).get("id") == told["id"]
    assert service.connections() == before
    assert me(service, told["id"], server).status_code == 200


def test_a_callback_in_another_browser_connects_nobody(browser, service, canaille, application):
    """Else who starts a log-in and has somebody else end it would give his account to that person's application."""
    attacker, victim = browser(), browser()
    kept = []

    def keep(route):
        if route.request.method != "POST":
            return route.continue_()
        kept.append(route.fetch(max_redirects=0).headers["location"])
        route.fulfill(body="kept")

    attacker.route(re.compile(r"/oauth/authorize\?"), keep)
    attacker.goto(service.authorization_url(canaille.slug, success_redirect=application.success))
    canaille.sign_in(attacker)
    canaille.consent(attacker)
    attacker.get_by_text("kept").wait_for()

    before = service.connections()
    answer = victim.goto(kept[0])
    assert 400 <= answer.status < 500
    assert service.connections() == before

    attacker.goto(kept[0])
    assert parameters(attacker.url)["id"] in service.connections()


@pytest.mark.parametrize("query", [
    "code=x", "state=x", "code=x&state=x", "code=x&code=y&state=x", "state=x&error=access_denied", "",
    "code=x&state=" + "A" * 43, "error=%3Cscript%3Ealert(1)%3C/script%3E&state=" + "B" * 43,
])
def test_a_callback_nobody_began_is_a_page_that_says_so(page, service, query):
    before = service.connections()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    answer = page.goto(f"{service.url}/oauth/code?{query}")
    assert 400 <= answer.status < 500
    assert answer.headers["content-type"].startswith("text/html")
    assert page.locator("h1").inner_text()
    assert not dialogs
    assert service.connections() == before


def test_a_refused_token_is_renewed_and_the_request_sent_again(strict, service, glewlwyd):
    handed_out, _ = glewlwyd.refresh_tokens()
    for method in ("GET", "POST"):
        glewlwyd.refuse_access_tokens()
        answer = me(service, strict, glewlwyd, method)
        assert answer.status_code == 200, answer.text
        assert "passthrough-error" not in answer.headers
    assert glewlwyd.refresh_tokens()[0] == handed_out + 2


def test_many_requests_at_once_renew_a_refused_token_once(strict, service, glewlwyd):
    """Twice would end the connection: this server takes everything away when a refresh token comes again."""
    handed_out, _ = glewlwyd.refresh_tokens()
    glewlwyd.refuse_access_tokens()
    with service.vendor(strict) as vendor, concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: vendor.get(glewlwyd.me).status_code, range(200)))
    assert answers == [200] * 200
    assert glewlwyd.refresh_tokens()[0] == handed_out + 1


def test_a_connection_outlives_a_crash(strict, service, glewlwyd):
    for _ in range(3):
        glewlwyd.refuse_access_tokens()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            call = pool.submit(lambda: me(service, strict, glewlwyd))
            time.sleep(0.01)
            service.program.crash()
            call.exception(timeout=60)
        service.program.start()
        assert me(service, strict, glewlwyd).status_code == 200


def test_a_used_connection_outlives_its_tokens(service, canaille, page, application):
    """A refresh token of this server ends with its access token: it must be used before."""
    told = give_consent(page, service, canaille, application)
    end = time.monotonic() + 2.5 * canaille.life
    while time.monotonic() < end:
        answer = me(service, told["id"], canaille)
        assert answer.status_code == 200, answer.text
        time.sleep(0.3)


def test_a_deleted_connection_is_revoked_at_the_vendor(strict, service, glewlwyd):
    _, alive = glewlwyd.refresh_tokens()
    service.call("DELETE", f"/unified/connection/{strict}")
    deadline = time.monotonic() + 15
    while glewlwyd.refresh_tokens()[1] == alive and time.monotonic() < deadline:
        time.sleep(0.1)
    assert glewlwyd.refresh_tokens()[1] == alive - 1


def test_a_customer_takes_access_away_and_gives_it_again(strict, service, glewlwyd, browser, application):
    glewlwyd.take_access_away()
    refused = me(service, strict, glewlwyd)
    assert (refused.status_code, refused.headers["passthrough-error"]) == (401, "connection_unauthorized")
    assert refused.json()["code"] == "connection_unauthorized"
    unhealthy = service.connection(strict)
    assert unhealthy["last_unhealthy_at"]
    assert unhealthy["created_at"]

    token = service.call("POST", f"/unified/connection/{strict}/reauth")["reauth_token"]
    glewlwyd.forget_consents()
    told = give_consent(browser(), service, glewlwyd, application, connection_id=strict, reauth_token=token)
    assert told["id"] == strict
    assert me(service, strict, glewlwyd).status_code == 200
    assert service.connection(strict)["created_at"] == unhealthy["created_at"]

    again = service.api.get(
        f"/unified/integration/auth/{service.workspace}/{glewlwyd.slug}",
        params={"connection_id": strict, "reauth_token": token}, headers={"Authorization": ""})
    assert again.status_code in (400, 401, 403, 404, 410), "the token was used"


def test_a_wrong_client_secret_makes_no_connection_and_is_logged(page, service, glewlwyd, application):
    service.call("POST", "/unified/environment", json=["Broken"])
    service.call("PUT", f"/unified/integration/{glewlwyd.slug}/activation", params={"env": "Broken"}, json={
        "client_id": glewlwyd.client_id, "client_secret": "not-the-secret"})
    before = service.connections()
    told = give_consent(page, service, glewlwyd, application, env="Broken")
    assert page.url.startswith(application.failure)
    assert told["error"]
    assert service.connections() == before
    [record] = service.logged(type="login", env="Broken")
    assert record["error"]
    assert record["integration_type"] == glewlwyd.slug
    assert "not-the-secret" not in service.program.log()
