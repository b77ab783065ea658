"""Profiles, editions, schedules and delivery from the command line: a real archive, real servers on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import time
from pathlib import Path

import pytest
from mailserver import Mailbox, mail_server
from newsroom import Cli
from pytest_httpserver import HTTPServer

from rag.cli.reporting import Exit
from rag.compose import open_dateline
from rag.domain.errors import ArchiveNotWritable
from rag.domain.profile import Profile
from rag.habits.press import Press

pytestmark = pytest.mark.usefixtures("seeded")
DAY = ("--date", "2025-03-14")


def test_a_profile_is_saved_shown_listed_and_removed(cli: Cli) -> None:
    saved = cli(
        "profiles", "add", "kyiv", "--topic", "minerals", "--watch", "Zelensky", "--publisher", "Nobody Daily",
        "--language", "EN", "--paper", "letter", "--length", "half",
    )  # fmt: skip
    assert saved.status == Exit.DONE
    assert "holds nothing from 'Nobody Daily'" in saved.err
    profile = cli("profiles", "show", "kyiv", "--json").json
    assert profile == {
        "name": "kyiv", "owner": "", "topics": ["minerals"], "watch": ["Zelensky"], "publishers": ["Nobody Daily"],
        "sections": [], "languages": ["en"], "paper": "letter", "length": "half",
    }  # fmt: skip
    assert cli("profiles", "list", "--json").json == {"profiles": [profile]}
    assert "watch list: Zelensky" in cli("profiles", "list").out
    assert cli("profiles", "remove", "kyiv").status == Exit.DONE
    assert "no profile 'kyiv'" in cli("profiles", "show", "kyiv").sentence


def test_whoever_keeps_the_archive_sees_and_forgets_the_profile_of_a_reader_who_signed_in(cli: Cli) -> None:
    cli("profiles", "add", "kyiv", "--topic", "minerals")
    open_dateline().press.of("anna@post.example").add_profile(Profile("kyiv", topics=("talks",)))
    alone = cli("profiles", "list")
    assert "talks" not in alone.out
    assert alone.sentence == "Readers who signed in have 1 more; `dateline profiles list --everyone` lists them."
    everyone = cli("profiles", "list", "--everyone").out
    assert "kyiv\n    owner: shared by everybody\n    topics: minerals\n" in everyone
    assert "kyiv\n    owner: anna@post.example\n    topics: talks\n" in everyone
    whose = ("--owner", "ANNA@post.example")
    assert cli("profiles", "show", "kyiv", *whose, "--json").json["topics"] == ["talks"]
    (annas,) = cli("profiles", "list", *whose, "--json").json["profiles"]
    assert (annas["owner"], annas["topics"]) == ("anna@post.example", ["talks"])
    assert (
        cli("profiles", "remove", "kyiv", *whose).sentence
        == "Profile kyiv of anna@post.example removed; its editions stay."
    )
    assert "no profile 'kyiv' of anna@post.example" in cli("profiles", "show", "kyiv", *whose).sentence
    assert "--everyone" in cli("profiles", "list", *whose).sentence
    assert cli("profiles", "show", "kyiv", "--json").json["topics"] == ["minerals"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("profiles", "list", "--owner", "anna@post.example", "--everyone"), "leave one of them out"),
        (("profiles", "add", "Has Blanks"), "no name for a profile"),
        (("profiles", "add", "p", "--topic", " "), "is empty"),
        (("brief", "--profile", "nobody"), "no profile 'nobody'"),
        (("brief", "--every", "sometimes"), "no schedule"),
        (("brief", "--every", "day@06:30", *DAY), "--every chooses the days itself"),
        (("brief", "--since-last", "--since", "2025-03-01"), "--since-last chooses the first day itself"),
        (("brief", *DAY, "--mail", "ann@example.org"), "DATELINE_SMTP_URL"),
        (("brief", *DAY, "--webhook", "example.org/hook"), "no address for a webhook"),
        (("schedule", "day"), "no schedule"),
        (("editions", "show", "7"), "no edition 7"),
        (("editions", "compare", "1", "2"), "no edition 1"),
        (("editions", "send", "1"), "--mail"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_before_any_work(cli: Cli, argv: tuple[str, ...], said: str) -> None:
    ran = cli(*argv)
    assert ran.status in (Exit.FAILED, Exit.USAGE)
    assert said in ran.sentence
    assert cli("editions", "list", "--json").json == {"editions": []}


def test_a_profiles_briefing_is_an_edition_of_its_own(cli: Cli) -> None:
    cli("profiles", "add", "goats", "--topic", "goats", "--paper", "letter")
    made = cli("brief", *DAY, "--profile", "goats", "--json").json
    assert (made["edition"], made["profile"], made["paper"], made["stories"]) == (1, "goats", "letter", [])
    made = cli("brief", *DAY, "--json").json
    assert (made["edition"], made["profile"], len(made["stories"])) == (2, "", 1)
    assert [e["edition"] for e in cli("editions", "list", "--profile", "goats", "--json").json["editions"]] == [1]


def test_an_edition_is_shown_again_in_any_form_and_never_changes(cli: Cli) -> None:
    made = cli("brief", *DAY, "--json").json
    assert cli("editions", "show", "1", "--json").json == made
    assert cli("editions", "show", "1").out.startswith("DATELINE  Friday, 14 March 2025\nNo. 1\n")
    assert cli("editions", "show", "1", "--format", "md").out.startswith("# Dateline: Friday, 14 March 2025")
    cli("editions", "show", "1", "--out", "again-{date}.html")
    assert Path("again-2025-03-14.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    cli("editions", "show", "1", "--format", "pdf", "--paper", "letter")
    assert Path("edition-1.pdf").read_bytes().startswith(b"%PDF")
    assert cli("editions", "show", "1", "--json").json == made


def test_two_editions_are_compared(cli: Cli) -> None:
    cli("brief", "--date", "2025-03-13", "--json")
    cli("brief", *DAY, "--json")
    told = cli("editions", "compare", "1", "2")
    assert told.out.startswith("From edition 1 (13 March 2025) to edition 2 (14 March 2025): 1 new story, 0 continued")
    (story,) = cli("editions", "compare", "1", "2", "--json").json["stories"]
    assert (story["fate"], story["dropped"]) == ("new", [])
    assert story["added"][0]["citations"]


def test_the_file_may_be_named_for_its_day_and_profile(cli: Cli) -> None:
    cli("profiles", "add", "all")
    ran = cli("brief", *DAY, "--profile", "all", "--out", "{profile}-{date}.md")
    assert "Written to all-2025-03-14.md." in ran.err
    assert Path("all-2025-03-14.md").exists()


def test_an_edition_that_goes_on_begins_with_the_day_of_the_last_one(cli: Cli) -> None:
    first = cli("brief", "--date", "2025-03-13", "--since-last", "--json").json
    assert (first["since"], first["until"]) == ("2025-03-12", "2025-03-13")
    second = cli("brief", "--date", "2025-03-16", "--since-last", "--json").json
    assert (second["since"], second["until"], len(second["stories"])) == ("2025-03-13", "2025-03-16", 1)
    third = cli("brief", "--date", "2025-03-17", "--since-last", "--json").json
    assert (third["since"], third["stories"]) == ("2025-03-16", [])
    late = cli("brief", "--date", "2026-03-17", "--since-last", "--json").json
    assert late["since"] == "2026-02-14"


def test_a_briefing_goes_by_mail(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(Mailbox()) as box:
        monkeypatch.setenv("DATELINE_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("DATELINE_SMTP_FROM", "news@example.org")
        ran = cli("brief", *DAY, "--mail", "ann@example.org", "--mail", "bob@example.org")
    assert ran.status == Exit.DONE
    assert box.recipients == ["ann@example.org", "bob@example.org"]
    (mail,) = box.mails
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    assert not list(Path().iterdir())


def test_a_mail_server_that_refuses_is_one_sentence_and_the_edition_stays_and_can_be_sent_again(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox(refuses={"DATA": "451 Try later"})
    with mail_server(box):
        monkeypatch.setenv("DATELINE_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        monkeypatch.setenv("DATELINE_SMTP_FROM", "news@example.org")
        ran = cli("brief", *DAY, "--mail", "ann@example.org")
        assert ran.status == Exit.FAILED
        (said,) = [line for line in ran.err.splitlines() if "did not take it" in line]
        assert "451: Try later" in said
        assert "`dateline editions send 1`" in said
        assert [e["edition"] for e in cli("editions", "list", "--json").json["editions"]] == [1]
        box.refuses.clear()
        assert cli("editions", "send", "1", "--mail", "ann@example.org").status == Exit.DONE
    assert len(box.mails) == 1


def test_a_mail_server_that_is_none_is_refused_before_the_work(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_SMTP_URL", "mail.example")
    monkeypatch.setenv("DATELINE_SMTP_FROM", "news@example.org")
    ran = cli("brief", *DAY, "--mail", "ann@example.org")
    assert ran.status == Exit.USAGE
    assert "smtp://user@host:587" in ran.sentence
    assert cli("editions", "list", "--json").json == {"editions": []}


def test_a_password_is_kept_out_of_what_is_printed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_server(Mailbox()) as box:
        monkeypatch.setenv("DATELINE_SMTP_URL", f"smtp://ann@127.0.0.1:{box.port}")
        monkeypatch.setenv("DATELINE_SMTP_FROM", "news@example.org")
        monkeypatch.setenv("DATELINE_SMTP_PASSWORD", "barley")
        ran = cli("brief", *DAY, "--mail", "ann@example.org")
    assert ran.status == Exit.FAILED
    assert "barley" not in ran.out + ran.err


def test_a_webhook_gets_the_edition_signed(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_FETCH_ALLOW", "127.0.0.1")
    monkeypatch.setenv("DATELINE_WEBHOOK_SECRET", "sesame")
    with HTTPServer(host="127.0.0.1") as server:
        server.expect_request("/hook", method="POST").respond_with_data("", status=204)
        ran = cli("brief", *DAY, "--webhook", server.url_for("/hook"))
        ((request, _),) = server.log
    assert ran.status == Exit.DONE
    body = request.get_data()
    signature = hmac.new(b"sesame", request.headers["Dateline-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert request.headers["Dateline-Signature"] == f"sha256={signature.hexdigest()}"
    row = json.loads(body)
    assert (row["number"], row["briefing"]["date"]) == (1, "2025-03-14")


def test_a_webhook_on_this_machine_is_refused_unless_it_is_allowed(cli: Cli) -> None:
    ran = cli("brief", *DAY, "--webhook", "http://127.0.0.1:9/hook")
    assert ran.status == Exit.FAILED
    assert "DATELINE_FETCH_ALLOW=127.0.0.1" in ran.err


def test_a_schedule_is_printed_for_cron_and_systemd_with_what_the_briefing_needs(cli: Cli, tmp_path: Path) -> None:
    cli("profiles", "add", "kyiv")
    ran = cli("schedule", "weekday@06:30", "--profile", "kyiv", "--mail", "ann@example.org", "--out", "{date} 100%.pdf")
    cron = next(line for line in ran.out.splitlines() if line.startswith("30 6 "))
    assert cron.startswith("30 6 * * 1,2,3,4,5 cd ")
    assert f"brief --since-last --archive {tmp_path}/archive --profile kyiv" in cron
    assert "'{date} 100\\%.pdf'" in cron
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 UTC" in ran.out
    assert "DATELINE_TIMEZONE=UTC" in ran.out
    only = cli("schedule", "day@06:30", "--for", "systemd").out
    assert "crontab" not in only
    assert "dateline.timer" in only


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waiting ends with the first nap, as if the reader had pressed control and C."""
    slept: list[float] = []

    def nap(seconds: float) -> None:
        slept.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", nap)
    return slept


def age_of_editions(archive: Path, made: str) -> None:
    """As if they had been made then: the triggers that keep them as they are step aside for the test."""
    with sqlite3.connect(archive / "catalog.sqlite") as db:
        (trigger,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'briefings_never_change'").fetchone()
        db.execute("DROP TRIGGER briefings_never_change")
        db.execute("UPDATE briefings SET made = ?", (made,))
        db.execute(trigger)
    db.close()


def test_a_schedule_in_the_foreground_says_when_it_is_due_and_waits(cli: Cli, naps: list[float]) -> None:
    ran = cli("brief", "--every", "day@06:30")
    assert ran.status == Exit.INTERRUPTED
    assert "Briefings are made day@06:30 (UTC); the next is due 2" in ran.err
    assert len(naps) == 1
    assert cli("editions", "list", "--json").json == {"editions": []}


def test_a_run_that_was_missed_is_made_up_for_once(cli: Cli, naps: list[float], seeded: Path) -> None:
    cli("brief", *DAY, "--json")
    age_of_editions(seeded, "2025-03-14T06:30:00.000000Z")
    ran = cli("brief", "--every", "day@06:30", "--out", "{date}.txt")
    assert ran.status == Exit.INTERRUPTED
    editions = cli("editions", "list", "--json").json["editions"]
    assert [e["edition"] for e in editions] == [2, 1]
    assert Path(f"{editions[0]['date']}.txt").exists()


def test_a_run_that_breaks_is_told_and_the_next_is_waited_for(
    cli: Cli, naps: list[float], seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("brief", *DAY, "--json")
    age_of_editions(seeded, "2025-03-14T06:30:00.000000Z")

    def full_disk(*_: object, **__: object) -> None:
        raise ArchiveNotWritable("here", "No space left on device")

    monkeypatch.setattr(Press, "publish", full_disk)
    ran = cli("brief", "--every", "day@06:30")
    assert "No space left on device" in ran.err
    assert ran.status == Exit.INTERRUPTED
    assert len(naps) == 1


def test_a_run_that_cannot_deliver_is_told_and_the_next_is_waited_for(
    cli: Cli, naps: list[float], seeded: Path
) -> None:
    cli("brief", *DAY, "--json")
    age_of_editions(seeded, "2025-03-14T06:30:00.000000Z")
    Path("out").mkdir()
    ran = cli("brief", "--every", "day@06:30", "--out", "out/{date}.md", "--webhook", "http://127.0.0.1:9/x")
    assert "did not take it" in ran.err
    assert ran.status == Exit.INTERRUPTED
    assert len(naps) == 1
