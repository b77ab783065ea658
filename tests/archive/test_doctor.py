"""What the doctor finds in archives that are well, behind, damaged or made by another embedder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import an_archive, an_article, stored_articles
from fakes import FakeEmbedder

from rag.adapters.sqlite_schema import MIGRATIONS
from rag.archive import doctor as doctor_module
from rag.archive.doctor import Doctor
from rag.domain.errors import ArchiveLocked, EmbedderError
from rag.domain.health import HealthCheck


def a_doctor(folder: Path, embedder: FakeEmbedder | None = None) -> Doctor:
    return Doctor(*an_archive(folder, embedder or FakeEmbedder()), archive=folder)


def filled(folder: Path) -> Path:
    catalog, indexer = an_archive(folder, FakeEmbedder())
    stored_articles(catalog, [an_article("The bridge opened. A storm came.", id="a")])
    indexer.catch_up(vectors=True)
    return folder


def faults(doctor: Doctor) -> dict[str, HealthCheck]:
    return {check.name: check for check in doctor.examine() if not check.ok}


def test_a_new_archive_is_well_and_says_how_to_fill_it(tmp_path: Path) -> None:
    checks = {check.name: check for check in a_doctor(tmp_path).examine()}
    assert all(check.ok for check in checks.values())
    assert "dateline ingest" in checks["contents"].advice


def test_a_filled_archive_is_well(tmp_path: Path) -> None:
    checks = {check.name: check for check in a_doctor(filled(tmp_path)).examine()}
    assert {name for name, check in checks.items() if not check.ok} == set()
    assert checks["contents"].finding == "articles: 1, versions: 1, passages: 2, briefings: 0"
    assert checks["words"].finding == checks["vectors"].finding == "2 of 2 passages"
    assert checks["embedder"].finding == "fake, 64 dimensions"
    assert f"schema version {len(MIGRATIONS)}; integrity: ok" in checks["catalog"].finding


def test_looking_changes_nothing_in_the_catalog(tmp_path: Path) -> None:
    doctor = a_doctor(filled(tmp_path))
    before = (tmp_path / "catalog.sqlite").read_bytes()
    doctor.examine()
    assert (tmp_path / "catalog.sqlite").read_bytes() == before


def test_what_waits_is_counted_with_advice(tmp_path: Path) -> None:
    catalog, indexer = an_archive(tmp_path, FakeEmbedder())
    stored_articles(catalog, [an_article("One. Two.")])
    indexer.catch_up(vectors=False)
    found = faults(Doctor(catalog, indexer, archive=tmp_path))
    assert set(found) == {"waiting"}
    assert "0 passages wait for the word index, 2 for their vectors" in found["waiting"].finding
    assert "dateline ingest" in found["waiting"].advice


@pytest.mark.parametrize("index", ["words", "vectors"])
def test_a_deleted_index_is_noticed_and_rebuilt(tmp_path: Path, index: str) -> None:
    shutil.rmtree(filled(tmp_path) / index)
    doctor = a_doctor(tmp_path)
    found = faults(doctor)
    assert set(found) == {index}
    assert found[index].finding == "0 of 2 passages"
    assert "--rebuild" in found[index].advice
    doctor.rebuild()
    assert faults(doctor) == {}


@pytest.mark.parametrize(("index", "file"), [("words", "meta.json"), ("vectors", "chroma.sqlite3")])
def test_a_damaged_index_is_noticed_and_rebuilt(tmp_path: Path, index: str, file: str) -> None:
    folder = filled(tmp_path / "archive")
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / index / file).write_bytes(b"garbage" * 1000)
    doctor = a_doctor(copy)
    found = faults(doctor)
    assert set(found) == {index}
    assert "doctor --rebuild" in found[index].finding
    doctor.rebuild()
    assert faults(doctor) == {}


def test_another_embedders_vectors_are_noticed_and_rebuilt(tmp_path: Path) -> None:
    filled(tmp_path)
    doctor = a_doctor(tmp_path, FakeEmbedder(dim=32, fingerprint="other"))
    found = faults(doctor)
    assert set(found) == {"vectors"}
    assert "'fake'" in found["vectors"].finding
    doctor.rebuild()
    assert faults(doctor) == {}


def test_an_embedder_that_cannot_be_loaded_is_one_fault_among_the_other_findings(tmp_path: Path) -> None:
    class Missing(FakeEmbedder):
        def embed(self, texts: object) -> object:  # type: ignore[override]
            raise EmbedderError("the model file is missing")

    filled(tmp_path)
    checks = a_doctor(tmp_path, Missing()).examine()
    assert [(check.name, check.finding) for check in checks if not check.ok] == [
        ("embedder", "the model file is missing")
    ]
    assert len(checks) == 8


def test_little_disk_space_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_module, "LOW_DISK_BYTES", 10**18)
    assert "space" in faults(a_doctor(tmp_path))["disk"].advice


def test_another_writer_is_no_fault_but_keeps_a_rebuild_away(tmp_path: Path) -> None:
    doctor = a_doctor(filled(tmp_path))
    hold = (
        "import sys; from pathlib import Path; from rag.adapters.archive_lock import archive_lock\n"
        "with archive_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", hold, tmp_path]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert faults(doctor) == {}
        assert f"process {child.pid}" in next(c.finding for c in doctor.examine() if c.name == "writing")
        with pytest.raises(ArchiveLocked):
            doctor.rebuild()
        child.communicate("")
    assert os.path.exists(tmp_path / "words")
