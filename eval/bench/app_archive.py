"""An archive of 50,000 passages for measuring the app, made in a minute or two: invented news, and questions about it.

The first articles are read by the packaged model. Every later one is told after one of them with a place, a person and
a figure of its own, and takes over its vectors, moved a little: a search does the same work as over an archive whose
every passage was read. Questions are to be asked about the first articles, whose vectors are those of their own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.compose import open_dateline, open_token_embedder
from rag.domain.article import Article, Published, Version
from rag.domain.passage import Passage, embedding_text
from rag.ports import NewVersion, TokenVectors, WholeEmbedder, WordPieces
from rag.settings import Settings

if TYPE_CHECKING:
    from rag.dateline import Dateline
    from rag.ports import FloatArray

PATTERNS = 1_000
"""Articles that the model reads."""
PASSAGES_OF_AN_ARTICLE = 2
MOVED = 0.62
"""Length of what is added to a pattern's unit vector: two articles of one pattern are then at a cosine of .72, as are
two that were both read."""
_AT_ONCE = 2_000
_FIRST = datetime(2024, 1, 1, 5, tzinfo=UTC)
_DAYS = 700
_PUBLISHERS = 120
_SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
_BODIES = "council ministry court union hospital school bank museum regulator commission".split()
_ACTS = "approved delayed rejected cancelled reviewed announced".split()
_THINGS = "bridge ferry tunnel reservoir railway festival archive harbour market library orchard lighthouse".split()
_REASONS = "storms debts strikes floods repairs lawsuits shortages protests elections surveys".split()
_SECTIONS = "Politics Business World Sport Culture Science Region Opinion".split()


def made_archive(folder: Path, passages: int) -> Dateline:
    """The archive in ``folder``, filled if it is empty. Raises ValueError where it holds another number of passages."""
    dateline = open_dateline(Settings(archive=folder, model="", timezone="UTC"))
    there = dateline.catalog.counts()["passages"]
    if there == 0:
        _fill(dateline, passages // PASSAGES_OF_AN_ARTICLE)
    elif there != passages:
        raise ValueError(
            f"The archive in {folder} holds {there:,} passages, not {passages:,}. "
            f"Name another folder with --archive, or ask for --passages {there}."
        )
    return dateline


@dataclass(frozen=True, slots=True)
class Story:
    """What article ``number`` tells; ``place`` and ``person`` are in no other article."""

    number: int
    place: str
    person: str
    people: int
    body: str
    act: str
    thing: str
    reason: str

    @property
    def article_id(self) -> str:
        return f"made-{self.number}"

    @property
    def title(self) -> str:
        return f"{self.place} {self.body} and the {self.thing}: what was {self.act}"

    @property
    def paragraphs(self) -> tuple[str, str]:
        """A passage each."""
        return (
            f"The {self.body} of {self.place} {self.act} the {self.thing} on Friday after {self.people} people had "
            f"signed a petition. {self.person} had asked for it because of the {self.reason} of last winter. "
            f"Nobody spoke against it at the meeting, which lasted until late in the evening.",
            f"“We did not expect the {self.thing} to be {self.act} so soon,” said {self.person}, who speaks for the "
            f"{self.body}. Work in {self.place} is to begin after the {self.reason}, and a report on what it costs "
            f"will be read in public before the summer.",
        )

    @property
    def question(self) -> str:
        """Of three kinds, answered by the first paragraph."""
        return (
            f"In {self.place}, how many people signed the petition about the {self.thing}?",
            f"In {self.place}, what did the {self.body} do about the {self.thing}?",
            f"In {self.place}, why did {self.person} ask for it?",
        )[self.number % 3]


def story(number: int) -> Story:
    """The same for the same number; all of one pattern differ in place, person and figure."""
    pattern = number % PATTERNS
    return Story(
        number,
        place=_name(2 * number),
        person=_name(2 * number + 1),
        people=100 + number,
        body=_BODIES[pattern % len(_BODIES)],
        act=_ACTS[pattern // 7 % len(_ACTS)],
        thing=_THINGS[pattern // 11 % len(_THINGS)],
        reason=_REASONS[pattern // 13 % len(_REASONS)],
    )


def _name(number: int) -> str:
    """A name of three syllables, another for every number below 343,000; neighbours sound nothing like each other."""
    count = len(_SYLLABLES)
    place = number * 7_919 % count**3
    return "".join(_SYLLABLES[place // count**power % count] for power in range(3)).capitalize()


def _version(told: Story, articles: int) -> Version:
    published = _FIRST + timedelta(days=_DAYS) * (told.number / articles)
    article = Article(
        id=told.article_id,
        title=told.title,
        body="\n\n".join(told.paragraphs),
        published=Published(published.replace(microsecond=0)),
        source=f"{_name(told.number % _PUBLISHERS)} Courier",
        section=_SECTIONS[told.number % len(_SECTIONS)],
        language="en",
    )
    return Version(article, 1, published)


def _spans(version: Version) -> tuple[tuple[int, int], ...]:
    first = version.article.body.index("\n\n")
    return (0, first), (first + 2, len(version.article.body))


def _fill(dateline: Dateline, articles: int) -> None:
    model = open_token_embedder(Settings(model=""))
    vectors, tokens = _read(model, min(articles, PATTERNS), articles)
    with dateline.catalog.writing():
        for numbers in _batches(articles):
            versions = [_version(story(number), articles) for number in numbers]
            dateline.catalog.store([NewVersion(version, _spans(version)) for version in versions])
            pairs = [(p, v) for v in versions for p in dateline.catalog.passages_of(v.article_id, 1)]
            patterns = [n % PATTERNS * PASSAGES_OF_AN_ARTICLE + i for n in numbers for i in range(2)]
            own = model.word_pieces([embedding_text(passage, version) for passage, version in pairs])
            fitted = [_fitted(tokens[at], pieces) for at, pieces in zip(patterns, own, strict=True)]
            _index(dateline, pairs, _moved(vectors[patterns], seed=numbers[0]), fitted)


def _batches(articles: int) -> Iterator[range]:
    for start in range(0, articles, _AT_ONCE):
        yield range(start, min(start + _AT_ONCE, articles))


def _read(model: WholeEmbedder, patterns: int, articles: int) -> tuple[FloatArray, list[TokenVectors]]:
    """Vectors and word pieces of the patterns' passages, by the packaged model."""
    versions = [_version(story(number), articles) for number in range(patterns)]
    texts = [
        embedding_text(Passage(version.article_id, 1, start, end, version.article.body[start:end]), version)
        for version in versions
        for start, end in _spans(version)
    ]
    return model.embed_both(texts)


def _fitted(pattern: TokenVectors, own: WordPieces) -> TokenVectors:
    """A passage's own word pieces, which are as many as its names and figures have, with the vectors that stand about
    as far into its pattern."""
    places = np.linspace(0, len(pattern.ids) - 1, len(own.ids)).round().astype(int)
    return TokenVectors(own.ids, own.spans, pattern.vectors[places])


def _moved(vectors: FloatArray, *, seed: int) -> FloatArray:
    noise = np.random.default_rng(seed).standard_normal(vectors.shape).astype(np.float32)
    beside = vectors + MOVED * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    moved: FloatArray = beside / np.linalg.norm(beside, axis=1, keepdims=True)
    return moved


def _index(
    dateline: Dateline, pairs: Sequence[tuple[Passage, Version]], vectors: FloatArray, tokens: Sequence[TokenVectors]
) -> None:
    finder, late = dateline.retriever.finder, dateline.retriever.late
    ids = [passage.id for passage, _ in pairs]
    finder.words.add(pairs)
    days = [int(v.article.published.at.timestamp()) if v.article.published else 0 for _, v in pairs]
    finder.vectors.add(ids, vectors, days)
    if late is not None:
        late.add(ids, tokens)
    dateline.catalog.mark_indexed("words", ids)
    dateline.catalog.mark_indexed("vectors", ids)
