# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Connections and integrations by the SDK, on the same address as passthrough calls."""

import pytest
from unified_python_sdk.models import errors, shared

from conftest import CREDENTIAL


def draft(**members):
    return {"integration_type": "hubspot", "categories": ["crm"], "permissions": [], **members}


@pytest.fixture
def made(sdk):
    return sdk.connection.create_unified_connection(
        request=draft(auth={"access_token": CREDENTIAL, "name": "Ann"}, external_xref="customer-7")).connection


def test_created_connection_has_its_members(made):
    assert len(made.id) == 24
    assert made.integration_type == "hubspot"
    assert made.external_xref == "customer-7"
    assert made.environment == "Production"
    assert made.auth.name == "Ann"


def test_secrets_are_not_returned(sdk, made):
    listed = sdk.connection.list_unified_connections(request={})
    got = sdk.connection.get_unified_connection(request={"id": made.id})

    texts = [repr(made), listed.raw_response.text, got.raw_response.text]
    assert all(CREDENTIAL not in text for text in texts)


def test_connection_is_listed_and_filtered(sdk, made):
    def ids(**filters):
        answer = sdk.connection.list_unified_connections(request={"limit": 1000, **filters})
        return [each.id for each in answer.connections]

    assert made.id in ids()
    assert made.id in ids(external_xref="customer-7")
    assert made.id not in ids(external_xref="nobody")
    assert made.id in ids(categories=["crm", "hris"])
    assert len(ids(limit=1)) == 1


def test_connection_is_got(sdk, made):
    assert sdk.connection.get_unified_connection(request={"id": made.id}).connection.id == made.id


def test_patch_changes_what_it_names(sdk, made):
    changed = sdk.connection.patch_unified_connection(
        request={"id": made.id, "connection": draft(is_paused=True)}).connection

    assert changed.is_paused is True
    assert changed.auth.name == "Ann"


def test_paused_connection_is_refused(sdk, made):
    sdk.connection.patch_unified_connection(request={"id": made.id, "connection": draft(is_paused=True)})

    with pytest.raises(errors.SDKError) as failure:
        sdk.passthrough.list_passthroughs(request={"connection_id": made.id, "path": "/x"})

    assert failure.value.status_code == 403
    assert failure.value.headers["Passthrough-Error"] == "connection_paused"


def test_update_replaces(sdk, made):
    changed = sdk.connection.update_unified_connection(
        request={"id": made.id, "connection": draft(auth={"name": "Bob"})}).connection

    assert changed.external_xref is None
    assert changed.auth.name == "Bob"


def test_removed_connection_is_gone(sdk, made):
    sdk.connection.remove_unified_connection(request={"id": made.id})

    for attempt in (
        lambda: sdk.connection.get_unified_connection(request={"id": made.id}),
        lambda: sdk.passthrough.list_passthroughs(request={"connection_id": made.id, "path": "/x"}),
    ):
        with pytest.raises(errors.SDKError) as failure:
            attempt()
        assert failure.value.status_code == 404


def test_bad_connection_is_explained(sdk):
    with pytest.raises(errors.SDKError) as failure:
        sdk.connection.create_unified_connection(
            request={"integration_type": "nowhere", "categories": [], "permissions": []})

    assert failure.value.status_code == 400
    assert "message" in failure.value.body


def test_imported_token_is_used(sdk, vendor):
    made = sdk.connection.create_unified_connection(request={
        "integration_type": "generic", "categories": [], "permissions": [],
        "auth": {"api_url": "http://" + vendor.place, "token": CREDENTIAL},
    }).connection

    sdk.passthrough.list_passthroughs(request={"connection_id": made.id, "path": "/v2/customers"})

    assert vendor.last().values("Authorization") == ["Bearer " + CREDENTIAL]


def test_integrations_are_listed(sdk):
    every = sdk.integration.list_unified_integrations(request={"limit": 1000}).integrations
    crm = sdk.integration.list_unified_integrations(request={"categories": ["crm"], "limit": 1000}).integrations

    assert len(every) > 600
    assert "hubspot" in [each.type for each in crm]
    assert len(crm) < len(every)
    assert all(shared.PropertyIntegrationCategories.CRM in each.categories for each in crm)
