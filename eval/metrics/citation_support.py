"""Whether what is said is supported by what it cites, sentence by sentence, by the deterministic check.

The definitions are ALCE's (Gao, Yen, Yu and Chen, "Enabling large language models to generate text with citations",
EMNLP 2023, section 4), with Dateline's check in the place of their entailment model. The check is stricter and cannot
be talked round; it also finds a statement unsupported that says the same in words which it does not know. Shares are
taken within a reply and then averaged over the replies, as there; a reply that cites nothing has no precision here,
where ALCE's script gives it 0.
"""

from __future__ import annotations

from eval.reply import Backing, Outcome


def citation_recall(outcome: Outcome) -> float | None:
    """Share of the reply's sentences that are supported by all that they cite; one that cites nothing is not.

    None when declined.
    """
    backing = outcome.witness.backing
    return sum(each.together for each in backing) / len(backing) if backing else None


def citation_precision(outcome: Outcome) -> float | None:
    """Share of the reply's citations that are of use, counted anew for each sentence that they stand at.

    A citation is of use where its sentence is supported by all that it cites, and this one supports it alone or the
    others do not without it. None where nothing is cited.
    """
    useful = [is_useful for each in outcome.witness.backing for is_useful in _useful(each)]
    return sum(useful) / len(useful) if useful else None


def cited_statements_supported(outcome: Outcome) -> float | None:
    """Share of the sentences with a citation that are supported by it; None where no sentence has one.

    As `citation_recall`, without the sentences that cite nothing: what the reader who sees a citation may rely on.
    """
    cited = [each.together for each in outcome.witness.backing if each.alone]
    return sum(cited) / len(cited) if cited else None


def _useful(backing: Backing) -> list[bool]:
    return [
        backing.together and (alone or not without)
        for alone, without in zip(backing.alone, backing.without, strict=True)
    ]
