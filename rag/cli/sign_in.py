"""What an app that others can reach must have before it starts: a provider that signs them in, and who may."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rag.domain.errors import UsageError

_SEE = "docs/serve.md shows a whole secrets.toml."
_SHARED = ("redirect_uri", "cookie_secret")
_OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in that is set up: where its settings lie, and the host name under which readers reach the app."""

    files: tuple[Path, ...]
    host: str


def sign_in_for(address: str, allowed: Sequence[str], files: Sequence[Path] | None = None) -> SignIn | None:
    """The sign-in of an app at ``address``; None where only this machine reaches it and none is set up.

    Raises UsageError, naming what is missing, where others would reach the app without one or it is set up by half.
    """
    from rag.ui.loopback import is_loopback

    found = [file for file in (_secrets() if files is None else files) if file.is_file()]
    merged: dict[str, Any] = {}
    for file in found:
        merged |= _read(file)
    auth = merged.get("auth")
    if not auth:
        if is_loopback(address):
            return None
        raise UsageError(
            f"{address!r} is no loopback address, and others could read the archive without signing in. "
            f"Leave --address out, or set up a sign-in: an [auth] section in .streamlit/secrets.toml. {_SEE}"
        )
    _require_whole(auth)
    if find_spec("authlib") is None:
        raise UsageError("Signing in needs one more package: pip install 'streamlit[auth]'.")
    if not allowed:
        raise UsageError(
            "Say who may sign in: DATELINE_SIGN_IN_ALLOW=ann@example.org,@example.com (addresses and domains), "
            "or * for everyone whom the provider knows."
        )
    return SignIn(tuple(found), _host(str(auth["redirect_uri"]), address))


def _secrets() -> list[Path]:
    """Where Streamlit looks, in its order: what is read later goes before."""
    return [Path.home() / ".streamlit/secrets.toml", Path.cwd() / ".streamlit/secrets.toml"]


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read ({error}). {_SEE}") from error


def _require_whole(auth: Mapping[str, Any]) -> None:
    named = {name: section for name, section in auth.items() if isinstance(section, Mapping)}
    missing = [name for name in _SHARED if not auth.get(name)]
    for name, section in (named or {"": auth}).items():
        missing += [f"{name}.{key}" if name else key for key in _OF_PROVIDER if not section.get(key)]
    if missing:
        raise UsageError(f"The [auth] section of secrets.toml lacks {', '.join(missing)}. {_SEE}")
    if len(str(auth["cookie_secret"])) < _SHORTEST_SECRET:
        raise UsageError(
            f"cookie_secret in secrets.toml is shorter than {_SHORTEST_SECRET} characters; whoever guesses it can "
            "sign in as anyone. `python -c 'import secrets; print(secrets.token_urlsafe(48))'` makes a good one."
        )


def _host(redirect_uri: str, address: str) -> str:
    """Of the address that the provider sends readers back to. Beyond this machine it must be encrypted."""
    from rag.ui.loopback import is_loopback

    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    if not host or not parts.path.endswith(_CALLBACK):
        raise UsageError(f"redirect_uri in secrets.toml must be the app's whole address and end in {_CALLBACK}. {_SEE}")
    if parts.scheme != "https" and not (is_loopback(host) and is_loopback(address)):
        raise UsageError(
            f"redirect_uri in secrets.toml must begin with https://, or sign-ins could be read on the way. {_SEE}"
        )
    return host
