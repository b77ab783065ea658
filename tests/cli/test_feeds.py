"""`dateline feeds` against a real server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import Cli
from websites import Website, page, website

from rag.compose import open_dateline

WORDS = " ".join(f"The harbour office wrote on page {n} what it thinks of the ferry." for n in range(12))
FEED = (
    "<rss version='2.0'><channel><title>Harbour Post</title><item><title>Ferry</title><guid>g</guid>"
    f"<description>{WORDS}</description></item></channel></rss>"
).encode()
FRONT = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>News</body></html>'


@pytest.fixture
def site(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    monkeypatch.setenv("DATELINE_FETCH_ALLOW", "127.0.0.1")
    with website({"/feed": page(FEED), "/": page(FRONT)}) as site:
        yield site


def test_the_feed_of_a_front_page_is_followed_and_read(cli: Cli, site: Website) -> None:
    added = cli("feeds", "add", site.at("/"))
    assert added.status == 0
    assert added.sentence == f"Subscribed to Harbour Post ({site.at('/feed')}). `dateline feeds refresh` reads it."
    assert "never asked" in cli("feeds", "list").out
    done = cli("feeds", "refresh", "--json")
    assert (done.status, done.json["added"], done.json["not_due"]) == (0, 1, [])
    (feed,) = cli("feeds", "list", "--json").json["feeds"]
    assert (feed["url"], feed["title"], feed["error"], feed["fetches"]) == (site.at("/feed"), "Harbour Post", None, 1)


def test_one_feed_that_fails_is_one_line_and_the_status_says_that_the_others_went_in(cli: Cli, site: Website) -> None:
    site.reply("/other", page(FEED))
    cli("feeds", "add", site.at("/feed"))
    cli("feeds", "add", site.at("/other"), "--title", "Other")
    site.reply("/other", page(status="503 Service Unavailable"))
    ran = cli("feeds", "refresh")
    assert ran.status == 3
    assert "2 feeds asked, 1 failed, 0 not due" in ran.out
    assert site.at("/other") in ran.sentence
    assert "failed once" in cli("feeds", "list").out
    alone = cli("feeds", "refresh", site.at("/other"), "--json")
    assert (alone.status, len(alone.json["failed"])) == (1, 1)
    assert "1 not due" in cli("feeds", "refresh").out


def test_private_addresses_are_refused_where_no_setting_allows_them(
    cli: Cli, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_FETCH_ALLOW")
    ran = cli("feeds", "add", site.at("/feed"))
    assert ran.status == 1
    assert "DATELINE_FETCH_ALLOW" in ran.sentence
    assert site.asked == []


@pytest.mark.parametrize(
    ("argv", "status", "says"),
    [
        (["add", "harbour-post.example"], 2, "https://"),
        (["remove", "https://none.example/"], 1, "feeds list"),
        (["refresh", "https://none.example/"], 1, "feeds list"),
        (["list", "--owner", " "], 2, "--owner needs the address"),
        (["list", "--owner", "anna@post.example", "--everyone"], 2, "leave one of them out"),
        (["import", "none.opml"], 1, "none.opml"),
        (["import", "-"], 2, "OPML"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_that_says_what_to_do(
    cli: Cli, argv: list[str], status: int, says: str
) -> None:
    ran = cli("feeds", *argv)
    assert (ran.status, ran.out) == (status, "")
    assert says in ran.sentence


def test_feeds_of_readers_who_signed_in_are_read_with_the_rest_and_listed_for_them_alone(
    cli: Cli, site: Website
) -> None:
    cli("feeds", "add", site.at("/feed"))
    site.reply("/other", page(FEED.replace(b"Ferry", b"Goat").replace(b"<guid>g", b"<guid>h")))
    subscriptions = open_dateline().subscriptions.of("anna@post.example")
    subscriptions.add(site.at("/feed"))
    subscriptions.add(site.at("/other"))
    listed = cli("feeds", "list", "--json")
    assert [feed["url"] for feed in listed.json["feeds"]] == [site.at("/feed")]
    assert listed.sentence == (
        "Readers who signed in follow 1 more; `dateline feeds refresh` reads those too, "
        "`dateline feeds list --everyone` lists them."
    )
    done = cli("feeds", "refresh", "--json")
    assert sorted(feed["url"] for feed in done.json["feeds"]) == [site.at("/feed"), site.at("/other")]
    assert cli("feeds", "remove", site.at("/other")).status == 1


def test_whoever_keeps_the_archive_sees_and_ends_the_feed_of_a_reader_who_signed_in(cli: Cli, site: Website) -> None:
    cli("feeds", "add", site.at("/feed"))
    open_dateline().subscriptions.of("anna@post.example").add(site.at("/feed"))
    everyone = cli("feeds", "list", "--everyone")
    assert (everyone.out.count(site.at("/feed")), everyone.err) == (2, "")
    assert "    owner: shared by everybody\n" in everyone.out
    assert "    owner: anna@post.example\n" in everyone.out
    (annas,) = cli("feeds", "list", "--owner", "Anna@Post.example", "--json").json["feeds"]
    assert (annas["url"], annas["owner"]) == (site.at("/feed"), "anna@post.example")
    ended = cli("feeds", "remove", site.at("/feed"), "--owner", "anna@post.example")
    assert (ended.status, ended.sentence) == (0, f"anna@post.example no longer follows {site.at('/feed')}.")
    assert [feed["owner"] for feed in cli("feeds", "list", "--everyone", "--json").json["feeds"]] == [""]
    none = cli("feeds", "list", "--owner", "anna@post.example")
    assert (none.status, none.out) == (0, "")
    assert "--everyone" in none.sentence
    again = cli("feeds", "remove", site.at("/feed"), "--owner", "anna@post.example")
    assert again.status == 1
    assert "`dateline feeds list --owner anna@post.example`" in again.sentence


def test_lists_go_in_and_out(cli: Cli, site: Website, tmp_path: Path) -> None:
    listed = tmp_path / "feeds.opml"
    listed.write_text(f'<opml><body><outline text="P" xmlUrl="{site.at("/feed")}"/></body></opml>', encoding="utf-8")
    assert cli("feeds", "import", listed).sentence.startswith("1 subscriptions added, 0 known before.")
    assert cli("feeds", "export", "out.opml").status == 0
    assert cli("feeds", "export", "-").out == Path("out.opml").read_text(encoding="utf-8")
    assert site.at("/feed") in cli("feeds", "export", "-").out
    assert cli("feeds", "remove", site.at("/feed")).status == 0
    assert cli("feeds", "list", "--json").json == {"feeds": []}
    assert cli("feeds", "list").out == "No subscriptions. `dateline feeds add URL` makes one.\n"


def test_an_address_is_ingested_and_again_unchanged(cli: Cli, site: Website) -> None:
    assert cli("ingest", site.at("/feed"), "--json").json["added"] == 1
    again = cli("ingest", site.at("/feed"), "--json")
    assert (again.status, again.json["unchanged"]) == (0, 1)
    assert json.loads(again.out)["flagged"] == []
