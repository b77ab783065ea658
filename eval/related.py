"""Questions that rest on the same words of an article: asked in other ways, they stand or fall together."""

from __future__ import annotations

from collections.abc import Hashable

from eval.case import Case


def cluster_of(case: Case) -> Hashable:
    """The first gold quote, so that questions about the same fact share a cluster; the id where there is none.

    It matters: between Dateline and BM25 on the seed set, whose 102 answerable questions rest on 38 quotes, the
    difference of `answer_in_statements` has 2.6 times the variance that 102 unrelated questions would give it.
    """
    if not case.gold:
        return case.id
    first = case.gold[0]
    return (first.article, first.field, first.quote)
