"""The check: one statement against the spans that it cites. Pure, deterministic, no model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.domain.answer import Failure, Verdict
from rag.domain.evidence import CitedSpan
from rag.verify.amounts import overclaimed
from rag.verify.causes import unfounded
from rag.verify.cited import Cited
from rag.verify.content import coverage, enough, foreign, new_words
from rag.verify.crossed import crossed_dates, crossed_names, crossed_pairs, crossed_parties, crossed_shares
from rag.verify.dates import Moment, moments, names_publication
from rag.verify.locate import fold
from rag.verify.names import names
from rag.verify.numbers import Quantity, quantities
from rag.verify.opposites import opposed, swapped_acts
from rag.verify.polarity import overstated
from rag.verify.quotations import is_quoted, place_of, quotations
from rag.verify.roles import swapped
from rag.verify.slots import misfilled, misowned
from rag.verify.speakers import speaker_of
from rag.verify.tokens import Text, read


def check(statement: str, cited: Sequence[CitedSpan]) -> Verdict:
    """Whether the cited spans say what the statement says; each thing in it that they do not say is a failure."""
    if not cited or not any(span.quote.strip() for span in cited):
        return Verdict((Failure("no_citation", statement, "the statement cites no text"),))
    evidence = Cited(tuple(cited))
    text = read(statement)
    if evidence.has_verbatim(text):
        return Verdict()
    return Verdict(tuple(_failures(text, evidence)))


def _failures(text: Text, evidence: Cited) -> Iterator[Failure]:
    dates = moments(text, evidence.published)
    taken = frozenset(n for m in dates for n in range(m.first, m.last))
    numbers = quantities(text, taken)
    taken |= {n for q in numbers for n in range(q.first, q.last)}
    yield from _content(text, evidence, taken)
    yield from _quotations(text, evidence)
    yield from _dates(text, dates, evidence)
    yield from _numbers(numbers, evidence)
    yield from _names(text, evidence, taken)
    yield from _polarity(text, evidence)
    yield from _opposites(text, evidence)
    yield from _roles(text, evidence)
    for token in overclaimed(text, evidence.texts):
        yield Failure("content", token.text, f"the cited text does not say “{token.text}”")
    for word, why in (*misfilled(text, evidence.texts), *misowned(text, evidence.texts)):
        yield Failure("crossed", word, why)
    for word, why in unfounded(text, evidence.texts):
        yield Failure("content", word, why)
    yield from _crossed(text, dates, numbers, evidence)


def _content(text: Text, evidence: Cited, taken: frozenset[int]) -> Iterator[Failure]:
    share = coverage(text, evidence.meanings)
    if not any(t.kind in ("word", "number") for t in text.tokens):
        yield Failure("unrelated", text.text, "the statement has no words that could be checked")
    elif share == 0:
        yield Failure("unrelated", text.text, "the cited text shares no word with the statement")
    elif share < enough(text, has_values=bool(taken)):
        new = ", ".join(dict.fromkeys(t.text for t in new_words(text, evidence.meanings)))
        yield Failure("content", new, f"the cited text does not say: {new}")
    else:
        for stretch in foreign(text, evidence.meanings, taken):
            said = text.text[stretch[0].start : stretch[-1].end]
            yield Failure("content", said, f"the cited text says nothing like “{said}”")


def _quotations(text: Text, evidence: Cited) -> Iterator[Failure]:
    for quotation in quotations(text.text):
        if not any(is_quoted(quotation.words, span.quote) for span in evidence.spans):
            why = f"the cited text does not have the words “{fold(quotation.words)}”"
            yield Failure("quotation", quotation.words, why)
            continue
        said_by = speaker_of(text.text, quotation.start, quotation.end)
        told_by = [name for span in evidence.spans if (name := _speaker_in(span, quotation.words))]
        if said_by and told_by and not any(evidence.is_same_name(said_by, name) for name in told_by):
            yield Failure("speaker", said_by, f"the cited text has {told_by[0]} say “{fold(quotation.words)}”")


def _speaker_in(span: CitedSpan, words: str) -> str:
    """Who says the words of a quotation in a span, the article before it helping with pronouns."""
    place = place_of(words, span.quote)
    if place is None:
        return ""
    low = max(span.start - 800, 0)
    start = span.start - low
    return speaker_of(span.text[low : span.end], start + place[0], start + place[1])


def _dates(text: Text, dates: Sequence[Moment], evidence: Cited) -> Iterator[Failure]:
    for said in dates:
        if evidence.has_moment(said) or names_publication(text, said, evidence.published):
            continue
        yield Failure("date", said.text, f"the cited text does not say {said.text}")


def _numbers(numbers: Sequence[Quantity], evidence: Cited) -> Iterator[Failure]:
    for said in numbers:
        if not evidence.has_quantity(said):
            yield Failure("number", said.text, evidence.why_not_number(said))


def _names(text: Text, evidence: Cited, taken: frozenset[int]) -> Iterator[Failure]:
    for name in names(text):
        if name.first not in taken and not evidence.has_name(name, text):
            yield Failure("name", name.text, f"the cited text does not name {name.text}")
    for token in evidence.hidden_names(text):
        yield Failure("name", token.text, f"the cited text does not name {token.text}")


def _polarity(text: Text, evidence: Cited) -> Iterator[Failure]:
    for found in overstated(text, evidence.texts):
        yield Failure(found.kind, found.token.text, found.why)


def _opposites(text: Text, evidence: Cited) -> Iterator[Failure]:
    for found in opposed(text, evidence.texts):
        why = f"the cited text says “{found.against}”, the statement “{found.token.text}”"
        yield Failure("comparison", found.token.text, why)
    for token in swapped_acts(text, evidence.texts):
        yield Failure("content", token.text, f"the cited text does not say “{token.text}”")


def _roles(text: Text, evidence: Cited) -> Iterator[Failure]:
    for found in swapped(text, evidence.texts):
        kind = found.token.text
        yield Failure("speaker" if found.speaking else "crossed", kind, f"the cited text has another do this: {kind}")


def _noun(item: Moment | Quantity) -> str:
    return item.noun if isinstance(item, Quantity) else ""


def _crossed(text: Text, dates: Sequence[Moment], numbers: Sequence[Quantity], evidence: Cited) -> Iterator[Failure]:
    said: list[Moment | Quantity] = [*dates, *(q for q in numbers if q.sort != "article" and not q.is_pair)]
    if said:
        supporting = [evidence.supporting(item) for item in said]
        peers = [evidence.peers(item, places) for item, places in zip(said, supporting, strict=True)]
        spans = [(item.first, item.last) for item in said]
        for found in crossed_pairs(
            text, spans, evidence.places, supporting, peers, [_noun(item) for item in said], evidence.nouns
        ):
            yield Failure("crossed", found.text, found.why)
        dated = [isinstance(item, Moment) and item.minute is None for item in said]
        for found in crossed_dates(text, spans, evidence.places, supporting, dated, evidence.are_dates):
            yield Failure("crossed", found.text, found.why)
    for found in (*crossed_parties(text, evidence.texts), *crossed_shares(text, evidence.texts)):
        yield Failure("crossed", found.text, found.why)
    for found in crossed_names(text, evidence.texts):
        yield Failure("crossed", found.text, found.why)
