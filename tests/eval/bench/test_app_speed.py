"""The benchmark of the app, with small numbers: that it measures what it says, and sees a leak where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.bench import app_speed
from eval.bench.app_archive import made_archive, story
from eval.bench.app_server import ALLOWED, Server, serving
from eval.bench.app_session import Session
from rag.dateline import Dateline

pytestmark = pytest.mark.slow
SECRET = "s" * 43
ONE, OTHER = story(3).question, story(6).question


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def dateline(folder: Path) -> Dateline:
    return made_archive(folder, 200)


@pytest.fixture(scope="module")
def server(dateline: Dateline, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(folder, tmp_path_factory.mktemp("desk"), secret=SECRET) as running:
        yield running


def test_a_session_asks_and_gets_the_answer_that_the_page_shows(server: Server) -> None:
    with Session(server, f"ann@{ALLOWED}") as ann:
        ann.open()
        took, turn = ann.ask(ONE)
        assert took > 0
        assert str(story(3).people) in "".join(turn["statements"][0]["parts"])
        assert ann.query.startswith("conversation=")
        assert len(ann.titles) == 1


def test_signed_in_readers_see_nothing_of_each_other(server: Server) -> None:
    sessions = [Session(server, f"{name}@{ALLOWED}") for name in ("ben", "cleo")]
    for session, question in zip(sessions, (ONE, OTHER), strict=True):
        with session:
            session.open()
            session.ask(question)
    assert app_speed.seen_of_others(sessions, [[ONE], [OTHER]]) == []
    assert app_speed.opened_of_others(sessions, [[ONE], [OTHER]]) == []


def test_what_somebody_sees_of_another_is_found(server: Server) -> None:
    sessions = [Session(server, f"dan@{ALLOWED}"), Session(server, f"dan@{ALLOWED}")]
    for session, question in zip(sessions, (ONE, OTHER), strict=True):
        with session:
            session.open()
            session.ask(question)
    seen = app_speed.seen_of_others(sessions, [[ONE], [OTHER]])
    assert any(line.endswith(f"was sent: {ONE}") or "has in the list" in line for line in seen)
    assert app_speed.opened_of_others(sessions, [[ONE], [OTHER]])


def test_nobody_who_is_not_signed_in_gets_a_page(server: Server) -> None:
    with Session(server) as nobody:
        nobody.open()
        assert nobody.notices == ["Please sign in"]


def test_users_at_once_are_timed_and_kept_apart(
    dateline: Dateline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    report = app_speed.together(dateline, folder, users=2, rounds=2)
    assert [len(figure.seconds) for figure in report.figures] == [4, 2]
    assert report.leaks == ()
    assert report.spent[0].server_s > 0


def test_pages_and_searches_are_timed_beside_a_bare_app(
    dateline: Dateline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quickly(monkeypatch)
    monkeypatch.setattr(app_speed, "_found_by_the_last_key", lambda _: map(story, (3, 6)))
    report = app_speed.in_the_browser(dateline, folder, rounds=1)
    lengths = {figure.name.strip(): len(figure.seconds) for figure in report.figures}
    assert lengths["page change"] == 5
    assert lengths["bare app: page change"] == 4
    assert lengths["search, from the last key to the list"] == 2
    assert all(second > 0 for figure in report.figures for second in figure.seconds)


def test_no_search_is_timed_that_the_start_of_a_name_answers(dateline: Dateline) -> None:
    assert list(app_speed._found_by_the_last_key(dateline)) == []


def test_the_same_work_is_timed_without_an_app(dateline: Dateline) -> None:
    assert [len(figure.seconds) for figure in app_speed.alone(dateline, rounds=1).figures] == [2, 2]


def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_speed, "STARTS", 1)
    monkeypatch.setattr(app_speed, "WARM_AFTER_S", 0.5)
    monkeypatch.setattr(app_speed, "THINKS_S", (0.0, 0.1))
