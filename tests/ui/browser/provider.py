"""An OpenID Connect provider on loopback that signs everyone in at once, as whoever ``address`` names."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "dateline", "a-client-secret-of-the-test"


@dataclass
class Provider:
    """``claims`` are what it says of whoever signs in; ``codes`` maps each code that it gave to its nonce."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    key: Any = None

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorized(self, query: dict[str, list[str]]) -> str:
        """Where the browser is sent back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = query.get("nonce", [""])[0]
        return f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"

    def token(self, code: str) -> dict[str, Any]:
        from joserfc import jwt

        now = int(time.time())
        said = {"iss": self.url, "aud": CLIENT, "sub": "someone", "iat": now, "exp": now + 600, **self.claims}
        signed = jwt.encode({"alg": "RS256", "kid": self.key.kid}, {**said, "nonce": self.codes[code]}, self.key)
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 600, "id_token": signed}


@contextmanager
def provider(**claims: Any) -> Iterator[Provider]:
    """One that runs, with a key of its own."""
    from joserfc.jwk import RSAKey

    made = Provider(claims=claims, key=RSAKey.generate_key(2048, {"kid": "test"}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()


def write_secrets(desk: Path, made: Provider, port: int) -> None:
    """What an app that is started in the folder ``desk`` and listens on ``port`` needs to ask the provider."""
    folder = desk / ".streamlit"
    folder.mkdir()
    (folder / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"x" * 40}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{made.url}/.well-known/openid-configuration"\n'
    )


def _handler(made: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", made.authorized(parse_qs(parts.query)))
                self.end_headers()
            elif parts.path == "/keys":
                self._json({"keys": [made.key.as_dict(private=False)]})
            else:
                self._json(made.metadata())

        def do_POST(self) -> None:
            body = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            given = base64.b64decode(self.headers.get("Authorization", "").removeprefix("Basic ")).decode()
            assert given == f"{CLIENT}:{SECRET}"
            self._json(made.token(body["code"][0]))

        def _json(self, value: object) -> None:
            text = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
