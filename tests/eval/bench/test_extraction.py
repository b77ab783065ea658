"""The bench of extraction: its measures, and one run over a folder of its own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from eval.bench.extraction import main, segment_scores, shingle_scores

STORY = "The port of Harrow reopened on Tuesday after three days, the harbour authority said. Two cranes stay shut."


def test_shingles_count_what_two_texts_share() -> None:
    assert shingle_scores("a b c d e", "a b c d e") == (1, 1, 1)
    precision, recall, f1 = shingle_scores("a b c d e", "a b c d")
    assert (precision, recall) == (1, 0.5)
    assert f1 == pytest.approx(2 / 3)
    assert shingle_scores("a b c d", "") == (0, 0, 0)
    assert shingle_scores("a b", "a b") == (1, 1, 1)


def test_segments_are_looked_for_with_spaces_levelled() -> None:
    assert segment_scores(["port of  Harrow", "absent"], ["share"], "The port of\nHarrow") == {
        "wanted present": 0.5,
        "unwanted absent": 1.0,
    }


def test_a_run_prints_both_systems_side_by_side(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = f"<html><body><article><h1>Port reopens</h1><p>{STORY}</p><p>{STORY} Ships wait.</p></article></body></html>"
    folder = tmp_path / "ingest"
    folder.mkdir()
    (folder / "a.html.gz").write_bytes(gzip.compress(page.encode()))
    row = {
        "file": "a.html.gz",
        "set": "own",
        "url": None,
        "gold_text": f"{STORY}\n{STORY} Ships wait.",
        "extra": {"title": "Port reopens"},
    }
    (folder / "html_index.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode()))
    monkeypatch.setenv("DATELINE_BENCH_DATA", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["extraction"])
    assert main() == 0
    printed = capsys.readouterr().out
    assert "dateline" in printed.splitlines()[0]
    assert any(line.split()[1:4] == ["F1", "1", "1.0000"] for line in printed.splitlines())


def test_without_data_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DATELINE_BENCH_DATA", raising=False)
    monkeypatch.setattr("sys.argv", ["extraction"])
    assert main() == 2
    assert "DATELINE_BENCH_DATA" in capsys.readouterr().out
