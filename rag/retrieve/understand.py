"""What a question asks: its parts, what a follow-up leaves out, its language."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from rag.domain.errors import UsageError
from rag.domain.question import Clause, Filters, Part, Question, Reading, Turn
from rag.ports import Span
from rag.retrieve.clauses import clause_spans
from rag.retrieve.days import Told, days_in, in_words
from rag.retrieve.glossary import LANGUAGES as GLOSSED
from rag.retrieve.glossary import gloss
from rag.retrieve.language import question_language
from rag.retrieve.names import names_in
from rag.retrieve.publishers import Named, publishers_in, sections_in
from rag.sentences import sentence_spans

MOSTLY_LISTED = 0.6
"""Share of a question's words from which the word list settles a language that its letters leave open."""

MAX_CHARACTERS = 4_000
"""A question longer than this is a pasted text, not a question."""

_INVISIBLE = re.compile(
    "[\ud800-\udfff]|" r"[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_ASKS = r"(?:who|whom|whose|what|when|where|why|how|which)"
_JOINED = re.compile(rf",?\s+and\s+(?={_ASKS}\b)", re.IGNORECASE)
_COMPARED = re.compile(
    r"^how (?:do|does|did|are|is|were) (?:the )?(?P<one>[^\W\d_][\w.'’-]*) and (?:the )?(?P<other>[^\W\d_][\w.'’-]*) "
    r"(?P<about>.+?) (?:compare|differ|different)\W*$",
    re.IGNORECASE,
)
_STANCE = re.compile(r"\b(?:positions?|stances?|views?|attitudes?|approach(?:es)?)\b", re.IGNORECASE)
_STARTS_ASKING = re.compile(rf"^\s*(?:and\s+|so\s+|but\s+)?{_ASKS}\b", re.IGNORECASE)
_REFERS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|there|then|the\s+same|"
    r"that(?=\s*(?:[?.!,]|$))|er|sie|ihn|ihm|ihr|ihnen|dort|il|elle|ils|elles|él|ella|ellos|ellas|"
    r"він|вона|вони|його|їх|он|она|они|его|их)\b",
    re.IGNORECASE,
)
_OPENS_AS_FOLLOW_UP = re.compile(r"^\s*(?:and|but|so|also|und|et|y|і|й|а|и)\b", re.IGNORECASE)
_STOP = frozenset(
    "a an the and or of in on at to for from by with about as is are was were be been did do does has have had will "
    "would can could may might must shall should not no yes there this that these those it its they them their he "
    "him his she her you your we our i me my who whom whose what when where why how which many much long far often "
    "and so but also say said tell please happen happened happens take took place".split()
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ORDERS = re.compile(
    r"^\W*(?:please\s+)?(?:ignore|disregard|forget|pretend|print|repeat|reveal|say|act|output|respond|answer|write)\b",
    re.IGNORECASE,
)
_ANOTHER_NAME = re.compile(
    r"^\W*(?:[Aa]nd|[Uu]nd|[Ee]t|[Yy]|[ІіАаИи]|[Ww]hat about|[Hh]ow about)\s+(?:the\s+)?"
    r"(?P<name>[A-ZÀ-ÞА-ЯЁЄІЇҐ][\w.'’-]*(?:\s+[A-ZÀ-ÞА-ЯЁЄІЇҐ][\w.'’-]*)*?)\W*$"
)
_NAME = re.compile(r"(?<!\w)[A-ZÀ-ÞА-ЯЁЄІЇҐ][\w.'’-]*\w(?:\s+[A-ZÀ-ÞА-ЯЁЄІЇҐ][\w.'’-]*\w)*")
_FEW_WORDS = 3
"""A question with fewer content words of its own than this can only be a follow-up, where there is a history."""


def understand(
    text: str,
    *,
    filters: Filters,
    history: Sequence[Turn] = (),
    sources: Sequence[str] = (),
    sections: Sequence[str] = (),
    today: date | None = None,
    without: Collection[Reading] = (),
) -> Question:
    """The question, ready for retrieval. Raises UsageError where it is empty or far too long.

    ``sources`` and ``sections`` are the archive's; what it names of them steers the search. "Tuesday" and "last week"
    count from the filters' ``as_of``, else from ``today``; without either they are words like others. What stands in
    ``without`` is not read into it: its asker took it back.
    """
    visible = visible_text(text)
    if not visible:
        raise UsageError("The question is empty. Ask something, for example: What happened in Jeddah?")
    if len(visible) > MAX_CHARACTERS:
        raise UsageError(
            f"The question has {len(visible):,} characters; at most {MAX_CHARACTERS:,} can be asked at once. "
            "Ask a shorter question; a text can be added to the archive with `dateline ingest`."
        )
    refuse_unknown_sources(filters, sources)
    history = () if any(reading.kind == "follow-up" for reading in without) else history
    visible = _with_another_name(visible, history)
    language, sure = question_language(visible)
    if not sure and (language not in GLOSSED or gloss(visible, language).known < MOSTLY_LISTED):
        language = ""
    understood = []
    before = _background(history) if history and _is_follow_up(visible) else ""
    parts = _parts(visible, before)
    if language in GLOSSED:
        english = gloss(visible, language).text
        understood.append(f"read as English keywords: {english}")
        parts = (Part(english, before),)
    readings = [Reading("follow-up", before)] if before else []
    understood += [reading.said for reading in readings]
    if len(parts) > 1:
        understood.append("asked in parts: " + " / ".join(part.text for part in parts))
    standalone = " ".join(
        dict.fromkeys([visible, *(part.text for part in parts if language in GLOSSED), before])
    ).strip()
    days, publishers = days_in(visible, today=filters.as_of or today), publishers_in(visible, sources)
    told = [each for each in days if _reading_of(each) not in without]
    named = _kept(publishers, without)
    within = [name for name in sections_in(visible, sections) if Reading("section", name) not in without]
    steering = _steering(told, named, within)
    is_divisible = not before and language in ("", "en")
    clauses = _clauses(visible, standalone, told, named, within) if is_divisible else None
    names = _names(visible, days, publishers, sections, without) if language in ("", "en") else ()
    return Question(
        text=text,
        standalone=standalone,
        parts=parts,
        filters=filters,
        history=tuple(history),
        language=language,
        understood=(*understood, *(reading.said for reading in steering), *_unmet_in_words(visible, told, named)),
        readings=(*readings, *steering, *(Reading("name", name) for name in names)),
        clauses=clauses or (_clause(standalone, (0, len(standalone)), told, named, within),),
        names=names,
        today=filters.as_of or today,
        without=tuple(without),
    )


def _clauses(
    visible: str, standalone: str, told: Sequence[Told], named: Sequence[Named], sections: Sequence[str]
) -> tuple[Clause, ...]:
    """The stretches of a question, each with the days and publishers that it names itself.

    What is named once holds for the whole question; so do publishers for the stretches that name none.
    """
    whole = [*((t.start, t.end) for t in told), *((n.start, n.end) for n in named)]
    spans = clause_spans(visible, whole=whole)
    if len(spans) == 1:
        return (_clause(standalone, (0, len(standalone)), told, named, sections),)
    clauses = []
    for start, end in spans:
        own_days = told if len(told) == 1 else [t for t in told if start <= t.start < end]
        own_names = [n for n in named if start <= n.start < end] or named
        clauses.append(_clause(standalone, (start, end), own_days, own_names, sections))
    return tuple(clauses)


def _clause(text: str, span: Span, told: Sequence[Told], named: Sequence[Named], sections: Sequence[str]) -> Clause:
    return Clause(
        text=text[slice(*span)].strip(),
        start=span[0],
        end=span[1],
        sources=tuple(dict.fromkeys(source for each in named for source in each.sources)),
        sections=tuple(sections),
        days=tuple(dict.fromkeys(each.days for each in told if each.days is not None)),
    )


def _steering(told: Sequence[Told], named: Sequence[Named], sections: Sequence[str]) -> list[Reading]:
    """The days, publishers and sections that were read into the question, each once."""
    days = [reading for each in told if (reading := _reading_of(each))]
    publishers = [Reading("publisher", source) for each in named for source in each.sources]
    return list(dict.fromkeys([*days, *publishers, *(Reading("section", name) for name in sections)]))


def _names(
    visible: str,
    told: Sequence[Told],
    named: Sequence[Named],
    sections: Sequence[str],
    without: Collection[Reading],
) -> tuple[str, ...]:
    """What is left of the names when days, publishers and sections are taken out."""
    taken = [*((t.start, t.end) for t in told), *((n.start, n.end) for n in named)]
    others = {*sections, *(reading.words for reading in without)}
    return tuple(dict.fromkeys(each.text for each in names_in(visible, taken=taken) if each.text not in others))


def _reading_of(told: Told) -> Reading | None:
    return Reading("published", in_words(told.days)) if told.days is not None else None


def _kept(named: Sequence[Named], without: Collection[Reading]) -> list[Named]:
    """The publishers without those that were taken back; a name that meant these alone is a word like others."""
    left = [(n, tuple(s for s in n.sources if Reading("publisher", s) not in without)) for n in named]
    return [replace(n, sources=sources) for n, sources in left if sources or not n.sources]


def _unmet_in_words(text: str, told: Sequence[Told], named: Sequence[Named]) -> list[str]:
    """What the question names and there is not."""
    no_days = dict.fromkeys(each.words(text) for each in told if each.days is None)
    unknown = dict.fromkeys(each.name for each in named if not each.sources)
    return [
        *(f"there is no such day: {words}" for words in no_days),
        *(f"no articles from {name} in this archive" for name in unknown),
    ]


def visible_text(text: str) -> str:
    """The text on one line, without what nobody sees."""
    return " ".join(_INVISIBLE.sub("", text).split())


def content_words(text: str) -> list[str]:
    """The words that say what a text is about, as written, each once."""
    return list(dict.fromkeys(w for w in _WORD.findall(text) if w.lower() not in _STOP))


def _parts(text: str, before: str) -> tuple[Part, ...]:
    """Each question in the text; sentences beside the questions, and the first part, are context of the others."""
    sentences = [text[a:b] for a, b in sentence_spans(text)]
    asked = [s for s in sentences if s.endswith(("?", "？", "؟"))] or [text]
    beside = " ".join(" ".join(content_words(s)) for s in sentences if s not in asked and not _ORDERS.match(s))
    pieces = [piece.strip() for sentence in asked for piece in _split_joined(sentence)]
    first = " ".join(content_words(pieces[0]))
    parts = []
    for place, piece in enumerate(pieces):
        needs_context = bool(_REFERS_BACK.search(piece)) or len(content_words(piece)) < _FEW_WORDS
        context = [before, beside if needs_context else "", first if place and needs_context else ""]
        parts.append(Part(piece, " ".join(part for part in context if part)))
    return tuple(parts)


def _split_joined(sentence: str) -> list[str]:
    """ "Who met and where did they meet?" asks two things, as does a comparison; "What did A and B say?" one."""
    if compared := _COMPARED.match(sentence):
        about = " ".join(_STANCE.sub("", compared["about"]).split())
        return [f"What about the {side} {about}?" for side in (compared["one"], compared["other"])]
    pieces = _JOINED.split(sentence)
    return pieces if all(_STARTS_ASKING.match(piece) for piece in pieces) else [sentence]


def _is_follow_up(text: str) -> bool:
    """Whether it points back, or is too short to stand alone; one that brings a name of its own stands alone."""
    if _OPENS_AS_FOLLOW_UP.match(text) or _REFERS_BACK.search(text):
        return True
    words = content_words(text)
    has_name = any(word[0].isupper() and not text.startswith(word) for word in words)
    return len(words) < _FEW_WORDS and not has_name


def _with_another_name(text: str, history: Sequence[Turn]) -> str:
    """ "And Orlov?" after "What did Vane say?" asks what Orlov said; other questions come back as they are."""
    asked = _ANOTHER_NAME.match(text)
    if asked is None or not history:
        return text
    last = history[-1].question
    names = [m for m in _NAME.finditer(last) if m.start() > 0]
    if not names:
        return text
    return f"{last[: names[0].start()]}{asked['name']}{last[names[0].end() :]}"


def _background(history: Sequence[Turn]) -> str:
    """What the last question was about; where that was itself a follow-up, the one before it too."""
    last = history[-1].question
    turns = [last]
    if len(history) > 1 and _is_follow_up(last):
        turns.insert(0, history[-2].question)
    return " ".join(dict.fromkeys(word for turn in turns for word in content_words(turn)))


def refuse_unknown_sources(filters: Filters, sources: Sequence[str]) -> None:
    """A publisher that the archive does not have is said, not silently searched for. Raises UsageError."""
    known = {source.casefold() for source in sources}
    for source in filters.sources:
        if source.casefold() not in known:
            listed = ", ".join(sorted(s for s in sources if s)[:8]) or "none that are named"
            raise UsageError(f"The archive has no articles from {source!r}. Its sources: {listed}.")
