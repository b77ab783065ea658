"""Which of a model's sentences become statements: nothing that it typed reaches the reader in any other way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.evidence import verbatim
from rag.answer.orders import asks_of_the_reader, gives_orders
from rag.answer.plain import has_address, plain, sites
from rag.answer.stream import LONGEST, Sentence
from rag.domain.answer import Statement
from rag.domain.evidence import CitedSpan, Evidence
from rag.verify.tokens import read
from rag.verify.verify import check

_MOST_CITED = 6
_RELATED, _NEARLY = 0.5, 0.8
_REFERS_BACK = re.compile(
    r"(?:he|she|it|they|this|that|these|those|his|her|its|their|the (?:two|latter|former))\b", re.I
)
_SAME_CHARACTER = str.maketrans("«»„‟‘’‚–—‑", "““““'''---") | {ord(c): '"' for c in "“”«»„‟"}


REFERS_BACK_TO_WITHHELD = "it refers back to a sentence that was withheld"


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that did not become a statement; ``related`` is the evidence that it can be repaired from."""

    sentence: Sentence
    why: str
    cited: tuple[Evidence, ...] = ()
    related: tuple[Evidence, ...] = ()


class Admission:
    """Judges the sentences of one reply against the evidence that was shown, in the order in which they come."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._by_number = {item.number: item for item in evidence}
        self._by_text = {_comparable(item.text): item for item in reversed(evidence)}
        self._stated: set[str] = set()
        self._refused: set[str] = set()
        self._withheld_last = False

    def judge(self, sentence: Sentence) -> Statement | Refused | None:
        """The statement, or why there is none; None for what was judged before (models repeat themselves)."""
        key = _comparable(sentence.text)
        if key in self._stated or key in self._refused:
            return None
        judged = self._judged(sentence, key)
        self._withheld_last = isinstance(judged, Refused)
        if isinstance(judged, Refused):
            self._refused.add(key)
            return judged
        return judged if self.state(judged) else None

    def state(self, statement: Statement) -> bool:
        """Takes note of a statement; False if the same was stated before."""
        key = _comparable(statement.text)
        is_new = key not in self._stated
        self._stated.add(key)
        return is_new

    def _judged(self, sentence: Sentence, key: str) -> Statement | Refused:
        if sentence.ending == "endless":
            return Refused(sentence, f"it runs on beyond {LONGEST} characters")
        if sentence.ending == "broken_off":
            return Refused(sentence, "the reply ended within it")
        if has_address(sentence.text):
            return Refused(sentence, "it contains a link")
        cited = tuple(self._by_number[n] for n in sentence.marks if n in self._by_number)[:_MOST_CITED]
        if (same := next((e for e in cited if _comparable(e.text) == key), self._by_text.get(key))) is not None:
            return verbatim(same)
        if sites(sentence.text) - sites(" ".join(item.text for item in cited)):
            return Refused(sentence, "it names a web site that its evidence does not name", cited)
        told = " ".join(" ".join(item.text.casefold().split()) for item in cited)
        if any(asked not in told for asked in asks_of_the_reader(sentence.text)):
            return Refused(sentence, "it asks something of the reader", cited)
        if self._withheld_last and refers_back(sentence.text):
            return Refused(sentence, REFERS_BACK_TO_WITHHELD, cited, self._related(sentence.text, cited))
        if supporting := self._supporting(sentence.text, cited):
            return _stated(sentence, supporting)
        related = self._related(sentence.text, cited)
        # the program may correct a citation, but only to a sentence that says nearly the same in the same words
        nearest = [item for item in related if item not in cited and share_of(sentence.text, item.text) >= _NEARLY][:1]
        if nearest and _is_supported(sentence.text, nearest):
            return _stated(sentence, nearest)
        return Refused(sentence, self._why(sentence, cited), cited, related)

    def _supporting(self, text: str, cited: Sequence[Evidence]) -> Sequence[Evidence]:
        """The cited sentences that each support all of ``text``, else all of them together, else none."""
        alone = [item for item in cited if _is_supported(text, [item])]
        return alone or (cited if len(cited) > 1 and _is_supported(text, cited) else [])

    def _why(self, sentence: Sentence, cited: Sequence[Evidence]) -> str:
        if cited:
            return check(sentence.text, [_span(item) for item in cited]).why
        missing = ", ".join(f"[{n}]" for n in sentence.marks)
        return f"it cites {missing}, which is not among the evidence" if missing else "it cites nothing"

    def _related(self, text: str, cited: Sequence[Evidence]) -> tuple[Evidence, ...]:
        """What is cited, and up to two other sentences that share at least half of the content words, nearest first."""
        shares = [(share_of(text, item.text), item) for item in self._by_number.values() if item not in cited]
        near = sorted((pair for pair in shares if pair[0] >= _RELATED), key=lambda pair: -pair[0])
        return (*cited, *(item for _, item in near[:2]))


def _stated(sentence: Sentence, supporting: Sequence[Evidence]) -> Statement | Refused:
    if any(gives_orders(item.text) for item in supporting):
        return Refused(sentence, "the text that it cites gives orders instead of reporting")
    citations = tuple(dict.fromkeys(item.citation() for item in supporting))
    return Statement(_finished(sentence.text), citations, "checked")


def refers_back(text: str) -> bool:
    """Whether it begins with a word that means somebody or something in the sentence before it."""
    return bool(_REFERS_BACK.match(text))


def share_of(text: str, evidence: str) -> float:
    """The share of the content words of ``text`` that ``evidence`` has too, 0 to 1; 0 if there are none."""
    wanted = {token.meaning for token in read(text).content}
    return len(wanted & read(evidence).meanings) / len(wanted) if wanted else 0.0


def _is_supported(text: str, evidence: Sequence[Evidence]) -> bool:
    return check(text, [_span(item) for item in evidence]).supported


def _span(evidence: Evidence) -> CitedSpan:
    return CitedSpan.of(evidence.version, evidence.citation())


def _comparable(text: str) -> str:
    """``text`` modulo quote marks, dashes, white space and the final stop."""
    return plain(text).translate(_SAME_CHARACTER).rstrip(".!?… ")


def _finished(text: str) -> str:
    """With the full stop that a model left out in front of its marks."""
    return f"{text}." if text[-1].isalnum() or text[-1] in "%)" else text
