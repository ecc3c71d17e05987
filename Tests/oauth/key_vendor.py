# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""A vendor that wants a key, or a user and a password, and says who one is."""

import base64
import http.server
import json
import secrets
import threading


class _API(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        vendor = self.server.vendor
        authorization = self.headers.get("Authorization", "")
        basic = base64.b64encode(f"{vendor.user}:{vendor.password}".encode()).decode()
        known = {
            "/key/me": self.headers.get("X-Api-Key") == vendor.key,
            "/basic/me": authorization == "Basic " + basic,
            f"/fields/{vendor.account}/me":
                self.headers.get("X-Key") == vendor.key and self.headers.get("X-Secret") == vendor.password,
        }
        status = 404 if self.path not in known else 200 if known[self.path] else 401
        body = json.dumps({"status": status}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class KeyVendor:
    """Three APIs: a key in a header field, basic authentication, and three fields of which two are secret."""

    user, account = "ada@example.com", "acme-7"
    key, password = secrets.token_urlsafe(16), secrets.token_urlsafe(16)

    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _API)
        self.server.vendor = self
        self.place = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rows(self):
        """The integrations, by name, in the catalogue's format."""
        def row(slug, name, base, rest):
            return f"""
- slug: {slug}
  name: {name}
  categories: [crm]
  base_url: "http://{self.place}/{base}"
  allowed_hosts: ["{self.place}"]
{rest}  probe: /me
"""

        return {
            "keyed": row("keyed", "Keyed", "key", """
  auth:
    - type: api_key
      header: {X-Api-Key: "{api_key}"}
""".lstrip("\n")),
            "basic_auth": row("basic_auth", "Basic", "basic", """
  auth:
    - type: basic
      username: "{username}"
      password: "{password}"
""".lstrip("\n")),
            "fielded": row("fielded", "Fielded", "fields/{account}", """
  vars:
    account: {kind: id, example: acme-1}
  auth:
    - type: api_key
      fields: [shared_secret]
      header: {X-Key: "{api_key}", X-Secret: "{shared_secret}"}
""".lstrip("\n")),
        }

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
