"""Who may use the app."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import sent

from rag.ui import sign_in
from rag.ui.sign_in import address_of, is_allowed


@pytest.mark.parametrize(
    ("address", "allowed", "may"),
    [
        ("ann@example.org", ("ann@example.org",), True),
        ("ann@example.org", ("Ann@Example.org",), True),
        ("ann@example.org", ("@example.org",), True),
        ("ann@example.org", ("*",), True),
        ("ann@example.org", (), False),
        ("ann@example.org", ("example.org",), False),
        ("ann@sub.example.org", ("@example.org",), False),
        ("ann@evil.example@example.org.evil", ("@example.org",), False),
        ("", ("*",), False),
    ],
)
def test_an_address_is_allowed_whole_or_by_its_domain(address: str, allowed: tuple[str, ...], may: bool) -> None:
    assert is_allowed(address, allowed) is may


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "Ann@Example.org"}, "ann@example.org"),
        ({"email": "ann@example.org", "email_verified": True}, "ann@example.org"),
        ({"email": "ann@example.org", "email_verified": False}, ""),
        ({"email": "ann@example.org", "email_verified": "true"}, ""),
        ({"email": None}, ""),
        ({}, ""),
    ],
)
def test_only_an_address_that_the_provider_stands_by_counts(claims: dict[str, Any], address: str) -> None:
    assert address_of(claims) == address


def gated() -> None:
    import streamlit as st

    from rag.ui.sign_in import gate

    if gate(()):
        st.text("inside")


def test_a_server_that_others_reach_shows_nothing_without_a_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in.st, "get_option", lambda name: "0.0.0.0")
    at = AppTest.from_function(gated).run()
    assert list(at.text) == []
    assert sent(at, "notice")[0]["title"] == "This app is not safe to use"


def test_a_machine_of_ones_own_asks_for_nothing() -> None:
    at = AppTest.from_function(gated).run()
    assert [text.value for text in at.text] == ["inside"]
