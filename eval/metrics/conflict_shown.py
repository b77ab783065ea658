"""Whether a disagreement between sources is shown, not settled in silence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eval.reply import Outcome, Reply
from eval.wording import says
from rag.domain.evidence import Citation


def conflict_shown(outcome: Outcome) -> float | None:
    """Share of the disputed values that the reply gives together with a citation whose quote says that value.

    A value is given by a statement, or by a side of a conflict that is set out beside the statements. Choosing one of
    two shows half, averaging none. A quote that is not what is stored says nothing. None for cases of another kind than
    "conflict"; 0 when declined.
    """
    case = outcome.case
    if case.kind != "conflict" or not case.answers:
        return None
    exact = frozenset(citation for citation, is_exact in outcome.are_exact if is_exact)
    return sum(_is_shown(wordings, outcome.reply, exact) for wordings in case.answers) / len(case.answers)


def _is_shown(wordings: Sequence[str], reply: Reply, exact: Collection[Citation]) -> bool:
    saying = [citation for citation in exact if _says_any(citation.quote, wordings)]
    stated = any(_says_any(said.text, wordings) and any(c in saying for c in said.citations) for said in reply.said)
    beside = any(side.citation in saying and _is_of(side.value, wordings) for side in reply.sides)
    return stated or beside


def _is_of(value: str, wordings: Sequence[str]) -> bool:
    """Whether the side's value and a wording are one, or one holds the other ("38" and "38 people")."""
    return any(says(value, wording) or says(wording, value) for wording in wordings)


def _says_any(text: str, wordings: Sequence[str]) -> bool:
    return any(says(text, wording) for wording in wordings)
