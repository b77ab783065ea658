"""Evidence: the numbered sentences that an answer may stand on; and citations into the stored text."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain.article import Field, Published, Version


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters [start, end) of one field of one stored version.

    The program slices ``quote`` from the field's text; a model never types it. Title, source, published (ISO 8601)
    and url are copied from that version for display.
    """

    article_id: str
    version: int
    field: Field
    start: int
    end: int
    quote: str
    title: str = ""
    source: str = ""
    published: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"span has {self.end - self.start} characters, quote {len(self.quote)}")
        if self.start < 0 or not self.quote:
            raise ValueError(f"an empty or negative span: [{self.start}, {self.end})")


def cite(version: Version, field: Field, start: int, end: int) -> Citation:
    """The only way to make a citation: the quote is sliced here. ValueError if the span lies outside the text."""
    article = version.article
    text = article.text(field)
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span [{start}, {end}) lies outside the {field} of {article.id} ({len(text)} characters)")
    return Citation(
        article_id=article.id,
        version=version.number,
        field=field,
        start=start,
        end=end,
        quote=text[start:end],
        title=article.title,
        source=article.source,
        published=article.published.isoformat() if article.published else "",
        url=article.url,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that may be cited, numbered "2.3": the third sentence of the second passage.

    ``speaker`` is whom the text names as saying the quotation in it, "" if nobody. ``score`` is the passage's.
    """

    number: str
    version: Version
    field: Field
    start: int
    end: int
    text: str
    speaker: str = ""
    score: float = 0.0

    def __post_init__(self) -> None:
        if self.version.article.text(self.field)[self.start : self.end] != self.text:
            raise ValueError(f"evidence {self.number} is not what its offsets slice")

    def citation(self) -> Citation:
        return cite(self.version, self.field, self.start, self.end)


@dataclass(frozen=True, slots=True)
class CitedSpan:
    """What the check judges a statement against: a span inside the whole text that it comes from.

    ``published`` resolves relative dates ("Tuesday"); ``context`` is what else the article says about itself (title,
    dek, source), which like the text before the span may introduce names but supports nothing by itself.
    """

    text: str
    start: int
    end: int
    published: Published | None = None
    context: str = ""

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]

    @classmethod
    def of(cls, version: Version, citation: Citation) -> CitedSpan:
        """The span of ``citation``, which must cite ``version``."""
        article = version.article
        others = [article.text(f) for f in ("title", "dek") if f != citation.field]
        return cls(
            text=article.text(citation.field),
            start=citation.start,
            end=citation.end,
            published=article.published,
            context="\n".join([*others, article.source]),
        )
