"""What a reader said of an answer, as a line of a set for `dateline eval`: for a person to review, not yet a truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from rag.domain.answer import Answer, Statement
from rag.domain.article import Version
from rag.domain.conversation import Feedback
from rag.domain.evidence import Citation
from rag.domain.question import Filters

JsonObject = dict[str, object]

_FIELDS = ("body", "title", "dek")
"""Those that stand in a file of articles as they are cited; a printed date is read as a date there."""


def promoted_case(feedback: Feedback, newest: Callable[[str], Version | None]) -> JsonObject:
    """As `feedback_as_case`, with the gold that is found in the articles as they are now; ``newest`` finds an article.

    Raises ValueError also where the answer cites, and none of it is found.
    """
    case = feedback_as_case(feedback)
    cited = case["gold"] if isinstance(case["gold"], list) else []
    gold = [quote for quote in cited if _stands(quote, newest(str(quote["article"])))]
    if cited and not gold:
        raise ValueError("what it cites does not stand in the article any more, or not only once")
    return {**case, "gold": gold}


def feedback_as_case(feedback: Feedback) -> JsonObject:
    """One line of a set (docs/eval.md), ``reviewed`` false. Raises ValueError, which says why, where it makes none."""
    exchange, answer = feedback.exchange, feedback.exchange.answer
    if replace(exchange.filters, as_of=None) != Filters() or exchange.without:
        raise ValueError("it was asked with filters, which a line of a set cannot carry")
    if answer is None or exchange.ending:
        raise ValueError("the answer was not finished")
    return {
        "id": f"feedback-{exchange.id}",
        "question": exchange.question,
        "history": [{"question": turn.question, "answer": turn.answer} for turn in feedback.history],
        **_expected(feedback, answer),
        "tags": ["feedback", feedback.judgement],
        "as_of": exchange.filters.as_of.isoformat() if exchange.filters.as_of else None,
        "reviewed": False,
    }


def _expected(feedback: Feedback, answer: Answer) -> JsonObject:
    """The kind, whether it can be answered, and with what."""
    if feedback.correct:
        wrong = [_core(answer.statements[0])] if feedback.judgement == "wrong" and answer.statements else []
        forbidden = [words for words in wrong if words not in feedback.correct]
        return _answerable(feedback, [feedback.correct], forbidden=forbidden)
    if feedback.judgement == "wrong":
        raise ValueError("nobody said what would have been right")
    if answer.abstained:
        return {"kind": "unanswerable", "answerable": False, "answers": [], "gold": [], "forbidden": []}
    first = answer.statements[0]
    gold = _gold(citation for citation in first.citations if citation != feedback.citation)
    if answer.premises and gold:
        return {"kind": "false-premise", "answerable": False, "answers": [], "gold": gold, "forbidden": []}
    return _answerable(feedback, [_core(first)], gold=gold)


def _answerable(
    feedback: Feedback, answers: list[str], *, gold: Iterable[JsonObject] = (), forbidden: Iterable[str] = ()
) -> JsonObject:
    return {
        "kind": "follow-up" if feedback.history else "fact",
        "answerable": True,
        "answers": answers,
        "gold": list(gold),
        "forbidden": list(forbidden),
    }


def _stands(gold: JsonObject, version: Version | None) -> bool:
    """Whether the quote stands once in its field as the article is now."""
    if version is None or gold["field"] not in _FIELDS:
        return False
    text = {"body": version.article.body, "title": version.article.title, "dek": version.article.dek}
    return text[str(gold["field"])].count(str(gold["quote"])) == 1


def _core(statement: Statement) -> str:
    """The answering part, or the whole sentence where none was marked."""
    return statement.text[slice(*statement.answer_span)] if statement.answer_span else statement.text


def _gold(citations: Iterable[Citation]) -> list[JsonObject]:
    return [{"article": c.article_id, "field": c.field, "quote": c.quote, "fact": 1} for c in citations]
