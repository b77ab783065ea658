"""What a model returned for a question, checked and joined into a Question: untrusted until here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.domain.question import Clause, Days, Part, Question, Reading
from rag.retrieve.days import in_words
from rag.retrieve.faithful import fault_in, shares_a_word
from rag.retrieve.understand import understand, visible_text
from rag.structured import Form

MOST_PARTS = 5
LONGEST_PART = 400
"""Characters; what is longer is no question."""

_NAMES_TIME = re.compile(
    r"\d|\b(?:yesterday|today|tonight|week|weekend|month|year|days?|morning|evening|night|spring|summer|autumn|fall|"
    r"winter|since|before|after|until|during|ago|recent(?:ly)?|latest|last|past|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


class PartForm(Form):
    """One thing that is asked; a day is YYYY-MM-DD or ""."""

    question: str
    since: str
    until: str
    publishers: list[str]


class QuestionForm(Form):
    """What the prompt "question" asks for."""

    standalone: str
    parts: list[PartForm]


class Unfaithful(Exception):
    """The reading cannot be used; the text is the reason, as a clause."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One part after the checks."""

    text: str
    days: Days | None
    publishers: tuple[str, ...]

    @property
    def beside(self) -> str:
        """The days and publishers in words: what need not stand in the question any more."""
        ends = [day for day in (self.days.since, self.days.until) if day] if self.days else []
        return " ".join([*(f"{day.isoformat()} {day.day} {day:%A %B %Y}" for day in ends), *self.publishers])


def rewritten(question: Question, given: QuestionForm, *, sources: Sequence[str], sections: Sequence[str]) -> Question:
    """The question in the model's parts, each read by the rules as if it stood alone; itself where nothing is new.

    Raises Unfaithful where the model says what the asker did not say, or names a day or a publisher that there is not.
    """
    if not 1 <= len(given.parts) <= MOST_PARTS:
        raise Unfaithful(f"it has {len(given.parts)} parts; 1 to {MOST_PARTS} can be looked for")
    asked = visible_text(question.text)
    parts = [_checked(part, question, sources) for part in given.parts]
    if [part.text for part in parts] == [asked] and _is_read_already(parts[0], question):
        return question
    fault = fault_in(
        [_question(given.standalone), *(part.text for part in parts)],
        asked,
        before=[visible_text(f"{turn.question} {turn.answer}") for turn in question.history],
        beside=" ".join(part.beside for part in parts),
        is_english=question.language in ("", "en"),
    )
    if fault:
        raise Unfaithful(fault)
    return _joined(question, [_read(part, question, sources, sections) for part in parts])


def _checked(part: PartForm, question: Question, sources: Sequence[str]) -> _Asked:
    told = " ".join([question.text, *(turn.question for turn in question.history)])
    known = {name.casefold(): name for name in sources}
    for name in part.publishers:
        if name.casefold() not in known:
            raise Unfaithful("it names a publisher that the archive does not have")
        if not shares_a_word(name, told):
            raise Unfaithful(f"it names the publisher {known[name.casefold()]}, which the question does not")
    return _Asked(
        _question(part.question), _days(part, question, told), tuple(known[n.casefold()] for n in part.publishers)
    )


def _is_read_already(part: _Asked, question: Question) -> bool:
    days = {None, *(each for clause in question.clauses for each in clause.days)}
    return part.days in days and {*part.publishers} <= {name for clause in question.clauses for name in clause.sources}


def _question(text: str) -> str:
    line = visible_text(text)
    if not line or len(line) > LONGEST_PART or "://" in line:
        raise Unfaithful("it holds something that is no question")
    return line


def _days(part: PartForm, question: Question, told: str) -> Days | None:
    since, until = _day(part.since), _day(part.until)
    if since is None and until is None:
        return None
    if question.language in ("", "en") and not _NAMES_TIME.search(told):
        raise Unfaithful("it names days, and the question names no time")
    if since and until and until < since:
        raise Unfaithful("its last day lies before its first")
    if since and question.today and question.today < since:
        raise Unfaithful("it asks for days that have not come yet")
    return Days(since, until)


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Unfaithful("it names a day that does not exist") from None


def _read(part: _Asked, question: Question, sources: Sequence[str], sections: Sequence[str]) -> Question:
    """By the rules, and steered by what the model read beside; days that the rules read themselves come first."""
    read = understand(
        part.text,
        filters=question.filters,
        sources=sources,
        sections=sections,
        today=question.today,
        without=question.without,
    )
    publishers = tuple(name for name in part.publishers if Reading("publisher", name) not in question.without)
    days = (part.days,) if part.days and Reading("published", in_words(part.days)) not in question.without else ()
    clauses = [
        replace(
            clause,
            sources=tuple(dict.fromkeys([*clause.sources, *publishers])),
            days=clause.days or days,
        )
        for clause in read.clauses
    ]
    return replace(read, clauses=tuple(clauses))


def _joined(question: Question, read: Sequence[Question]) -> Question:
    """What the parts say together; a part that names no days or publishers is looked for in those of the whole."""
    texts = [each.standalone for each in read]
    clauses: list[Clause] = []
    start = 0
    for each in read:
        clauses += [replace(c, start=c.start + start, end=c.end + start) for c in each.clauses]
        start += len(each.standalone) + 1
    clauses = _with_those_of_the_whole(clauses, question)
    names = tuple(dict.fromkeys(name for each in read for name in each.names))
    told = [] if texts == [visible_text(question.text)] else [Reading("rewritten", " / ".join(e.text for e in read))]
    told += dict.fromkeys(_steering(clauses))
    own = {reading.said for each in read for reading in each.readings}
    others = [said for each in read for said in each.understood if said not in own]
    in_its_own_words = [visible_text(question.text)] if question.language not in ("", "en") else []
    return replace(
        question,
        standalone=" ".join([*texts, *in_its_own_words]),
        parts=tuple(Part(part.text, part.context) for each in read for part in each.parts),
        clauses=tuple(clauses),
        language=next((each.language for each in read if each.language), ""),
        readings=(*told, *(Reading("name", name) for name in names)),
        understood=tuple(dict.fromkeys([*(reading.said for reading in told), *others])),
        names=names,
    )


def _with_those_of_the_whole(clauses: Sequence[Clause], question: Question) -> list[Clause]:
    sources = tuple(dict.fromkeys(name for clause in question.clauses for name in clause.sources))
    days = tuple(dict.fromkeys(each for clause in question.clauses for each in clause.days))
    shared = days if len(days) == 1 else ()
    return [replace(c, sources=c.sources or sources, days=c.days or shared) for c in clauses]


def _steering(clauses: Sequence[Clause]) -> list[Reading]:
    return [
        *(Reading("published", in_words(days)) for clause in clauses for days in clause.days),
        *(Reading("publisher", name) for clause in clauses for name in clause.sources),
        *(Reading("section", name) for clause in clauses for name in clause.sections),
    ]
