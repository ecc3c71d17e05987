# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What a developer does with the platform calls."""

import time


class Service:
    """The program with its platform calls."""

    def __init__(self, program, url):
        self.program = program
        self.url = url
        self.api = program.api()
        self.workspace = self.call("GET", "/unified/workspace")["id"]

    def call(self, method, path, **arguments):
        answer = self.api.request(method, path, **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json() if answer.content else None

    def define(self, slug, row):
        self.call("PUT", f"/unified/integration/{slug}", content=row, headers={"Content-Type": "application/yaml"})

    def activate(self, server):
        self.call("PUT", f"/unified/integration/{server.slug}/activation", json={
            "client_id": server.client_id, "client_secret": server.client_secret})

    def brand(self, **members):
        """Says what the hosted pages call the workspace, and in which colour."""
        self.call("PUT", "/unified/workspace", json=members)

    def authorization_url(self, slug, **parameters):
        """The URL that a customer is sent to; asked for without a key, as the contract says."""
        answer = self.api.get(
            f"/unified/integration/auth/{self.workspace}/{slug}", params=parameters, headers={"Authorization": ""})
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/plain")
        return answer.text

    def connections(self):
        """The ids of all."""
        return {connection["id"] for connection in self.call("GET", "/unified/connection")}

    def connection(self, identifier):
        return self.call("GET", f"/unified/connection/{identifier}")

    def vendor(self, identifier):
        return self.program.vendor(identifier)

    def logged(self, **filters):
        """Records of calls; they are written in batches, so they are waited for."""
        deadline = time.monotonic() + 15
        while not (found := self.call("GET", "/unified/apicall", params=filters)) and time.monotonic() < deadline:
            time.sleep(0.2)
        return found
