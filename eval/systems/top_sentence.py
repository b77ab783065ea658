"""The simplest systems: the best passage of one index alone, and of it the one sentence that fits best.

They never decline while the index finds anything, and take no notice of the conversation before the question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from eval.case import Case
from eval.reply import Confidence, Reply, Said
from eval.systems.system import allowed, ranked
from rag.compose import open_embedder
from rag.dateline import Dateline
from rag.domain.evidence import cite
from rag.ports import Embedder
from rag.sentences import sentence_spans
from rag.settings import Settings

_DEPTH = 50
_WORD = re.compile(r"\w+")

Fit = Callable[[str, Sequence[str]], Sequence[float]]
"""How well each sentence fits a question; more is better."""


class TopSentence:
    """One verbatim sentence of the passage that the ``ranking`` puts first."""

    def __init__(self, dateline: Dateline, *, ranking: Literal["lexical", "dense"], fit: Fit) -> None:
        self._dateline = dateline
        self._ranking = ranking
        self._fit = fit

    def answer(self, case: Case) -> Reply:
        """The sentence, cited, as sure as it fits; declined only where the ranking holds nothing at all."""
        hits = self._dateline.search(case.question, k=_DEPTH, filters=allowed(case)).hits
        found = [hit for hit in hits if hit.parts.get(self._ranking, 0.0) > 0.0]
        found.sort(key=lambda hit: -hit.parts[self._ranking])
        places = ranked(found, part=self._ranking)
        if not found:
            return Reply(declined="no_evidence", ranked=places)
        best = found[0]
        spans = sentence_spans(best.passage.text)
        sentences = [best.passage.text[start:end] for start, end in spans]
        scores = self._fit(case.question, sentences)
        fitting = max(range(len(spans)), key=lambda at: scores[at])
        start, end = spans[fitting]
        citation = cite(best.version, "body", best.passage.start + start, best.passage.start + end)
        # The index's own scores are not kept: the search stretches them to 0..1 anew for each question.
        sure = Confidence(scores[fitting], "score")
        return Reply(said=(Said(citation.quote, (citation,)),), ranked=places, confidence=sure)


def by_words(dateline: Dateline, _settings: Settings) -> TopSentence:
    """BM25 chooses the passage, the share of the question's words the sentence."""
    return TopSentence(dateline, ranking="lexical", fit=shared_words)


def by_vectors(dateline: Dateline, settings: Settings) -> TopSentence:
    """Vectors choose both the passage and the sentence."""
    return TopSentence(dateline, ranking="dense", fit=cosine(open_embedder(settings)))


def shared_words(question: str, sentences: Sequence[str]) -> list[float]:
    """The share of the question's different words that each sentence holds."""
    wanted = set(_WORD.findall(question.casefold()))
    return [len(wanted & set(_WORD.findall(sentence.casefold()))) / max(1, len(wanted)) for sentence in sentences]


def cosine(embedder: Embedder) -> Fit:
    """Cosine similarity to the question."""

    def fit(question: str, sentences: Sequence[str]) -> list[float]:
        vectors = embedder.embed([question, *sentences])
        return [float(score) for score in vectors[1:] @ vectors[0]]

    return fit
