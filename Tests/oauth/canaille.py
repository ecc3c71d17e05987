# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Canaille from PyPI, an OAuth2 server in Python: refresh tokens rotate, PKCE required, RFC 9207's `iss`."""

import contextlib
import os
import pathlib
import secrets
import sqlite3
import subprocess
import sys

from joserfc.jwk import RSAKey

from loopback import Program, free_port

PROGRAM = str(pathlib.Path(sys.executable).with_name("canaille"))
CONFIGURATION = """
SECRET_KEY = "{secret}"
SERVER_NAME = "{place}"
PREFERRED_URL_SCHEME = "http"
SESSION_COOKIE_SECURE = false
OAUTH2_TOKEN_EXPIRES_IN = {{authorization_code = {life}, refresh_token = {life}, client_credentials = {life}}}

[CANAILLE]
DATABASE = "sql"
LANGUAGE = "en"
CAPTCHA_ENABLED = false
HTMX = false
SMTP = {{HOST = "127.0.0.1", PORT = 1}}

[CANAILLE_SQL]
DATABASE_URI = "sqlite:///{database}"

[CANAILLE_OIDC]
REQUIRE_NONCE = false
TRUSTED_DOMAINS = ["trusted.example.com"]
ACTIVE_JWKS = [{key}]
"""


def signing_key():
    """A fresh RSA key as a TOML table."""
    key = RSAKey.generate_key(2048).as_dict(private=True)
    return "{" + ", ".join(f'{name} = "{value}"' for name, value in key.items()) + "}"


class Canaille:
    """A server with one user and one client, made by its command line."""

    slug = "canaille"
    me = "oauth/userinfo"
    scopes = ["openid", "profile", "email"]
    user, password = "grace", secrets.token_urlsafe(12)
    client_id, client_secret = "passthrough", secrets.token_urlsafe(24)

    def __init__(self, directory, redirect_uri, access_token_life=10):
        self.life = access_token_life
        self.port = free_port()
        self.place = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.place}"
        self.issuer = self.url
        self.database = directory / "canaille.db"
        self.environment = dict(os.environ, CANAILLE_CONFIG=str(directory / "canaille.toml"))
        (directory / "canaille.toml").write_text(CONFIGURATION.format(
            secret=secrets.token_urlsafe(32), place=self.place, database=self.database,
            life=access_token_life, key=signing_key()))
        self.command("install")
        self.command(
            "create", "user", "--user-name", self.user, "--password", self.password, "--family-name", "Hopper",
            "--given-name", "Grace", "--formatted-name", "Grace Hopper", "--emails", "grace@example.com")
        self.command(
            "create", "client", "--client-id", self.client_id, "--client-secret", self.client_secret,
            "--client-name", "Passthrough", "--client-uri", "https://passthrough.example.com",
            "--redirect-uris", redirect_uri, "--token-endpoint-auth-method", "client_secret_basic",
            "--grant-types", "authorization_code", "--grant-types", "refresh_token",
            "--grant-types", "client_credentials", "--response-types", "code",
            *(part for scope in self.scopes for part in ("--scope", scope)))
        self.program = Program(
            [PROGRAM, "run", "--bind", self.place], directory / "canaille.log", self.url,
            environment=self.environment, directory=directory)

    def command(self, *arguments):
        """Runs an administrator's command and returns what it prints."""
        run = subprocess.run(
            [PROGRAM, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, check=True, timeout=60)
        return run.stdout

    def row(self):
        """The integration, in the catalogue's format."""
        return f"""
- slug: {self.slug}
  name: Canaille
  categories: [crm]
  base_url: {self.url}
  allowed_hosts: ["{self.place}"]
  auth_hosts: ["{self.place}"]
  auth:
    - type: oauth2
      grant: authorization_code
      issuer: {self.issuer}
      authorization_url: {self.url}/oauth/authorize
      token_url: {self.url}/oauth/token
      revoke_url: {self.url}/oauth/revoke
      scopes: [openid, profile, email]
      client_auth: basic
      pkce: required
      refresh: true
      rotates: true
  probe: /oauth/userinfo
"""

    def forget_consents(self):
        """It asks again."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as database, database:
            database.execute("delete from consent")

    def sign_in(self, page):
        page.locator("input[name=login]").fill(self.user)
        page.get_by_role("button", name="Continue").click()
        page.locator("input[name=password]").fill(self.password)
        page.get_by_role("button", name="Sign in").click()

    def consent(self, page):
        page.get_by_role("button", name="Accept").click()

    def refuse(self, page):
        page.get_by_role("button", name="Deny").click()

    def stop(self):
        self.program.stop()
