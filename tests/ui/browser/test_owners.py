"""Two people who sign in to one app: what each follows and wants is there for that one alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from ui.browser.conftest import _free_port, opened, serving
from ui.browser.provider import Provider, provider, write_secrets
from websites import page, website

pytestmark = pytest.mark.slow
pytest.importorskip("authlib", reason="pip install 'streamlit[auth]'")
expect.set_options(timeout=20_000)
Start = Callable[..., Any]
ECHO = b"<rss version='2.0'><channel><title>Valley Echo</title></channel></rss>"
SHARED = "https://post.example/feed"


@pytest.fixture
def whoever() -> Iterator[Provider]:
    with provider(email="ann@example.org", email_verified=True) as made:
        yield made


@pytest.fixture
def app_for_two(tmp_path: Path, whoever: Provider) -> Iterator[str]:
    """The address of an app for everyone at example.org, on an archive whose command line follows one feed."""
    from rag.domain.feed import Feed
    from rag.domain.profile import Profile

    archive, story = tmp_path / "archive", tmp_path / "ferry.txt"
    story.write_text(
        "3 March 2025\n\nFerry late\n\nThe ferry to Velm left 20 minutes late on Monday, the captain said.\n"
    )
    dateline = opened(archive)
    dateline.ingest([str(story)])
    dateline.catalog.put_feed(Feed(SHARED, "Harbour Post", datetime(2025, 3, 3, tzinfo=UTC)))
    dateline.catalog.put_profile(Profile("morning", topics=("harbour",)))
    port = _free_port()
    write_secrets(tmp_path, whoever, port)
    allowed = {"DATELINE_SIGN_IN_ALLOW": "@example.org", "DATELINE_FETCH_ALLOW": "127.0.0.1"}
    with serving(archive, tmp_path, port=port, **allowed) as url:
        yield url


def signed_in(visit: Start, app: str, whoever: Provider, address: str) -> Page:
    """A window of its own in which that address has signed in."""
    whoever.claims["email"] = address
    window = visit(app)
    window.own_too(whoever.url)
    shown: Page = window.open("/")
    shown.get_by_role("button", name="Sign in").click()
    shown.get_by_placeholder("Ask the archive").wait_for()
    return shown


def at_feeds(shown: Page) -> Page:
    shown.get_by_role("link", name="Archive").click()
    shown.get_by_text("Feeds", exact=True).click()
    return shown


def test_what_one_follows_is_hers_and_the_shared_feed_nobodys_to_end(
    visit: Start, app_for_two: str, whoever: Provider
) -> None:
    with website({"/feed": page(ECHO)}) as site:
        ann = at_feeds(signed_in(visit, app_for_two, whoever, "ann@example.org"))
        ann.get_by_label("Address of a feed or a page").fill(site.at("/feed"))
        ann.get_by_role("button", name="Follow it").click()
        expect(ann.locator(".feed .title")).to_have_text(["Harbour Post", "Valley Echo"])
        expect(ann.get_by_role("button", name="Remove")).to_have_count(1)
        ben = at_feeds(signed_in(visit, app_for_two, whoever, "ben@example.org"))
        expect(ben.locator(".feed .title")).to_have_text(["Harbour Post"])
        expect(ben.locator(".feed")).to_contain_text("shared")
        expect(ben.get_by_role("button", name="Read now")).to_have_count(1)
        expect(ben.get_by_role("button", name="Remove")).to_have_count(0)
        ben.get_by_label("Address of a feed or a page").fill(site.at("/feed"))
        ben.get_by_role("button", name="Follow it").click()
        expect(ben.locator(".feed .title")).to_have_text(["Harbour Post", "Valley Echo"])
        ben.get_by_role("button", name="Remove").click()
        ben.get_by_role("button", name="Really remove").click()
        expect(ben.locator(".feed .title")).to_have_text(["Harbour Post"])
        at_feeds(ann)
        expect(ann.locator(".feed .title")).to_have_text(["Harbour Post", "Valley Echo"])


def test_a_profile_is_its_makers_alone_and_the_shared_one_can_be_looked_at(
    visit: Start, app_for_two: str, whoever: Provider
) -> None:
    ann = signed_in(visit, app_for_two, whoever, "ann@example.org")
    ann.get_by_role("link", name="Briefing").click()
    ann.get_by_role("button", name="Profiles").click()
    ann.get_by_label("Name", exact=True).fill("ferries")
    ann.get_by_role("button", name="Save").click()
    expect(ann.get_by_role("dialog")).to_have_count(0)
    for address, names in (
        ("ann@example.org", ["a new one", "ferries", "morning (shared)"]),
        ("ben@example.org", ["a new one", "morning (shared)"]),
    ):
        shown = signed_in(visit, app_for_two, whoever, address)
        shown.get_by_role("link", name="Briefing").click()
        shown.get_by_role("button", name="Profiles").click()
        shown.get_by_role("combobox", name="Profile").click()
        expect(shown.get_by_role("option")).to_have_text(names)
        shown.get_by_role("option", name="morning (shared)").click()
        expect(shown.get_by_text("Everybody shares this profile")).to_be_visible()
        expect(shown.get_by_label("Topics, one a line")).to_be_disabled()
        expect(shown.get_by_role("button", name="Save")).to_have_count(0)
