"""`dateline eval judge` on a stored run, with a scripted judge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from models import ScriptedModel, SpokenLLM, says
from newsroom import Cli
from outcomes import RECORD, a_case, a_reply

from eval.case import CaseSet
from eval.folder import Answered, RunFolder
from eval.judged_run import judge_run, read_judgement
from eval.reply import Reply, Witness
from rag.domain.errors import UsageError

ROWS = [
    {"id": "when", "question": "When?", "answerable": True, "kind": "fact", "answers": ["Monday"]},
    {"id": "cost", "question": "How much?", "answerable": True, "kind": "fact", "answers": ["nine million"]},
    {"id": "who", "question": "Who?", "answerable": True, "kind": "fact", "answers": ["Ann Lee"]},
]
REPLIES = {
    "when": a_reply("On Monday.", "on Monday"),
    "cost": a_reply("Ten.", "nine million"),
    "who": Reply(declined="x"),
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A folder with one answer that is right, one that is wrong and one that was declined."""
    set_path = tmp_path / "some.jsonl"
    set_path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    folder = RunFolder(tmp_path / "run")
    folder.make()
    folder.begin(RECORD, CaseSet(set_path, "s", "seeds", (a_case(),)), {})
    for case_id, reply in REPLIES.items():
        witness = Witness(tuple(c.quote for c in reply.citations), tuple(c.article_id for c in reply.citations))
        folder.append(Answered(case_id, reply, witness, 1.0))
    return folder.path


def labelled(folder: Path, **marks: bool) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "right": right}) for i, right in marks.items()), encoding="utf-8")
    return path


def configured(monkeypatch: pytest.MonkeyPatch, server: ScriptedModel) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "some-judge")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)


def test_a_judge_without_labels_is_called_uncalibrated(run: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedModel(says("RIGHT"), says("WRONG")) as server:
        configured(monkeypatch, server)
        result = cli("eval", "judge", str(run))
    assert result.status == 0
    assert "right     0.50 [" in result.out
    assert "of 2 marked answers" in result.out
    assert "uncalibrated: how far this judge agrees with people was not measured" in result.out


def test_agreement_with_people_stands_beside_the_score(run: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = labelled(run, when=True, cost=True, who=False)
    with ScriptedModel(says("RIGHT"), says("WRONG")) as server:
        configured(monkeypatch, server)
        shown = cli("eval", "judge", str(run), "--labels", str(labels)).out
        row = json.loads(cli("eval", "judge", str(run), "--labels", str(labels), "--json").out)
    assert "agreement 0.50 [" in shown
    assert "with people on 2 answers" in shown
    assert "1 labels are of answers without a mark" in shown
    assert row["calibrated"] is True
    assert (row["agreement"]["raw"]["value"], row["agreement"]["kappa"]["value"]) == (0.5, 0.0)
    assert [(mark["id"], mark["right"]) for mark in row["marks"]] == [("when", True), ("cost", False)]
    assert len(server.asked) == 2, "the second time the marks were in the folder"


def test_another_model_marks_anew_and_what_has_no_mark_is_asked_again(run: Path) -> None:
    one = SpokenLLM(["Hard to say.", "WRONG"], model="one")
    assert [mark.case_id for mark in judge_run(run, one, labels=None).judgement.unmarked] == ["when"]
    assert judge_run(run, one, labels=None).judgement.unmarked == ()
    assert len(one.prompts) == 3
    two = SpokenLLM(["RIGHT"], model="two")
    assert [mark.is_right for mark in judge_run(run, two, labels=None).judgement.marks] == [True, True]


def test_unmarked_answers_are_named_and_end_with_3(run: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedModel(says("Hard to say.")) as server:
        configured(monkeypatch, server)
        result = cli("eval", "judge", str(run))
    assert result.status == 3
    assert "right     –  of 0 marked answers" in result.out
    assert "unmarked cost: it wrote neither RIGHT nor WRONG alone: 'Hard to say.'" in result.out


def test_without_a_model_or_a_run_the_message_says_what_to_do(
    run: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Set DATELINE_MODEL" in cli("eval", "judge", str(run)).err
    monkeypatch.setenv("DATELINE_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    result = cli("eval", "judge", str(tmp_path))
    assert result.status == 2
    assert "not the folder of a run" in result.err


def test_a_damaged_file_of_marks_is_named(run: Path) -> None:
    (run / "judge.json").write_text('{"model": "m"}', encoding="utf-8")
    with pytest.raises(UsageError, match="Remove it to have the answers marked again"):
        read_judgement(run / "judge.json")
