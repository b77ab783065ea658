"""Signing in: a real provider on loopback, a real browser, and what reaches it before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import _free_port, serving
from ui.browser.provider import Provider, provider, write_secrets

pytestmark = pytest.mark.slow
pytest.importorskip("authlib", reason="pip install 'streamlit[auth]'")
expect.set_options(timeout=20_000)
Start = Callable[..., Any]


@pytest.fixture
def ann() -> Iterator[Provider]:
    with provider(email="Ann@Example.org", email_verified=True, name="Ann") as made:
        yield made


@pytest.fixture
def app_with_sign_in(archive: Path, tmp_path: Path, ann: Provider) -> Iterator[str]:
    """The address of an app that lets ann@example.org in."""
    port = _free_port()
    write_secrets(tmp_path, ann, port)
    with serving(archive, tmp_path, port=port, DATELINE_SIGN_IN_ALLOW="ann@example.org") as url:
        yield url


def test_nothing_of_the_archive_reaches_the_browser_before_the_sign_in(
    visit: Start, app_with_sign_in: str, ann: Provider
) -> None:
    window = visit(app_with_sign_in)
    received: list[bytes] = []
    window.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(_bytes(frame))))
    for path in ("/", "/archive", "/briefing", "/health", "/archive?article=hostile"):
        window.open(path)
        expect(window.page.get_by_text("Please sign in")).to_be_visible()
    told = b"".join(received)
    assert b"Please sign in" in told
    assert b"Harrow" not in told
    assert b"DATELINE_" not in told


def test_a_reader_signs_in_and_is_known_by_the_address(visit: Start, app_with_sign_in: str, ann: Provider) -> None:
    window = visit(app_with_sign_in)
    window.own_too(ann.url)
    page = window.open("/health")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("Ask the archive").wait_for()
    page.get_by_role("link", name="Health").click()
    expect(page.get_by_text("ann@example.org")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Please sign in")).to_be_visible()


@pytest.mark.parametrize(
    "claims",
    [{"email": "ben@example.org"}, {"email_verified": False}, {"email": ""}],
    ids=["other", "unverified", "none"],
)
def test_who_is_not_named_is_signed_in_and_not_admitted(
    visit: Start, app_with_sign_in: str, ann: Provider, claims: dict[str, Any]
) -> None:
    ann.claims |= claims
    window = visit(app_with_sign_in)
    window.own_too(ann.url)
    page = window.open("/")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("You are signed in, but not admitted")).to_be_visible()
    assert page.get_by_placeholder("Ask the archive").count() == 0


def _bytes(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame
