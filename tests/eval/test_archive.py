from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from outcomes import a_case

from eval.archive import all_versions, archive_key, build_archive, by_arrival, kept_archive, newest_versions
from eval.case import CaseSet, GoldQuote, SetUnusable
from eval.gold import locate_gold
from eval.systems.dateline_itself import DatelineItself
from eval.systems.system import allowed
from rag.dateline import Dateline
from rag.domain.article import Version
from rag.domain.errors import UsageError
from rag.settings import Settings


def a_case_set(folder: Path, body: str = "The bridge opened on Monday.") -> CaseSet:
    (folder / "news.jsonl").write_text(json.dumps({"id": "bridge", "body": body}), encoding="utf-8")
    return CaseSet(folder / "some.jsonl", "", "news.jsonl", ())


@pytest.fixture
def ingested(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that an archive was built in."""
    folders: list[Path] = []

    def counted(cases: CaseSet, folder: Path, settings: Settings) -> Dateline:
        folders.append(folder)
        return build_archive(cases, folder, settings)

    monkeypatch.setattr("eval.archive.build_archive", counted)
    return folders


def test_the_same_articles_are_ingested_once_and_other_articles_anew(tmp_path: Path, ingested: list[Path]) -> None:
    settings = Settings(eval_cache=tmp_path / "cache")
    _, first = kept_archive(a_case_set(tmp_path), settings)
    again, second = kept_archive(a_case_set(tmp_path), settings)
    assert (second, ingested) == (first, [first])
    assert [version.article_id for version in newest_versions(again)] == ["bridge"]
    _, third = kept_archive(a_case_set(tmp_path, "It opened on Tuesday."), settings)
    assert ingested == [first, third]
    assert third != first


def test_other_ingest_code_builds_an_archive_of_its_own_and_other_settings_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, settings = a_case_set(tmp_path), Settings(eval_cache=tmp_path / "cache")
    first = archive_key(cases, settings)
    assert archive_key(cases, settings.model_copy(update={"passages": 3})) == first
    for part, changed in (("_BUILDING", ("domain",)), ("_BUILT_BY", ())):
        with monkeypatch.context() as patch:
            patch.setattr(f"eval.archive.{part}", changed)
            assert archive_key(cases, settings) != first


def test_an_archive_whose_ingest_was_cut_short_is_finished_and_not_taken_for_whole(tmp_path: Path) -> None:
    settings = Settings(eval_cache=tmp_path / "cache")
    cases = a_case_set(tmp_path)
    (settings.eval_cache / "archives" / archive_key(cases, settings) / "archive").mkdir(parents=True)
    dateline, _ = kept_archive(cases, settings)
    assert [version.article_id for version in newest_versions(dateline)] == ["bridge"]


def test_an_archive_that_cannot_be_built_is_no_archive_the_next_time_either(tmp_path: Path) -> None:
    settings = Settings(eval_cache=tmp_path / "cache")
    cases = a_case_set(tmp_path, "")
    for _ in range(2):
        with pytest.raises(UsageError, match=r"could not be built from .*news\.jsonl.*Nothing was run"):
            kept_archive(cases, settings)


def test_of_many_archives_those_used_last_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eval.archive._KEPT", 2)
    archives = tmp_path / "cache" / "archives"
    for days, name in ((3, "old"), (2, "newer"), (0, "today")):
        (archives / name).mkdir(parents=True)
        (archives / name / "whole").touch()
        moment = (archives / name / "whole").stat().st_mtime - days * 86_400
        os.utime(archives / name / "whole", (moment, moment))
    _, folder = kept_archive(a_case_set(tmp_path), Settings(eval_cache=tmp_path / "cache"))
    assert {each.name for each in archives.iterdir()} == {"today", folder.parent.name}


def test_a_cache_that_cannot_be_written_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="Set DATELINE_EVAL_CACHE to one that can"):
        kept_archive(a_case_set(tmp_path), Settings(eval_cache=tmp_path / "cache"))


CORRECTED = (
    {"id": "bridge", "title": "Bridge", "published": "2026-03-02", "received": "2026-03-02T08:00:00Z"}
    | {"body": "The bridge at Harrow cost £4 million, the county said."},
    {"id": "ferry", "title": "Ferry", "published": "2026-03-05", "received": "2026-03-05T08:00:00Z"}
    | {"body": "The ferry to Velm stopped for the winter."},
    {"id": "bridge", "title": "Bridge", "published": "2026-03-02", "received": "2026-03-05T09:00:00Z"}
    | {"body": "The bridge at Harrow cost £5 million, the county said."},
)


def a_corrected_set(folder: Path, **fields: object) -> CaseSet:
    """Asks of 3 March what the bridge cost, which was corrected on 5 March."""
    rows = [json.dumps({**row, **fields}) for row in CORRECTED]
    (folder / "news.jsonl").write_text("\n".join(rows), encoding="utf-8")
    quote = GoldQuote("bridge", "body", "cost £4 million", 1)
    case = a_case(
        "What did the bridge at Harrow cost?", answers=(("£4 million",),), gold=(quote,), as_of=date(2026, 3, 3)
    )
    return by_arrival(CaseSet(folder / "some.jsonl", "", "news.jsonl", (case,)))


def test_a_day_finds_the_wording_that_was_known_on_it_where_the_archive_says_when_its_articles_came(
    tmp_path: Path,
) -> None:
    cases = a_corrected_set(tmp_path)
    dateline = build_archive(cases, tmp_path / "archive", Settings())
    assert [(v.article_id, v.number, v.stored.isoformat()) for v in sorted_versions(dateline)] == [
        ("bridge", 1, "2026-03-02T08:00:00+00:00"),
        ("bridge", 2, "2026-03-05T09:00:00+00:00"),
        ("ferry", 1, "2026-03-05T09:00:00+00:00"),
    ]
    (case,) = cases.cases
    assert [(span.article_id, span.version) for span in locate_gold(cases, all_versions(dateline))["c1"]] == [
        ("bridge", 1)
    ]
    reply = DatelineItself(dateline, Settings(model="")).answer(case)
    assert "£4 million" in reply.text
    assert {(cited.article_id, cited.version) for cited in reply.citations} == {("bridge", 1)}
    today = DatelineItself(dateline, Settings(model="")).answer(replace(case, as_of=None))
    assert "£5 million" in today.text


def test_what_had_not_come_is_not_known_whenever_it_was_published(tmp_path: Path) -> None:
    cases = a_corrected_set(tmp_path, published="2026-03-01")
    dateline = build_archive(cases, tmp_path / "archive", Settings())
    (case,) = cases.cases
    hits = dateline.search("ferry to Velm", filters=allowed(case)).hits
    assert [hit.version.article_id for hit in hits] == ["bridge"]


def test_building_a_dated_archive_again_changes_nothing(tmp_path: Path) -> None:
    cases = a_corrected_set(tmp_path)
    before = sorted_versions(build_archive(cases, tmp_path / "archive", Settings()))
    assert sorted_versions(build_archive(cases, tmp_path / "archive", Settings())) == before


def test_a_bad_row_of_a_dated_archive_is_named_by_its_line_in_the_file(tmp_path: Path) -> None:
    cases = a_corrected_set(tmp_path)
    with (tmp_path / "news.jsonl").open("a", encoding="utf-8") as file:
        file.write('\n{"id": "empty", "received": "2026-03-09"}')
    with pytest.raises(UsageError, match=r"news\.jsonl line 4: no text"):
        build_archive(cases, tmp_path / "archive", Settings())


def test_without_such_days_a_day_goes_by_publication_and_the_newest_wording_is_known(tmp_path: Path) -> None:
    cases = a_corrected_set(tmp_path, received="")
    (case,) = cases.cases
    assert not case.by_arrival
    dateline = build_archive(cases, tmp_path / "archive", Settings())
    hits = dateline.search("What did the bridge cost?", filters=allowed(case)).hits
    assert [(hit.version.article_id, hit.version.number) for hit in hits] == [("bridge", 2)]
    with pytest.raises(SetUnusable, match="'cost £4 million' is not in the body of 'bridge'"):
        locate_gold(cases, all_versions(dateline))


def sorted_versions(dateline: Dateline) -> list[Version]:
    return sorted(all_versions(dateline), key=lambda version: (version.article_id, version.number))
