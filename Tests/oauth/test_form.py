# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The hosted form, as people meet it: by mouse, by keyboard, without JavaScript, in their language, by ear."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from application import parameters

LANGUAGES = ["en", "fr", "es", "it", "pt", "zh", "hi"]
# WCAG 2.1 at level AA, as far as a program can tell.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def open_form(service, application):
    """Opens the form of an integration in a browser's page."""

    def open_in(page, slug, **wishes):
        page.goto(service.authorization_url(
            slug, success_redirect=application.success, failure_redirect=application.failure, **wishes))
        return page

    return open_in


def entries(vendor, slug):
    """What a customer has to give, by the name of the field."""
    return {
        "keyed": {"api_key": vendor.key},
        "basic_auth": {"username": vendor.user, "password": vendor.password},
        "fielded": {"account": vendor.account, "api_key": vendor.key, "shared_secret": vendor.password},
    }[slug]


def field(page, name):
    return page.locator(f"[name={name}]")


def submit(page):
    return page.locator("form button[type=submit]:not([name=cancel])")


def fill(page, values):
    for name, value in values.items():
        field(page, name).fill(value)


def arrived(page, application):
    page.wait_for_url(application.url + "/**")
    return parameters(page.url)


def violations(page):
    found = Axe().run(page, options={**RULES, "resultTypes": ["violations"]}).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


@pytest.mark.parametrize("slug", ["keyed", "basic_auth", "fielded"])
@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_customer_connects_by_mouse(browser, service, key_vendor, application, open_form, slug, script):
    page = open_form(browser(java_script_enabled=script), slug, state="mine", external_xref="customer 9")
    fill(page, entries(key_vendor, slug))
    submit(page).click()
    told = arrived(page, application)
    assert told["state"] == "mine"
    assert service.connection(told["id"])["external_xref"] == "customer 9"
    with service.vendor(told["id"]) as vendor:
        assert vendor.get("me").status_code == 200


@pytest.mark.parametrize("slug", ["keyed", "basic_auth", "fielded"])
def test_a_customer_connects_by_keyboard_alone(page, service, key_vendor, application, open_form, slug):
    open_form(page, slug)
    wanted = entries(key_vendor, slug)
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || ''")
        if name in wanted:
            page.keyboard.type(wanted[name])
            reached.append(name)
        if len(reached) == len(wanted):
            break
    assert reached == [name for name in page.locator("form [name]").evaluate_all("all => all.map(e => e.name)")
                       if name in wanted], "the focus goes as the page reads"
    page.keyboard.press("Enter")
    told = arrived(page, application)
    with service.vendor(told["id"]) as vendor:
        assert vendor.get("me").status_code == 200


def test_the_focus_can_be_seen(page, open_form):
    open_form(page, "basic_auth")
    for _ in range(4):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(s => [s.outlineStyle, s.outlineWidth, s.boxShadow])(getComputedStyle(document.activeElement))")
        assert outline[0] != "none" and outline[1] != "0px" or outline[2] != "none"


@pytest.mark.parametrize("slug", ["keyed", "basic_auth", "fielded"])
def test_a_wrong_key_makes_no_connection_and_is_said_first(page, service, key_vendor, application, open_form, slug):
    before = service.connections()
    open_form(page, slug)
    title = page.title()
    right = entries(key_vendor, slug)
    secret = list(right)[-1]
    fill(page, right | {secret: "wrong-one"})
    submit(page).click()

    alert = page.get_by_role("alert")
    alert.wait_for()
    assert alert.inner_text().strip()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert", "it is read at once"
    assert page.title() != title and page.title().endswith(title)
    assert service.connections() == before
    for name, value in right.items():
        is_secret = field(page, name).get_attribute("type") == "password"
        assert field(page, name).input_value() == ("" if is_secret else value)
    assert "wrong-one" not in page.content()

    fill(page, right)
    submit(page).click()
    told = arrived(page, application)
    with service.vendor(told["id"]) as vendor:
        assert vendor.get("me").status_code == 200


def test_a_missing_value_is_told_at_its_field(page, service, key_vendor, open_form):
    open_form(page, "fielded")
    fill(page, {"api_key": key_vendor.key, "shared_secret": key_vendor.password})
    submit(page).click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    account = field(page, "account")
    assert account.get_attribute("aria-invalid") == "true"
    described = account.get_attribute("aria-describedby").split()
    texts = [page.locator(f"[id='{each}']").inner_text() for each in described]
    assert alert.get_by_role("link").inner_text() in texts
    alert.get_by_role("link").click()
    assert page.evaluate("document.activeElement.name") == "account"


def test_what_a_customer_types_is_shown_as_text(browser, open_form):
    page = browser()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_form(page, "basic_auth")
    text = "\"><script>alert(1)</script><img src=x onerror=alert(2)>{{token}}'"
    fill(page, {"username": text, "password": "wrong"})
    submit(page).click()
    page.get_by_role("alert").wait_for()
    assert field(page, "username").input_value() == text
    assert not dialogs


def test_a_customer_who_cancels_makes_no_connection(page, service, application, open_form):
    before = service.connections()
    open_form(page, "keyed", state="mine")
    page.locator("button[name=cancel]").click()
    told = arrived(page, application)
    assert page.url.startswith(application.failure)
    assert told["error"] and told["state"] == "mine" and "id" not in told
    assert service.connections() == before


def test_a_double_click_makes_one_connection(page, service, key_vendor, application, open_form):
    before = service.connections()
    open_form(page, "keyed")
    fill(page, entries(key_vendor, "keyed"))
    submit(page).dblclick()
    told = arrived(page, application)
    assert service.connections() - before == {told["id"]}


def test_a_form_of_another_browser_is_refused(browser, service, key_vendor, open_form):
    mine, other = open_form(browser(), "keyed"), browser()
    before = service.connections()
    body = {name: mine.locator(f"input[type=hidden][name={name}]").input_value() for name in ("nonce", "method")}
    answer = other.request.post(mine.url, form=body | {"api_key": key_vendor.key}, max_redirects=0)
    assert 400 <= answer.status < 500
    assert service.connections() == before


def test_no_page_of_ours_can_be_framed_cached_or_leaks_where_it_is(page, service, open_form):
    answers = []
    page.on("response", lambda answer: answers.append(answer) if answer.url.startswith(service.url) else None)
    open_form(page, "keyed")
    pages = [answer for answer in answers if answer.headers.get("content-type", "").startswith("text/html")]
    assert pages
    for answer in pages:
        headers = answer.headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "script-src" not in policy.replace("script-src 'none'", "")
        assert headers["x-frame-options"].upper() == "DENY"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_speaks_the_customers_language(browser, service, open_form, language):
    english = open_form(browser(java_script_enabled=False), "basic_auth", lang="en").locator("body").inner_text()
    page = open_form(browser(java_script_enabled=False), "basic_auth", lang=language)
    assert page.locator("html").get_attribute("lang").split("-")[0] == language
    fill(page, {"username": "someone", "password": "wrong"})
    submit(page).click()
    page.get_by_role("alert").wait_for()
    assert page.locator("html").get_attribute("lang").split("-")[0] == language
    if language != "en":
        lines = {line.strip() for line in page.locator("body").inner_text().splitlines() if line.strip()}
        assert not {line for line in english.splitlines() if re.search("[a-z]{4}", line)} & lines
    if language == "zh":
        assert re.search("[一-鿿]{4}", page.locator("main").inner_text())
    if language == "hi":
        assert re.search("[ऀ-ॿ]{4}", page.locator("main").inner_text())


def test_the_browsers_language_is_taken_when_none_is_named(browser, open_form):
    page = open_form(browser(locale="fr-CA"), "keyed")
    assert page.locator("html").get_attribute("lang").startswith("fr")


@pytest.mark.parametrize("slug", ["keyed", "basic_auth", "fielded"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_finds_nothing_amiss(browser, key_vendor, open_form, slug, scheme):
    page = open_form(browser(color_scheme=scheme), slug)
    assert violations(page) == []
    for name in entries(key_vendor, slug):
        labels = field(page, name).evaluate("field => [...field.labels].map(label => label.innerText.trim())")
        assert len(labels) == 1 and labels[0]
    fill(page, {name: "wrong-one" for name in entries(key_vendor, slug)})
    submit(page).click()
    page.get_by_role("alert").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("colour", ["#ffe600", "#000000", "#7f7f7f", "#ffffff"])
def test_a_workspaces_colour_leaves_the_text_readable(browser, service, open_form, colour):
    service.brand(name="Ünïcode & <b>Söhne</b>", color=colour)
    for scheme in ("light", "dark"):
        page = open_form(browser(color_scheme=scheme), "keyed")
        assert "Ünïcode & <b>Söhne</b>" in page.locator("body").inner_text()
        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_sticks_out_of_a_small_screen(browser, open_form, width):
    page = browser(viewport={"width": width, "height": 640})
    for language in LANGUAGES:
        open_form(page, "fielded", lang=language)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_gets_access_to_what_is_said_in_words(page, service, open_form):
    service.brand(name="Acme Reports")
    open_form(page, "keyed", scopes="crm_contact_read,crm_deal_write")
    text = page.locator("main").inner_text()
    assert "Acme Reports" in text and "Keyed" in text
    assert re.search("contact", text) and re.search("deal", text)
