"""Uploads on their way into the archive."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from ui.fake_dateline import FakeDateline

from rag.domain.errors import ArchiveLocked
from rag.domain.ingest import FlaggedInput, IngestProgress, IngestReport
from rag.ui.ingesting import Ingesting, Upload, from_disk, given


def finished(ingesting: Ingesting) -> Ingesting:
    ingesting.start()
    deadline = time.monotonic() + 10
    while ingesting.running and time.monotonic() < deadline:
        time.sleep(0.01)
    return ingesting


def test_files_are_taken_in_under_their_own_names() -> None:
    dateline = FakeDateline()
    finished(given(dateline, [Upload("one.txt", b"First."), Upload("two.txt", b"Second.")]))
    assert dateline.ingested == [("one.txt", b"First."), ("two.txt", b"Second.")]


def test_two_files_of_one_name_are_two_files() -> None:
    dateline = FakeDateline()
    finished(given(dateline, [Upload("same.txt", b"First."), Upload("same.txt", b"Second.")]))
    assert [content for _, content in dateline.ingested] == [b"First.", b"Second."]


def test_a_name_cannot_reach_out_of_its_folder() -> None:
    dateline = FakeDateline()
    finished(given(dateline, [Upload("../../outside.txt", b"Text."), Upload("..", b"Text."), Upload("", b"Text.")]))
    assert [name for name, _ in dateline.ingested] == ["outside.txt", "file", "file"]


def test_a_name_longer_than_any_file_system_takes_keeps_its_ending() -> None:
    dateline = FakeDateline()
    finished(given(dateline, [Upload("ü" * 500 + ".html", b"Text.")]))
    assert [name for name, _ in dateline.ingested] == ["ü" * 55 + ".html"]


def test_each_file_gets_its_own_line_and_a_broken_one_its_reason() -> None:
    ingesting = finished(given(FakeDateline(), [Upload("good.txt", b"Text."), Upload("bad.bin", b"\0")]))
    good, bad = (taken.row for taken in ingesting.taken)
    assert (good["title"], good["meta"], good["tone"]) == ("good.txt", "added", "")
    assert (bad["title"], bad["meta"], bad["snippet"], bad["tone"]) == (
        "bad.bin",
        "not read",
        "this is no text",
        "failed",
    )
    assert ingesting.summary == "1 article added from 2 sources; 1 source with problems"


def test_an_error_names_the_file_and_not_where_it_lay_for_a_moment() -> None:
    class Locked(FakeDateline):
        def ingest(self, sources: object, **_: object) -> IngestReport:
            raise ArchiveLocked(str(sources[0]), "process 12")  # type: ignore[index]

    (taken,) = finished(given(Locked(), [Upload("one.txt", b"First.")])).taken
    assert taken.row["snippet"] == (
        "The archive one.txt is being written by process 12. "
        "Wait until it has finished, or name another archive with --archive."
    )


def test_files_of_this_machine_are_taken_in_in_their_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_text(path.name)
    dateline = FakeDateline()
    finished(from_disk(dateline, paths))
    assert [name for name, _ in dateline.ingested] == ["a.txt", "b.txt"]


def test_it_is_told_which_input_is_read_and_how_far_it_is() -> None:
    told: list[str] = []

    class Slow(FakeDateline):
        def ingest(self, sources: object, *, progress: Any, **_: object) -> IngestReport:
            progress(IngestProgress(40, 0))
            told.append(ingesting.summary)
            return IngestReport(added=40)

    ingesting = given(Slow(), [Upload("one.zip", b"PK"), Upload("two.zip", b"PK")])
    finished(ingesting)
    assert told == [
        "Taking in 1 of 2: one.zip, 40 articles so far",
        "Taking in 2 of 2: two.zip, 40 articles so far",
    ]


def test_vectors_are_not_waited_for() -> None:
    waited: list[object] = []

    class Asked(FakeDateline):
        def ingest(self, sources: object, *, wait: bool = True, **_: object) -> IngestReport:
            waited.append(wait)
            return IngestReport(added=1)

    finished(given(Asked(), [Upload("one.txt", b"First.")]))
    assert waited == [False]


def test_a_stop_leaves_the_rest_out_and_says_how_much() -> None:
    class Stopping(FakeDateline):
        def ingest(self, sources: object, **_: object) -> IngestReport:
            ingesting.stop()
            return IngestReport(added=1)

    ingesting = given(Stopping(), [Upload(f"{n}.txt", b"Text.") for n in range(5)])
    finished(ingesting)
    assert len(ingesting.taken) == 1
    assert ingesting.summary == "1 article added from 1 source; stopped before the other 4"


def test_an_address_is_taken_in_after_the_files() -> None:
    taken: list[str] = []

    class Reading(FakeDateline):
        def ingest(self, sources: object, **_: object) -> IngestReport:
            taken.append(str(sources[0]).rpartition("/")[2])  # type: ignore[index]
            return IngestReport(added=1)

    ingesting = finished(given(Reading(), [Upload("one.txt", b"First.")], ["https://harbour-post.example/ferry"]))
    assert taken == ["one.txt", "ferry"]
    assert [each.row["title"] for each in ingesting.taken] == ["one.txt", "https://harbour-post.example/ferry"]
    assert ingesting.summary == "2 articles added from 2 sources"


def test_a_path_in_place_of_an_address_reads_nothing_of_the_server() -> None:
    dateline = FakeDateline()
    (taken,) = finished(given(dateline, [], ["/etc/passwd"])).taken
    assert dateline.ingested == []
    assert taken.row["snippet"] == "This is no address; it must begin with http:// or https://."


def test_what_is_odd_about_an_input_that_went_in_is_told() -> None:
    class Noting(FakeDateline):
        def ingest(self, sources: object, **_: object) -> IngestReport:
            return IngestReport(added=1, flagged=(FlaggedInput("x", "entry 3", "2999-01-01 lies in the future"),))

    (taken,) = finished(given(Noting(), [Upload("feed.xml", b"<rss/>")])).taken
    assert (taken.row["snippet"], taken.row["tone"]) == ("entry 3: 2999-01-01 lies in the future.", "")
