# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Two OAuth2 servers, a browser, an application, and the real program between them.

The program is reached as `localhost`, all others as `127.0.0.1`: to the browser they are other sites.
"""

import pytest
from playwright.sync_api import sync_playwright

from application import Application
from canaille import Canaille
from glewlwyd import Glewlwyd
from key_vendor import KeyVendor
from loopback import free_port
from passthrough import Passthrough
from service import Service


@pytest.fixture(scope="session")
def public_port():
    return free_port()


@pytest.fixture(scope="session")
def redirect_uri(public_port):
    return f"http://localhost:{public_port}/oauth/code"


@pytest.fixture(scope="session")
def canaille(redirect_uri, tmp_path_factory):
    server = Canaille(tmp_path_factory.mktemp("canaille"), redirect_uri)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def glewlwyd(redirect_uri, tmp_path_factory):
    server = Glewlwyd(tmp_path_factory.mktemp("glewlwyd"), redirect_uri)
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["canaille", "glewlwyd"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def key_vendor():
    vendor = KeyVendor()
    yield vendor
    vendor.stop()


@pytest.fixture(scope="session")
def application():
    application = Application()
    yield application
    application.stop()


@pytest.fixture(scope="session")
def service(public_port, canaille, glewlwyd, key_vendor, tmp_path_factory):
    places = (canaille.place, glewlwyd.place, key_vendor.place)
    program = Passthrough(
        tmp_path_factory.mktemp("passthrough"), "--public-url", f"http://localhost:{public_port}",
        *(part for place in places for part in ("--allow-upstream", place)), port=public_port)
    try:
        service = Service(program, f"http://localhost:{public_port}")
        for server in (canaille, glewlwyd):
            service.define(server.slug, server.row())
            service.activate(server)
        for slug, row in key_vendor.rows().items():
            service.define(slug, row)
        yield service
    finally:
        code = program.stop()
    assert code == 0
    for secret in (canaille.client_secret, glewlwyd.client_secret, key_vendor.key, key_vendor.password, program.key):
        assert secret not in program.log()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium):
    """Makes fresh browsers, as different people have them: `browser(java_script_enabled=False)`."""
    contexts = []

    def fresh(**options):
        context = chromium.new_context(**options)
        context.set_default_timeout(8_000)
        contexts.append(context)
        return context.new_page()

    yield fresh
    for context in contexts:
        context.close()


@pytest.fixture
def page(browser):
    return browser()
