# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""The link for a customer, by the SDK."""

import pytest

import httpx
from unified_python_sdk.models import errors

from conftest import LOOP


@pytest.fixture
def workspace(sdk):
    made = sdk.connection.create_unified_connection(request={
        "integration_type": "generic", "categories": [], "permissions": [],
        "auth": {"api_url": "https://api.example", "token": "t"}}).connection
    return made.workspace_id


def wish(workspace, **members):
    return {
        "workspace_id": workspace, "integration_type": "zendesk", "success_redirect": "https://app.example/done",
        "failure_redirect": "https://app.example/failed", "state": "s-1", "external_xref": "customer-7",
        "scopes": ["ticketing_ticket_read", "ticketing_ticket_write"], "env": "Production", "lang": "fr", **members}


def test_link_is_a_string_that_leads_to_the_form(server, sdk, workspace):
    link = sdk.integration.get_unified_integration_auth(request=wish(workspace)).res

    assert link.startswith(server.url + "/connect/")
    page = httpx.get(link)
    assert page.status_code == 200
    assert '<html lang="fr">' in page.text
    assert "ticketing ticket" in page.text


def test_link_is_made_by_the_asynchronous_client_too(server, sdk, workspace):
    async def call():
        return await sdk.integration.get_unified_integration_auth_async(request=wish(workspace))

    answer = LOOP.run_until_complete(call())

    assert answer.res.startswith(server.url + "/connect/")


def test_unknown_integration_is_an_error(sdk, workspace):
    with pytest.raises(errors.SDKError) as caught:
        sdk.integration.get_unified_integration_auth(request=wish(workspace, integration_type="nothing"))

    assert caught.value.status_code == 404
