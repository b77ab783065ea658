"""The gate in front of real runs: what makes answers worse is stopped, what changes nothing is let through."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from models import Asked, Part, ScriptedModel, Wire, declining, good, lying

from eval.case import Case
from eval.compare import compare_runs
from eval.gate import Gate, gate
from eval.reply import Reply, Said
from eval.run import Plan, run_set
from eval.scores import RunReport
from eval.systems import SYSTEMS
from eval.systems.dateline_itself import DatelineItself
from rag.domain.question import Question
from rag.domain.search import SearchResult
from rag.resources import bundled
from rag.retrieve.retriever import Retriever
from rag.settings import Settings

pytestmark = pytest.mark.slow

FACTS = {
    "the Alder bridge": "The Alder bridge opened on 3 March 2025 after two years of work.",
    "the Birch library": "The Birch library lent 41,200 books in February.",
    "the Cedar ferry": "The Cedar ferry carries 320 passengers to the island.",
    "the Dogwood mill": "The Dogwood mill was bought by Ellen Marsh for nine million pounds.",
    "the Elm school": "The Elm school will close in July because its roof leaks.",
    "the Fir hospital": "The Fir hospital hired 18 nurses in January.",
    "the Gorse tunnel": "The Gorse tunnel is 2.4 kilometres long.",
    "the Hazel market": "The Hazel market moved to Station Road on Monday.",
    "the Ivy theatre": "The Ivy theatre named Tomas Reed as its director.",
    "the Juniper dam": "The Juniper dam holds 60 million cubic metres of water.",
    "the Kelp harbour": "The Kelp harbour froze over for 11 days.",
    "the Larch museum": "The Larch museum was visited by 7,300 people in April.",
}
"""What an article is about, and all that it says of it."""
WANTED = "3 March|41,200|320|nine million|July|18|2.4|Station Road|Tomas Reed|60 million|11 days|7,300".split("|")
ASKED = (
    "When did the Alder bridge open?",
    "How many books did the Birch library lend in February?",
    "How many passengers does the Cedar ferry carry?",
    "For how much was the Dogwood mill bought?",
    "When will the Elm school close?",
    "How many nurses did the Fir hospital hire?",
    "How long is the Gorse tunnel?",
    "Where did the Hazel market move?",
    "Who was named director of the Ivy theatre?",
    "How much water does the Juniper dam hold?",
    "For how many days did the Kelp harbour freeze?",
    "How many people visited the Larch museum?",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the set, its articles and the cache that all runs here share."""
    folder = tmp_path_factory.mktemp("desk")
    articles = [
        {"id": str(number), "title": name.title(), "body": body} for number, (name, body) in enumerate(FACTS.items())
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    cases = [
        {
            "id": f"q{number}",
            "question": question,
            "answerable": True,
            "kind": "fact",
            "answers": [wanted],
            "gold": [{"article": str(number), "quote": wanted}],
            "archive": "articles.jsonl",
        }
        for number, (question, wanted) in enumerate(zip(ASKED, WANTED, strict=True))
    ]
    (folder / "set.jsonl").write_text("\n".join(map(json.dumps, cases)), encoding="utf-8")
    return folder


def answered(desk: Path, part: Part, system: str = "dateline", *, seed: int = 0) -> RunReport:
    """The set, asked of a system whose model plays ``part``."""
    with ScriptedModel(part) as server:
        settings = Settings(model="scripted", openai_base_url=server.url, eval_cache=desk / "cache")
        plan = Plan(seed=seed)
        return run_set(desk / "set.jsonl", system=system, out=None, settings=settings, progress=None, plan=plan)


@pytest.fixture(scope="module")
def baseline(desk: Path) -> RunReport:
    report = answered(desk, good)
    assert report.failed == ()
    assert sum(q.scores["answer_in_statements"] for q in report.questions) >= 10
    return report


def judged(baseline: RunReport, after: RunReport) -> Gate:
    return gate(after, compare_runs(baseline, after), [])


def failed(found: Gate) -> set[str]:
    return {check.name.removeprefix("no regression in ") for check in found.checks if not check.held}


def abiding(asked: Asked, wire: Wire) -> None:
    """Does what the prompt says, also where that is foolish."""
    (declining if "If you are not wholly sure" in asked.prompt else good)(asked, wire)


def with_prompt(folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """From here on the prompt for answers reads otherwise."""
    shutil.copytree(bundled("prompts"), folder / "prompts")
    path = folder / "prompts" / "answer.md"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr("rag.prompts.bundled", folder.joinpath)


def test_a_prompt_that_makes_the_model_timid_is_caught(
    desk: Path, baseline: RunReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timid = "9. If you are not wholly sure, or the evidence"
    with_prompt(tmp_path, monkeypatch, lambda text: text.replace("9. If the evidence", timid))
    found = judged(baseline, answered(desk, abiding))
    assert "answered_when_answerable" in failed(found)


def test_the_same_prompt_with_other_white_space_is_let_through(
    desk: Path, baseline: RunReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_prompt(tmp_path, monkeypatch, lambda text: text.replace(". ", ".  ").replace("\n=== user", "\n\n=== user"))
    after = answered(desk, abiding)
    assert judged(baseline, after).holds
    assert after.record.prompts != baseline.record.prompts


def test_another_seed_is_let_through(desk: Path, baseline: RunReport) -> None:
    assert judged(baseline, answered(desk, good, seed=7)).holds


def test_a_lying_model_is_caught_also_where_nobody_checks_what_it_says(
    desk: Path, baseline: RunReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What it makes up is withheld, and the articles' own sentences are as right as before: it is caught all the same.
    after = answered(desk, lying)
    assert "4711" not in " ".join(q.reply.text for q in after.questions if q.reply)
    assert failed(judged(baseline, after)) == {"nothing_withheld"}

    class Unchecked(DatelineItself):
        """Says other numbers and names than the articles, and cites them all the same."""

        def answer(self, case: Case) -> Reply:
            reply = super().answer(case)
            citations = reply.citations
            return Reply(said=(Said("Viktor Dragomir confirmed that it was 4711.", citations),), ranked=reply.ranked)

    monkeypatch.setitem(SYSTEMS, "unchecked", Unchecked)  # type: ignore[arg-type]
    assert "answer_in_statements" in failed(judged(baseline, answered(desk, good, "unchecked")))


def test_a_broken_retrieval_is_caught(desk: Path, baseline: RunReport, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Retriever.search

    def worst_first(self: Retriever, question: Question, *, k: int) -> SearchResult:
        found = search(self, question, k=100)
        return replace(found, hits=found.hits[::-1][:k])

    monkeypatch.setattr(Retriever, "search", worst_first)
    assert "reciprocal_rank" in failed(judged(baseline, answered(desk, good)))
