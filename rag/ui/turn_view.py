"""An exchange as the JSON that the turn component draws, while it is being answered and ever after."""

from __future__ import annotations

from collections.abc import Iterable

from rag.domain.answer import Answer
from rag.domain.conversation import Exchange, Feedback
from rag.domain.evidence import Citation
from rag.render.citing import answer_as_markdown, answer_as_text, cited_in
from rag.render.citing_references import as_bibtex, as_csl_json
from rag.ui.formats import IN_ENGLISH, Formats
from rag.ui.place import Place
from rag.ui.standing import Articles, standing
from rag.ui.understood import conditions, remarks
from rag.ui.views import Chip, conflict_view, first_words, numbered, source_views, statement_view
from rag.ui.words import searched_in_words

View = dict[str, object]
_LONGEST_HEADING = 400
_NOTHING_YET = Answer(question="")
_CUT_OFF = "This question was not answered to its end: the server was stopped. Ask it again."


def running_view(exchange: Exchange, *, step: str, formats: Formats = IN_ENGLISH) -> View:
    """What is there so far, and what is being done now."""
    return {**_view(exchange, None, formats), "running": True, "step": step[:1].upper() + step[1:]}


def settled_view(
    exchange: Exchange, articles: Articles, feedback: Feedback | None = None, *, formats: Formats = IN_ENGLISH
) -> View:
    """As it was answered, with what became of its sources since and what can be done with it."""
    answer = exchange.answer
    was_cut_off = answer is None and not exchange.ending
    told = answer is not None and not answer.abstained
    return {
        **_view(exchange, articles, formats),
        "error": _CUT_OFF if was_cut_off else exchange.error,
        "sources": source_views(_chips(exchange, articles, formats).values()) if told else [],
        "changed": _changed(exchange, articles),
        "basis": _basis(exchange, formats),
        "remarks": remarks(exchange),
        "copies": _copies(exchange.question, answer, articles) if answer else [],
        "feedback": _feedback_view(feedback) if feedback else None,
        "can_judge": answer is not None,
        "is_settled": True,
    }


def cited(answer: Answer | None) -> list[Citation]:
    """Everything that the answer leads to, in the order of reading."""
    return [*cited_in(answer.statements, answer.conflicts), *answer.nearest] if answer else []


def _view(exchange: Exchange, articles: Articles | None, formats: Formats) -> View:
    answer = exchange.answer or _NOTHING_YET
    chips = _chips(exchange, articles, formats)
    return {
        "question": first_words(exchange.question, limit=_LONGEST_HEADING),
        "asked": exchange.question,
        "conditions": [{"label": c.label, "words": c.words, "is_on": c.is_on} for c in conditions(exchange)],
        "running": False,
        "step": "",
        "statements": [statement_view(s, chips) for s in answer.statements],
        "conflicts": [conflict_view(c, chips) for c in answer.conflicts],
        "dropped": [{"text": d.text, "why": d.why} for d in answer.dropped],
        "abstention": _abstention(exchange, articles, formats),
        "missing": list(answer.missing),
        "notes": [*answer.premises, *answer.notes],
        "sources": [],
        "remarks": [],
        "error": "",
        "changed": "",
        "basis": "",
        "copies": [],
        "feedback": None,
        "can_judge": False,
        "is_settled": False,
    }


def _chips(exchange: Exchange, articles: Articles | None, formats: Formats) -> dict[Place, Chip]:
    answer = exchange.answer or _NOTHING_YET
    return _numbered(cited_in(answer.statements, answer.conflicts), exchange, articles, formats)


def _numbered(
    citations: Iterable[Citation], exchange: Exchange, articles: Articles | None, formats: Formats
) -> dict[Place, Chip]:
    """Without ``articles`` it was cited just now, and stands."""
    first = {Place.at(citation): citation for citation in citations}
    chips = numbered(first.values(), formats)
    for place, citation in first.items():
        chips[place]["standing"] = (
            standing(citation, articles, since=exchange.asked, formats=formats) if articles else ""
        )
    return chips


def _abstention(exchange: Exchange, articles: Articles | None, formats: Formats) -> dict[str, object] | None:
    if exchange.answer is None or exchange.answer.abstention is None:
        return None
    nearest = _numbered(exchange.answer.nearest, exchange, articles, formats)
    return {"text": formats.days_in(exchange.answer.abstention.text), "nearest": list(nearest.values())}


def _changed(exchange: Exchange, articles: Articles) -> str:
    count = len({c.article_id for c in cited(exchange.answer) if standing(c, articles, since=exchange.asked)})
    if not count:
        return ""
    which = "One of the articles cited here was" if count == 1 else f"{count} articles cited here were"
    return f"{which} removed, withdrawn or changed since. Ask again for what the archive holds now."


def _basis(exchange: Exchange, formats: Formats) -> str:
    answer = exchange.answer
    if exchange.ending == "stopped":
        return "Stopped. What stands here was checked; the rest was not written."
    if answer is None or answer.abstained or exchange.ending:
        return ""
    writer = "the articles' own sentences" if answer.model == "extract" else f"written by {answer.model}"
    return f"{searched_in_words(answer.searched, formats)} · {writer}"


def _copies(question: str, answer: Answer, articles: Articles) -> list[dict[str, str]]:
    """What can be taken along: the label, the text and the name of a file to save it in."""
    citations = cited(answer)
    texts = (
        ("Markdown", answer_as_markdown(question, answer), "answer.md"),
        ("Plain text", answer_as_text(question, answer), "answer.txt"),
        ("BibTeX", as_bibtex(citations, articles.cited), "sources.bib"),
        ("CSL-JSON", as_csl_json(citations, articles.cited), "sources.json"),
    )
    return [
        {"label": label, "text": text, "file": file} for label, text, file in texts if citations or "answer" in file
    ]


def _feedback_view(feedback: Feedback) -> dict[str, str]:
    return {"judgement": feedback.judgement, "note": feedback.note, "correct": feedback.correct}
