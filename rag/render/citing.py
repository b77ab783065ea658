"""An answer to be pasted elsewhere: its sentences with numbered marks, and under them what each number quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.domain.answer import Answer, Conflict, Statement
from rag.domain.evidence import Citation
from rag.render.escape import for_markdown, visible, web_address
from rag.render.wording import published_in_words

Span = tuple[str, int, str, int, int]
"""Where a citation stands: article, version, field, start, end."""


def cited_in(statements: Sequence[Statement], conflicts: Sequence[Conflict] = ()) -> list[Citation]:
    """Every citation in the order of reading."""
    return [c for s in statements for c in s.citations] + [side.citation for c in conflicts for side in c.sides]


def answer_as_markdown(question: str, answer: Answer) -> str:
    """The question, the answer, the versions where sources differ, and the quotations with their sources as links."""
    return _document(question, answer, _MARKDOWN)


def answer_as_text(question: str, answer: Answer) -> str:
    """The same in plain text, addresses written out."""
    return _document(question, answer, _TEXT)


@dataclass(frozen=True, slots=True)
class _Form:
    """How one format writes a text, a heading, what stands before a list and before its items, and a source."""

    text: Callable[[str], str]
    heading: str
    before_list: str
    bullet: str
    source: Callable[[str, Citation], str]


def _document(question: str, answer: Answer, form: _Form) -> str:
    cited = cited_in(answer.statements, answer.conflicts) or list(answer.nearest)
    numbers = _numbered(cited)
    told = " ".join(f"{form.text(s.text)} {_marks(numbers, s.citations)}" for s in answer.statements)
    declined = form.text(answer.abstention.text) if answer.abstention else ""
    nearest = "What comes nearest:" if answer.abstention and answer.nearest else ""
    blocks = [
        form.heading.format(form.text(question)),
        told,
        declined,
        *(_conflict(conflict, numbers, form) for conflict in answer.conflicts),
        *(form.text(note) for note in (*answer.premises, *answer.notes)),
        nearest,
        "\n".join(form.source(str(number), citation) for citation, number in _first_uses(cited, numbers)),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _conflict(conflict: Conflict, numbers: dict[Span, int], form: _Form) -> str:
    about = f"Sources differ: {form.text(conflict.about)}" if conflict.about else "Sources differ"
    sides = [
        f"{form.bullet}{form.text(side.value)} ({', '.join(_about(side.citation, form.text, side.note))}) "
        f"{_marks(numbers, [side.citation])}"
        for side in conflict.sides
    ]
    return "\n".join([f"{about}{form.before_list}", *sides])


def _markdown_source(number: str, citation: Citation) -> str:
    title, url = for_markdown(citation.title), web_address(citation.url)
    linked = f"[{title or for_markdown(url)}](<{url}>)" if url else title
    return f"{number}. “{for_markdown(citation.quote)}” {_listed(_about(citation, for_markdown), linked)}"


def _text_source(number: str, citation: Citation) -> str:
    listed = _listed(_about(citation, visible), visible(citation.title))
    return f"[{number}] “{visible(citation.quote)}” {' '.join(filter(None, (listed, web_address(citation.url))))}"


def _listed(about: Sequence[str], title: str) -> str:
    """Publisher, title, day."""
    return ", ".join(filter(None, (*about[:1], title, *about[1:]))) + "."


def _about(citation: Citation, text: Callable[[str], str], note: str = "") -> list[str]:
    publisher = text(citation.source) or "Publisher not named"
    return [publisher, *filter(None, (published_in_words(citation.published) or "undated", note))]


def _span(citation: Citation) -> Span:
    return citation.article_id, citation.version, citation.field, citation.start, citation.end


def _numbered(citations: Iterable[Citation]) -> dict[Span, int]:
    """From 1 in the order of first use: the numbers that the chips on the screen have."""
    return {span: number for number, span in enumerate(dict.fromkeys(map(_span, citations)), start=1)}


def _first_uses(citations: Sequence[Citation], numbers: dict[Span, int]) -> list[tuple[Citation, int]]:
    first = {_span(citation): citation for citation in reversed(citations)}
    return [(first[span], number) for span, number in numbers.items()]


def _marks(numbers: dict[Span, int], citations: Iterable[Citation]) -> str:
    return "".join(dict.fromkeys(f"[{numbers[_span(citation)]}]" for citation in citations))


_MARKDOWN = _Form(for_markdown, "**{}**", "\n", "- ", _markdown_source)
_TEXT = _Form(visible, "{}", "", "  - ", _text_source)
