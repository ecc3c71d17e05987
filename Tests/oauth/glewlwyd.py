# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""glewlwyd from Debian, an OAuth2 server in C: opaque refresh tokens used once, PKCE required, RFC 9207's `iss`."""

import contextlib
import pathlib
import secrets
import shutil
import sqlite3

import httpx

from loopback import Program, free_port

SCHEMA = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
PAGES = pathlib.Path("/usr/share/glewlwyd/webapp")
SETTINGS = pathlib.Path("/usr/share/glewlwyd/templates/config.json")
CONFIGURATION = """
port={port}
bind_address="127.0.0.1"
external_url="{url}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="WARNING"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
static_files_path="{pages}/"
static_files_mime_types=(
  {{ extension=".html" mime_type="text/html" }},
  {{ extension=".css" mime_type="text/css" }},
  {{ extension=".js" mime_type="application/javascript" }},
  {{ extension=".json" mime_type="application/json" }},
  {{ extension=".woff2" mime_type="font/woff2" }},
  {{ extension=".ico" mime_type="image/x-icon" }}
)
database={{ type="sqlite3" path="{database}" }};
"""


def copy_pages(directory):
    """The log-in pages: the server hands out no links to other folders, of which Debian's are full."""
    pages = directory / "pages"
    shutil.copytree(PAGES, pages, ignore=shutil.ignore_patterns("config.json", "*.map"))
    shutil.copy(SETTINGS, pages / "config.json")
    return pages


class Glewlwyd:
    """A server with one user, one client and the scope `crm`, made by its administration API."""

    slug = "glewlwyd"
    me = "userinfo"
    scopes = ["crm"]
    user, password = "ada", secrets.token_urlsafe(12)
    client_id, client_secret = "passthrough", secrets.token_urlsafe(24)

    def __init__(self, directory, redirect_uri, access_token_life=3600):
        self.port = free_port()
        self.place = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.place}"
        self.issuer = self.url
        self.database = directory / "glewlwyd.db"
        with sqlite3.connect(self.database) as database:
            # A test that looks in must not keep the server, which does not wait, from writing.
            database.execute("pragma journal_mode = wal")
            database.executescript(SCHEMA.read_text())
        database.close()
        configuration = directory / "glewlwyd.conf"
        configuration.write_text(CONFIGURATION.format(port=self.port, url=self.url, database=self.database, pages=copy_pages(directory)))
        self.program = Program(["glewlwyd", f"--config-file={configuration}"], directory / "glewlwyd.log", self.url)
        try:
            self._register(redirect_uri, access_token_life)
        except httpx.HTTPError:
            self.stop()
            raise

    def _register(self, redirect_uri, access_token_life):
        with httpx.Client(base_url=self.url + "/api/", timeout=30, trust_env=False) as api:
            # The password that the server's own first database comes with.
            api.post("auth", json={"username": "admin", "password": "password"}).raise_for_status()
            api.post("scope", json={
                "name": "crm", "display_name": "Customers", "description": "Read your customers",
                "password_required": True, "password_max_age": 0, "scheme": {}}).raise_for_status()
            api.post("user", json={
                "username": self.user, "password": self.password, "name": "Ada Lovelace", "email": "ada@example.com",
                "enabled": True, "scope": ["crm", "openid", "g_profile"]}).raise_for_status()
            api.post("client", json={
                "client_id": self.client_id, "client_secret": self.client_secret, "name": "Passthrough",
                "description": "", "confidential": True, "enabled": True, "redirect_uri": [redirect_uri],
                "authorization_type": ["code", "refresh_token", "client_credentials"], "scope": ["crm"],
                "token_endpoint_auth_method": ["client_secret_basic", "client_secret_post"],
            }).raise_for_status()
            api.post("mod/plugin", json={
                "module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "parameters": {
                    "iss": self.issuer, "jwt-type": "sha", "jwt-key-size": "256", "key": secrets.token_urlsafe(32),
                    "access-token-duration": access_token_life, "refresh-token-duration": 1209600,
                    "code-duration": 60, "refresh-token-rolling": True, "refresh-token-one-use": "always",
                    "allow-non-oidc": True, "auth-type-code-enabled": True, "auth-type-code-revoke-replayed": True,
                    "auth-type-refresh-enabled": True, "auth-type-client-enabled": True,
                    "pkce-allowed": True, "pkce-required": True, "oauth-as-iss-id": True,
                    "introspection-revocation-allowed": True, "introspection-revocation-allow-target-client": True,
                }}).raise_for_status()

    def row(self):
        """The integration, in the catalogue's format."""
        return f"""
- slug: {self.slug}
  name: Glewlwyd
  categories: [crm]
  base_url: {self.url}/api/oidc
  allowed_hosts: ["{self.place}"]
  auth_hosts: ["{self.place}"]
  auth:
    - type: oauth2
      grant: authorization_code
      issuer: {self.issuer}
      authorization_url: {self.url}/api/oidc/auth
      token_url: {self.url}/api/oidc/token
      revoke_url: {self.url}/api/oidc/revoke
      scopes: [crm]
      client_auth: basic
      pkce: required
      refresh: true
      rotates: true
  probe: /userinfo
"""

    def _query(self, statement):
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            return database.execute(statement).fetchall()

    def forget_consents(self):
        """It asks again."""
        self._query("delete from g_client_user_scope")

    def refuse_access_tokens(self):
        """From now on none that was handed out is accepted; refresh tokens are."""
        self._query("update gpo_access_token set gpoa_enabled = 0")

    def refresh_tokens(self):
        """How many it handed out in all, and how many of them it would still take."""
        [row] = self._query("select count(*), coalesce(sum(gpor_enabled), 0) from gpo_refresh_token")
        return row

    def take_access_away(self):
        self._query("update gpo_access_token set gpoa_enabled = 0")
        self._query("update gpo_refresh_token set gpor_enabled = 0")

    def sign_in(self, page):
        page.get_by_label("Login").fill(self.user)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="OK", exact=True).click()

    def consent(self, page):
        page.get_by_label("Customers").check()
        page.get_by_role("button", name="Grant access").click()
        page.get_by_role("button", name="Continue").click()

    def stop(self):
        self.program.stop()
