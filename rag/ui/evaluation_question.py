"""One question of a set as rows: what was known, and what a run said to it."""

from __future__ import annotations

from collections.abc import Mapping

from rag.domain.evidence import Citation
from rag.render.wording import day_in_words, published_in_words
from rag.ui.evaluation_figures import Cell, words, written
from rag.ui.evaluation_runs import Given, Known
from rag.ui.views import Row
from rag.ui.words import count_of

_BEING_RIGHT = (
    "answer_in_statements",
    "gold_span_cited",
    "answered_when_answerable",
    "declined_when_unanswerable",
    "false_premise_handled",
    "conflict_shown",
    "newest_value",
    "forbidden_absent",
    "citation_exactness",
)
"""Measures of which every question that they apply to should have all; the others may be less without a fault."""


def question_row(known: Known, given: Mapping[str, Given]) -> Row:
    """A question in a list: its kind and tags, and in short what each run came to."""
    if len(given) == 1:
        short = next(map(outcome, given.values()))
    else:
        short = "\n".join(f"{name}: {outcome(each)}" for name, each in given.items())
    return _row(
        known.question, " · ".join([known.kind, *known.tags]), short, failed=any(g.failed for g in given.values())
    )


def outcome(given: Given) -> str:
    """ "Answered", "Declined" or "Failed", and what is missing."""
    if given.failed:
        return f"Failed: {given.failed}"
    return " · ".join(
        ["Answered" if given.said else "Declined", *(f"{words(n)} {v:.2f}" for n, v in missed(given).items())]
    )


def missed(given: Given) -> dict[str, float]:
    """The measures of being right that are not whole, with their scores."""
    return {name: given.scores[name] for name in _BEING_RIGHT if given.scores.get(name, 1.0) < 1}


def known_rows(known: Known) -> list[Row]:
    """The earlier turns, the expected answer part by part, the quotes that settle it, and what must not be said."""
    rows = [_row(question, "asked before", answer) for question, answer in known.history]
    if known.as_of:
        rows.append(_row(day_in_words(known.as_of), "nothing published after this day may be used"))
    rows += [_row(part[0], "expected", _others(part)) for part in known.answers]
    if not known.answerable:
        rows.append(_row("No answer", "expected: the articles do not say, or say otherwise"))
    rows += [_row(f"“{gold.quote}”", f"settles it: {gold.article}, {gold.field}") for gold in known.gold]
    rows += [_row(text, "must not be said") for text in known.forbidden]
    return rows


def given_rows(given: Given) -> list[Row]:
    """Each sentence that was said, with the words that it cites, or why nothing was said; then what stood beside it."""
    if given.failed:
        return [_row("Failed, and in no figure", given.failed, failed=True)]
    rows = [
        _row(text, " · ".join(_cited(text, c) for c in citations) or "cites nothing") for text, citations in given.said
    ]
    if not rows:
        rows.append(_row("Declined", words(given.declined)))
    rows += [_row(premise, "a premise marked as contradicted by the articles") for premise in given.premises]
    for conflict in given.conflicts:
        sides = (f"{side.value} ({_cited(side.value, side.citation)})" for side in conflict.sides)
        rows.append(_row(f"Sources differ: {conflict.about}", " · ".join(sides)))
    if given.withheld:
        rows.append(
            _row(f"{count_of(given.withheld, 'sentence')} withheld", "written, but not supported by what it cited")
        )
    return rows


def score_rows(runs: Mapping[str, Given], units: Mapping[str, str]) -> list[dict[str, Cell]]:
    """A row for each measure that applies to the question in any of the runs; a dash where it does not in one."""
    measures = dict.fromkeys(name for given in runs.values() for name in given.scores)
    return [
        {"measure": words(name), **{label: _score(given, name, units) for label, given in runs.items()}}
        for name in measures
    ]


def _score(given: Given, measure: str, units: Mapping[str, str]) -> str:
    value = given.scores.get(measure)
    return "–" if value is None else written(value, units.get(measure, "share"))


def _cited(text: str, citation: Citation) -> str:
    """Publisher, day, and the quote where it is not the sentence itself."""
    where = ", ".join(part for part in (citation.source, published_in_words(citation.published)) if part)
    quote = "word for word" if citation.quote == text else f"“{citation.quote}”"
    return f"{where}: {quote}" if where else quote


def _others(part: tuple[str, ...]) -> str:
    return f"also: {', '.join(part[1:])}" if len(part) > 1 else ""


def _row(title: str, meta: str = "", snippet: str = "", *, failed: bool = False) -> Row:
    return Row(title=title, meta=meta, snippet=snippet, place={}, tone="failed" if failed else "")
