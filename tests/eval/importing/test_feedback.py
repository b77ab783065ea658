from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import a_version, new_version

from eval.archive import all_versions, build_archive
from eval.case import load_set
from eval.gold import locate_gold
from eval.importing.feedback import FEEDBACK
from eval.importing.importing import Wanted, import_set
from rag.adapters.sqlite import SqliteCatalog
from rag.archive.export import export
from rag.domain.answer import Answer, Statement
from rag.domain.conversation import Conversation, Exchange, Feedback, StoredFeedback
from rag.domain.errors import UsageError
from rag.domain.evidence import cite
from rag.domain.question import Turn
from rag.render.exchange_json import feedback_as_json
from rag.settings import Settings

NOW = datetime(2025, 3, 20, 12, tzinfo=UTC)
OLD = a_version("The bridge at Harrow cost £4 million.", id="bridge", published="2025-03-03", language="en")
BRIDGE = a_version(
    "The bridge at Harrow cost £5 million.", number=2, id="bridge", published="2025-03-03", language="en"
)
COST = cite(BRIDGE, "body", 0, len(BRIDGE.article.body))
SAID = Statement(COST.quote, (COST,), "verbatim", (26, 36))


def judged(number: int, judgement: Any = "right", **fields: Any) -> Feedback:
    answer = Answer(question="What did it cost?", statements=(SAID,))
    exchange = Exchange(id=f"x{number}", question="What did it cost?", asked=NOW, answer=answer)
    return Feedback(exchange=exchange, history=(), judgement=judgement, given=NOW, **fields)


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    """With the article in two versions, and a conversation each of two owners."""
    catalog = SqliteCatalog(tmp_path / "archive")
    catalog.store([new_version(OLD)])
    catalog.store([new_version(BRIDGE)])
    for owner in ("", "ann@example.org"):
        catalog.conversations.put(Conversation(f"of {owner}", owner, "Bridge", NOW, NOW))
    return catalog


def exported(catalog: SqliteCatalog, *given: tuple[str, Feedback]) -> Path:
    """A file of everything that is stored, what each owner said of an answer included."""
    for owner, feedback in given:
        text = json.dumps(feedback_as_json(feedback))
        catalog.conversations.put_feedback(StoredFeedback(feedback.exchange.id, f"of {owner}", NOW, text), owner=owner)
    rows = io.StringIO()
    export(catalog, rows)
    file = Path("all.jsonl").absolute()
    file.write_text(rows.getvalue(), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")
    return tmp_path / "desk"


def test_what_every_owner_said_becomes_a_set_about_the_newest_versions(
    catalog: SqliteCatalog, tmp_path: Path, desk: Path
) -> None:
    follow_up = replace(judged(2), history=(Turn("Where is it?", "At Harrow."),))
    wrong = judged(3, "wrong", correct="£6 million")
    file = exported(catalog, ("", judged(1)), ("ann@example.org", follow_up), ("", wrong))
    said: list[str] = []
    written = import_set(FEEDBACK, Wanted(file, desk / "said.jsonl"), say=said.append)
    assert (written.questions, written.articles) == (3, desk / "said.articles.jsonl")
    assert said == ["The answers are those that readers called right. Look them over; nobody has reviewed the rows."]

    read = load_set(desk / "said.jsonl")
    cases = {case.id: case for case in read.cases}
    assert cases["feedback-x1"].answers == (("£5 million",),)
    assert (cases["feedback-x2"].kind, cases["feedback-x2"].history) == ("follow-up", follow_up.history)
    assert (cases["feedback-x3"].answers, cases["feedback-x3"].forbidden) == ((("£6 million",),), ("£5 million",))
    assert not any(case.reviewed for case in cases.values())

    dateline = build_archive(read, tmp_path / "again", Settings())
    assert [version.article.body for version in all_versions(dateline)] == [BRIDGE.article.body]
    assert [span.article_id for span in locate_gold(read, all_versions(dateline))["feedback-x1"]] == ["bridge"]


def test_what_makes_no_question_is_named_by_its_line(catalog: SqliteCatalog, desk: Path) -> None:
    gone = cite(OLD, "body", 0, len(OLD.article.body))
    outdated = judged(2)
    assert outdated.exchange.answer
    answer = replace(outdated.exchange.answer, statements=(replace(SAID, text=gone.quote, citations=(gone,)),))
    outdated = replace(outdated, exchange=replace(outdated.exchange, answer=answer))
    file = exported(catalog, ("", judged(1, "wrong")), ("", outdated), ("", judged(3)))
    lines = file.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    first = next(number for number, row in enumerate(rows, start=1) if row["kind"] == "feedback")
    file.write_text("\n".join([*lines, '{"kind": "feedback", "owner": ""}', "{"]), encoding="utf-8")

    said: list[str] = []
    with pytest.raises(UsageError, match="4 rows cannot be used, so nothing was written"):
        import_set(FEEDBACK, Wanted(file, desk / "said.jsonl"), say=said.append)
    assert sorted(said) == sorted(
        [
            f"{file}, line {first}: nobody said what would have been right.",
            f"{file}, line {first + 1}: what it cites does not stand in the article any more, or not only once.",
            next(line for line in said if f"line {len(lines) + 1}: exchange_id: Field required" in line),
            next(line for line in said if f"line {len(lines) + 2}: not JSON" in line),
        ]
    )
    assert not list(desk.glob("said*"))
    written = import_set(FEEDBACK, Wanted(file, desk / "said.jsonl", skips_bad=True), say=said.append)
    assert (written.questions, written.left_out) == (1, 4)


def test_an_export_without_feedback_makes_no_set(catalog: SqliteCatalog, desk: Path) -> None:
    with pytest.raises(UsageError, match="holds no question that can be used"):
        import_set(FEEDBACK, Wanted(exported(catalog), desk / "said.jsonl"), say=print)
