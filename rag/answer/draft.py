"""A draft against the archive, sentence by sentence: supported, contradicted, or not found. No model, no writing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.answer.calibration import calibration
from rag.answer.contradiction import contradicts, share_held, words_not_held
from rag.answer.draft_sentences import Claim, draft_sentences
from rag.answer.evidence import gather
from rag.answer.match import candidates, read_hits
from rag.answer.pieces import PieceReader
from rag.domain.answer import Failure, Verdict
from rag.domain.check import CheckedSentence, CheckEvent, CheckStatus, DraftReport, SkippedSentence
from rag.domain.errors import UsageError
from rag.domain.evidence import CitedSpan, Evidence
from rag.domain.question import Filters, Part, Question
from rag.ports import Catalog
from rag.retrieve.retriever import Retriever
from rag.verify.verify import check

LONGEST = 2_000
"""Characters of a sentence that can be checked; what is longer is a table or a list that lost its line breaks."""

NEAR = 0.7
"""Share of a claim's content words that what supports it must have. The check judges a citation that somebody gave;
among the hundred sentences that a search finds, a few would pass it by chance. At .7, 152 of 153 correct statements
of the bench of the check keep their support, and 8 of the 18 wrong ones that had found some (of 214) lose it."""

# "He resigned." is about whoever the sentence before it is about; "it" may also be nobody ("it rained").
_LEANS = re.compile(
    r"[\"“‘'«]?(?:(?:he|she|they|it|his|her|their|its|the (?:two|former|latter))\b"
    r"|(?:this|that|these|those)\s+(?:is|was|are|were|has|had|have|will|would|came|means|meant)\b)",
    re.IGNORECASE,
)

Group = tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence, and the articles that speak of what it speaks of."""

    sentence: CheckedSentence
    grounds: frozenset[str]


class DraftChecker:
    """Judges drafts. Holds no state between them."""

    def __init__(self, catalog: Catalog, retriever: Retriever, reader: PieceReader, *, passages: int) -> None:
        self._catalog = catalog
        self._retriever = retriever
        self._reader = reader
        self._passages = passages

    def stream(self, text: str, *, filters: Filters) -> Iterator[CheckEvent]:
        """Each sentence as soon as it is judged; last the report. Raises UsageError where the draft is empty."""
        if not text.strip():
            raise UsageError("The draft is empty. Give a text whose sentences are to be checked.")
        checked: list[CheckedSentence] = []
        skipped: list[SkippedSentence] = []
        before: _Judged | None = None
        for sentence in draft_sentences(text):
            if isinstance(sentence, SkippedSentence):
                skipped.append(sentence)
                yield sentence
            else:
                before = self._judge(sentence, before, filters)
                checked.append(before.sentence)
                yield before.sentence
        yield DraftReport(tuple(checked), tuple(skipped), self._catalog.searched(filters))

    def _judge(self, claim: Claim, before: _Judged | None, filters: Filters) -> _Judged:
        if len(claim.text) > LONGEST:
            why = f"a sentence of {len(claim.text):,} characters cannot be checked; at most {LONGEST:,} can"
            return _judged(claim, "not_found", failures=(Failure("content", claim.text[:40], why),))
        leans_on = before if before is not None and _LEANS.match(claim.text) else None
        ranked = self._ranked(claim, leans_on.sentence.text if leans_on else "", filters)
        if leans_on is not None:
            if not leans_on.grounds:
                return _judged(claim, "not_found", ranked[:1], (_dangling(claim),))
            ranked = [item for item in ranked if item.version.article_id in leans_on.grounds]
        return _judged_by(claim, ranked)

    def _ranked(self, claim: Claim, context: str, filters: Filters) -> list[Evidence]:
        """The archive's sentences nearest to the claim, best first; ``context`` says who a pronoun is."""
        part = Part(claim.text, context)
        standalone = f"{claim.text} {context}".strip()
        question = Question(text=claim.text, standalone=standalone, parts=(part,), filters=filters)
        hits = self._retriever.search(question, k=self._passages).hits
        if not hits:
            return []
        found = candidates(part, read_hits(hits, gather(hits), self._reader), self._reader)
        return [c.evidence for c, _ in calibration().rank([c for c in found if c.evidence.field != "dateline"])]


def _judged_by(claim: Claim, ranked: Sequence[Evidence]) -> _Judged:
    """By the smallest set of sentences that supports the claim: one, the best first, else two neighbours.

    A sentence that says otherwise, in more of the claim's own words than the one that would support it, outweighs it.
    """
    verdicts = [(item, check(claim.text, [_span(item)])) for item in ranked]
    groups = _supporting(claim, verdicts)
    against = next(
        ((item, verdict) for item, verdict in verdicts if contradicts(claim.text, _span(item), verdict)), None
    )
    if groups and (against is None or _share(claim, groups[0]) >= _share(claim, against[:1])):
        return _judged(claim, "supported", groups[0], grounds=[item for group in groups for item in group])
    if against is not None:
        item, verdict = against
        return _judged(claim, "contradicted", [item], verdict.failures, grounds=[item])
    nearest = verdicts[:1]
    failures = [verdict.failures or (_too_far(claim, item),) for item, verdict in nearest]
    return _judged(claim, "not_found", [item for item, _ in nearest], *failures)


def _supporting(claim: Claim, verdicts: Sequence[tuple[Evidence, Verdict]]) -> list[Group]:
    """The sentences that each support the claim, best first; where there are none, the pairs of neighbours."""
    near = [(item,) for item, verdict in verdicts if verdict.supported and _share(claim, (item,)) >= NEAR]
    if near:
        return list(near)
    pairs = [pair for pair in _neighbours([item for item, _ in verdicts]) if _share(claim, pair) >= NEAR]
    return [pair for pair in pairs if check(claim.text, [_span(item) for item in pair]).supported]


def _share(claim: Claim, group: Group) -> float:
    return share_held(claim.text, " ".join(item.text for item in group))


def _judged(
    claim: Claim,
    status: CheckStatus,
    cited: Sequence[Evidence] = (),
    failures: tuple[Failure, ...] = (),
    *,
    grounds: Sequence[Evidence] = (),
) -> _Judged:
    citations = tuple(item.citation() for item in cited)
    sentence = CheckedSentence(claim.text, claim.start, claim.end, status, citations, failures)
    return _Judged(sentence, frozenset(item.version.article_id for item in grounds))


def _too_far(claim: Claim, item: Evidence) -> Failure:
    """Nothing in the claim fails, but too little of it is there."""
    words = ", ".join(words_not_held(claim.text, item.text))
    return Failure("content", words, f"the cited text does not say: {words}")


def _dangling(claim: Claim) -> Failure:
    """Whoever "he" is, the archive does not say what the draft says of him."""
    word = claim.text.split(maxsplit=1)[0]
    return Failure("content", word, f"“{word}” refers back to a sentence that was not found")


def _neighbours(ranked: Sequence[Evidence]) -> list[Group]:
    """Pairs of body sentences that follow each other in one version, in text order; the pair ranked best first."""
    place = {id(item): n for n, item in enumerate(ranked)}
    body = [item for item in ranked if item.field == "body"]
    body.sort(key=lambda item: (item.version.article_id, item.version.number, item.start))
    pairs = [(one, other) for one, other in pairwise(body) if _adjoin(one, other)]
    return sorted(pairs, key=lambda pair: sorted(place[id(item)] for item in pair))


def _adjoin(one: Evidence, other: Evidence) -> bool:
    if one.version is not other.version and one.version != other.version:
        return False
    return not one.version.article.body[one.end : other.start].strip()


def _span(evidence: Evidence) -> CitedSpan:
    return CitedSpan.of(evidence.version, evidence.citation())
