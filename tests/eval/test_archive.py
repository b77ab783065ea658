from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eval.archive import all_versions, archive_key, build_archive, kept_archive
from eval.case import CaseSet
from rag.dateline import Dateline
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
    assert [version.article_id for version in all_versions(again)] == ["bridge"]
    _, third = kept_archive(a_case_set(tmp_path, "It opened on Tuesday."), settings)
    assert ingested == [first, third]
    assert third != first


def test_other_ingest_code_builds_an_archive_of_its_own_and_other_settings_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, settings = a_case_set(tmp_path), Settings(eval_cache=tmp_path / "cache")
    first = archive_key(cases, settings)
    assert archive_key(cases, settings.model_copy(update={"passages": 3})) == first
    monkeypatch.setattr("eval.archive._BUILDING", ("domain",))
    assert archive_key(cases, settings) != first


def test_an_archive_whose_ingest_was_cut_short_is_finished_and_not_taken_for_whole(tmp_path: Path) -> None:
    settings = Settings(eval_cache=tmp_path / "cache")
    cases = a_case_set(tmp_path)
    (settings.eval_cache / "archives" / archive_key(cases, settings) / "archive").mkdir(parents=True)
    dateline, _ = kept_archive(cases, settings)
    assert [version.article_id for version in all_versions(dateline)] == ["bridge"]


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
