"""Uploads on their way into the archive."""

from __future__ import annotations

import time
from pathlib import Path

from ui.fake_dateline import FakeDateline

from rag.domain.errors import ArchiveLocked
from rag.domain.ingest import IngestReport
from rag.ui.ingesting import Ingesting, Upload, folder, uploads


def finished(ingesting: Ingesting) -> Ingesting:
    ingesting.start()
    deadline = time.monotonic() + 10
    while ingesting.running and time.monotonic() < deadline:
        time.sleep(0.01)
    return ingesting


def test_files_are_taken_in_under_their_own_names() -> None:
    dateline = FakeDateline()
    finished(uploads(dateline, [Upload("one.txt", b"First."), Upload("two.txt", b"Second.")]))
    assert dateline.ingested == [("one.txt", b"First."), ("two.txt", b"Second.")]


def test_two_files_of_one_name_are_two_files() -> None:
    dateline = FakeDateline()
    finished(uploads(dateline, [Upload("same.txt", b"First."), Upload("same.txt", b"Second.")]))
    assert [content for _, content in dateline.ingested] == [b"First.", b"Second."]


def test_a_name_cannot_reach_out_of_its_folder() -> None:
    dateline = FakeDateline()
    finished(uploads(dateline, [Upload("../../outside.txt", b"Text."), Upload("..", b"Text."), Upload("", b"Text.")]))
    assert [name for name, _ in dateline.ingested] == ["outside.txt", "file", "file"]


def test_a_name_longer_than_any_file_system_takes_keeps_its_ending() -> None:
    dateline = FakeDateline()
    finished(uploads(dateline, [Upload("ü" * 500 + ".html", b"Text.")]))
    assert [name for name, _ in dateline.ingested] == ["ü" * 55 + ".html"]


def test_each_file_gets_its_own_line_and_a_broken_one_its_reason() -> None:
    ingesting = finished(uploads(FakeDateline(), [Upload("good.txt", b"Text."), Upload("bad.bin", b"\0")]))
    good, bad = (taken.row for taken in ingesting.taken)
    assert (good["title"], good["meta"], good["tone"]) == ("good.txt", "added", "")
    assert (bad["title"], bad["meta"], bad["snippet"], bad["tone"]) == (
        "bad.bin",
        "not read",
        "this is no text",
        "failed",
    )
    assert ingesting.summary == "1 article added from 2 files; 1 file with problems"


def test_an_error_names_the_file_and_not_where_it_lay_for_a_moment() -> None:
    class Locked(FakeDateline):
        def ingest(self, sources: object, **_: object) -> IngestReport:
            raise ArchiveLocked(str(sources[0]), "process 12")  # type: ignore[index]

    (taken,) = finished(uploads(Locked(), [Upload("one.txt", b"First.")])).taken
    assert taken.row["snippet"] == (
        "The archive one.txt is being written by process 12. "
        "Wait until it has finished, or name another archive with --archive."
    )


def test_the_files_of_a_folder_are_taken_in_by_name(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(name)
    dateline = FakeDateline()
    finished(folder(dateline, tmp_path))
    assert [name for name, _ in dateline.ingested] == ["a.txt", "b.txt"]
