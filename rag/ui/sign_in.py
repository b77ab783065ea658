"""Who is at the other end: signed in by an OpenID Connect provider, or simply at this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from rag.ui.components import notice
from rag.ui.loopback import is_loopback

_NOT_SAFE = (
    "The server listens beyond this machine, and nobody is asked to sign in. Start it with `dateline serve`, which "
    "says what is missing; docs/serve.md has the whole way."
)
_NO_ADDRESS = (
    "The sign-in gave no address by which your conversations and pages could be kept. "
    "The provider must be asked for the scope email; docs/serve.md shows where."
)


def is_allowed(address: str, allowed: Sequence[str]) -> bool:
    """Whether ``allowed`` has the address, its domain as "@example.org", or "*"; upper and lower case are the same."""
    whole = address.casefold()
    domain = "@" + whole.rpartition("@")[2]
    return bool(whole) and not {whole, domain, "*"}.isdisjoint(each.casefold() for each in allowed)


def address_of(claims: Mapping[str, Any]) -> str:
    """The e-mail address of a signed-in user, lower-cased; "" where the provider gives none or has not verified it."""
    address = claims.get("email")
    return address.casefold() if isinstance(address, str) and claims.get("email_verified", True) is True else ""


def is_asked_for() -> bool:
    """Whether a provider is configured: an ``[auth]`` section in Streamlit's secrets.toml."""
    return bool(st.secrets.load_if_toml_exists() and st.secrets.get("auth"))


def signed_in() -> str:
    """The address of whoever is signed in, "" where nobody is or none is asked to be."""
    return address_of(st.user.to_dict()) if is_asked_for() and st.user.is_logged_in else ""


def gate(allowed: Sequence[str]) -> bool:
    """Whether the page may be shown; where not, a card or a button says what to do first."""
    if not is_asked_for():
        if is_loopback(st.get_option("server.address") or ""):
            return True
        notice("This app is not safe to use", _NOT_SAFE, tone="error", key="not_safe")
        return False
    if not st.user.is_logged_in:
        _ask()
        return False
    address = signed_in()
    if is_allowed(address, allowed):
        return True
    refused = f"{address} may not use this archive. Ask whoever runs it to add the address." if address else _NO_ADDRESS
    notice("You are signed in, but not admitted", refused, tone="error", key="not_admitted")
    st.button("Sign out", key="sign_out", on_click=st.logout)
    return False


def _ask() -> None:
    notice("Please sign in", "This archive is for readers who are known to it.", key="sign_in_card")
    named = [name for name, section in st.secrets["auth"].items() if isinstance(section, Mapping)]
    for name in named or [""]:
        label = f"Sign in with {name.title()}" if name else "Sign in"
        st.button(label, key=f"sign_in_{name}", type="primary", on_click=st.login, args=(name,) if name else ())
