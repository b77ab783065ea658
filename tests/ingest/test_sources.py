"""Files, folders and streams: what is read, and what is refused with one clear line."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import FakeFetcher

from rag.domain.fetch import FetchRecord
from rag.domain.ingest import FailedInput, InputOutcome, ReadArticle
from rag.ingest import sources as module
from rag.ingest.sources import read_sources
from rag.ingest.web import Web

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PARAGRAPHS = "".join(
    f"<p>The {n}. crane of the port of Harrow was lifted into its place on Monday.</p>" for n in range(9)
)


def read(
    *sources: object, stdin: bytes | None = None, answers: Mapping[str, bytes] | None = None
) -> list[InputOutcome]:
    stream = None if stdin is None else io.BytesIO(stdin)
    web = Web(FakeFetcher(answers), lambda _: None, user_agent="Dateline", clock=lambda: NOW)
    return list(read_sources([str(s) for s in sources], stream, {}, web))


def failure(*sources: object, stdin: bytes | None = None) -> FailedInput:
    outcome, *records = read(*sources, stdin=stdin)
    assert all(isinstance(record, FetchRecord) for record in records)
    assert isinstance(outcome, FailedInput), outcome
    return outcome


def bodies(outcomes: list[InputOutcome]) -> list[str]:
    return [o.article.body for o in outcomes if isinstance(o, ReadArticle)]


def a_file(path: Path, text: str = "Ships left.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_by_name_through_all_its_levels(tmp_path: Path) -> None:
    a_file(tmp_path / "b.txt", "two")
    a_file(tmp_path / "a" / "z.md", "one")
    a_file(tmp_path / "c.jsonl", '{"body": "three"}\n{"body": "four"}')
    assert bodies(read(tmp_path)) == ["one", "two", "three", "four"]


def test_hidden_files_and_what_accompanies_saved_pages_are_passed_over(tmp_path: Path) -> None:
    for name in (".git/config", ".DS_Store", "page_files/style.css", "page_files/photo.JPG"):
        a_file(tmp_path / name)
    a_file(tmp_path / "a.txt", "one")
    assert bodies(read(tmp_path)) == ["one"]
    assert len(read(tmp_path)) == 1


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ('{"body": "one"}', "one"),
        ('[{"body": "one"}]', "one"),
        ("# Port reopens\n\nShips left.", "Ships left."),
        ("Ships left.", "Ships left."),
    ],
)
def test_a_file_of_another_ending_is_read_by_how_it_begins(tmp_path: Path, content: str, body: str) -> None:
    assert bodies(read(a_file(tmp_path / "page.data", content))) == [body]


def test_a_dash_is_jsonl_on_standard_input() -> None:
    assert bodies(read("-", stdin=b'{"body": "one"}\n')) == ["one"]


def test_one_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    good = a_file(tmp_path / "a.txt", "one")
    assert bodies(read(tmp_path / "none", good, "https://x.example/")) == ["one"]


def test_a_source_that_does_not_exist_is_named(tmp_path: Path) -> None:
    failed = failure(tmp_path / "none.txt")
    assert failed.source.endswith("none.txt")
    assert failed.reason == "there is no such file or folder"


@pytest.mark.parametrize("address", ["https://news.example/a", "HTTP://news.example/feed"])
def test_an_address_that_cannot_be_fetched_is_one_failure_under_its_name(address: str) -> None:
    failed = failure(address)
    assert (failed.source, failed.where, failed.reason) == (address, "", "it answered 404 (not found)")


def test_addresses_are_read_after_files_whatever_their_order(tmp_path: Path) -> None:
    page = f"<html><head><title>Cranes</title></head><body><article><h1>Cranes</h1>{PARAGRAPHS}</article></body></html>"
    url = "https://news.example/cranes"
    first, second = bodies(read(url, a_file(tmp_path / "a.txt", "one"), answers={url: page.encode()}))
    assert first == "one"
    assert second.startswith("The 0. crane")


def test_the_feeds_of_a_list_are_fetched_and_one_that_fails_is_named_with_its_place(tmp_path: Path) -> None:
    opml = '<opml version="2.0"><body><outline text="P" xmlUrl="https://news.example/feed"/></body></opml>'
    path = a_file(tmp_path / "feeds.opml", opml)
    failed = failure(path)
    assert failed.source == str(path)
    assert failed.where
    assert failed.reason == "https://news.example/feed: it answered 404 (not found)"


def test_another_kind_of_address_is_refused() -> None:
    assert "name an http(s) address, a file or a folder" in failure("ftp://news.example/a").reason


@pytest.mark.parametrize("stdin", [None, b"", b"\n"])
def test_nothing_on_standard_input_is_one_failure(stdin: bytes | None) -> None:
    assert "standard input" in failure("-", stdin=stdin).reason


def test_a_folder_without_an_article_is_one_failure(tmp_path: Path) -> None:
    a_file(tmp_path / "photo.png")
    assert "the folder holds no article" in failure(tmp_path).reason


def test_an_empty_file_and_a_binary_file_are_one_failure_each(tmp_path: Path) -> None:
    a_file(tmp_path / "empty.txt", "")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 20)
    reasons = [o.reason for o in read(tmp_path) if isinstance(o, FailedInput)]
    assert reasons == ["a binary file, not text; save it as text, HTML or JSONL", "the file is empty"]


def test_a_file_that_may_not_be_read_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path / "a.txt")

    def refuse(*args: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert failure(path).reason == "no permission to read it"


def test_a_folder_that_may_not_be_listed_is_one_failure_beside_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(tmp_path / "a.txt", "one")
    (tmp_path / "locked").mkdir()
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(module.os, "scandir", refuse)
    outcomes = read(tmp_path)
    assert bodies(outcomes) == ["one"]
    assert [o.reason for o in outcomes if isinstance(o, FailedInput)] == ["no permission to read it"]


def test_a_disk_that_fails_while_reading_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    path = a_file(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "open", lambda *args: Failing())
    assert failure(path).reason == "cannot be read (Input/output error)"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = a_file(tmp_path / "outside" / "secret.txt", "secret")
    folder = tmp_path / "in"
    a_file(folder / "a.txt", "one")
    (folder / "file").symlink_to(secret)
    (folder / "folder").symlink_to(secret.parent)
    outcomes = read(folder)
    assert bodies(outcomes) == ["one"]
    assert ["a link out of the folder" in o.reason for o in outcomes if isinstance(o, FailedInput)] == [True, True]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    a_file(tmp_path / "a.txt", "one")
    (tmp_path / "x").symlink_to(tmp_path / "y")
    (tmp_path / "y").symlink_to(tmp_path / "x")
    (tmp_path / "self").symlink_to(tmp_path)
    outcomes = read(tmp_path)
    assert bodies(outcomes) == ["one"]
    assert ["circle" in o.reason for o in outcomes if isinstance(o, FailedInput)] == [True, True]


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert failure(tmp_path / "pipe").reason == "neither a file nor a folder"


def test_control_characters_of_a_name_do_not_reach_the_report(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\x1b[31m\nb\xff.txt")
    failed = failure(a_file(tmp_path / name, ""))
    assert failed.source.endswith("a[31m b\ufffd.txt")


def test_a_name_with_a_nul_is_one_failure() -> None:
    assert "cannot be read" in failure("a\0b").reason
