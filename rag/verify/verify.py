"""The check: one statement against the spans that it cites. Pure, deterministic, no model."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from rag.domain.answer import Failure, Verdict
from rag.domain.evidence import CitedSpan
from rag.verify.cited import Cited
from rag.verify.content import ENOUGH, coverage, new_words
from rag.verify.dates import moments, names_publication
from rag.verify.dates import supports as supports_moment
from rag.verify.locate import fold
from rag.verify.names import names
from rag.verify.numbers import quantities, unsupported
from rag.verify.quotations import is_quoted, quotations
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
    yield from _unrelated(text, evidence)
    yield from _quotations(text, evidence)
    taken = yield from _dates(text, evidence)
    yield from _numbers(text, evidence, taken)
    yield from _names(text, evidence)


def _unrelated(text: Text, evidence: Cited) -> Iterator[Failure]:
    share = coverage(text, evidence.meanings)
    if not text.content:
        yield Failure("unrelated", text.text, "the statement has no words that could be checked")
    elif share == 0:
        yield Failure("unrelated", text.text, "the cited text shares no word with the statement")
    elif share < ENOUGH:
        new = ", ".join(dict.fromkeys(t.text for t in new_words(text, evidence.meanings)))
        yield Failure("content", new, f"the cited text does not say: {new}")


def _quotations(text: Text, evidence: Cited) -> Iterator[Failure]:
    for quotation in quotations(text.text):
        if not any(is_quoted(quotation.words, span.quote) for span in evidence.spans):
            why = f"the cited text does not have the words “{fold(quotation.words)}”"
            yield Failure("quotation", quotation.words, why)


def _dates(text: Text, evidence: Cited) -> Generator[Failure, None, frozenset[int]]:
    """Yields failures; returns the tokens that dates and times take up."""
    taken: set[int] = set()
    for said in moments(text, evidence.published):
        taken.update(range(said.first, said.last))
        if any(supports_moment(other, said) for other in evidence.moments):
            continue
        if names_publication(text, said, evidence.published):
            continue
        if said.year is not None and said.month is None and evidence.has_number(said.text):
            continue
        yield Failure("date", said.text, f"the cited text does not say {said.text}")
    return frozenset(taken)


def _numbers(text: Text, evidence: Cited, taken: frozenset[int]) -> Iterator[Failure]:
    for said in unsupported(quantities(text, taken), evidence.quantities):
        yield Failure("number", said.text, evidence.why_not_number(said))


def _names(text: Text, evidence: Cited) -> Iterator[Failure]:
    for name in names(text):
        if not evidence.has_name(name, text):
            yield Failure("name", name.text, f"the cited text does not name {name.text}")
