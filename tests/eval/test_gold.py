from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import a_version
from outcomes import BRIDGE, a_case, the_citation

from eval.case import CaseSet, GoldQuote, SetUnusable
from eval.gold import locate_gold


def a_case_set(*gold: GoldQuote) -> CaseSet:
    return CaseSet(Path("some.jsonl"), "", "seeds", (a_case(gold=gold, line=7),))


def test_a_quote_is_located_at_its_characters_by_id_and_by_title() -> None:
    titled = replace(BRIDGE, article=replace(BRIDGE.article, title="Bridge opens"))
    for name in ("bridge", "Bridge opens"):
        (span,) = locate_gold(a_case_set(GoldQuote(name, "body", "Ann Lee", 1)), [titled])["c1"]
        assert titled.article.body[span.start : span.end] == "Ann Lee"


def test_gold_without_a_quote_is_the_whole_article_and_any_citation_of_it_meets_it() -> None:
    (span,) = locate_gold(a_case_set(GoldQuote("bridge", "body", "", 1)), [BRIDGE])["c1"]
    assert (span.start, span.end, span.whole) == (0, len(BRIDGE.article.body), True)
    assert span.inside(the_citation("Ann Lee"))
    assert not span.inside(replace(the_citation("Ann Lee"), article_id="ferry"))
    assert not span.inside(replace(the_citation("Ann Lee"), version=2))


@pytest.mark.parametrize(
    ("gold", "why"),
    [
        (GoldQuote("bridge", "body", "Ann Lea", 1), "is not in the body of 'bridge'"),
        (GoldQuote("bridge", "title", "Ann Lee", 1), "is not in the title"),
        (GoldQuote("bridge", "body", "i", 1), "lengthen it"),
        (GoldQuote("ferry", "body", "Ann Lee", 1), "no article 'ferry'"),
    ],
)
def test_a_quote_that_does_not_stand_once_in_its_article_is_named_by_its_line(gold: GoldQuote, why: str) -> None:
    with pytest.raises(SetUnusable, match=rf"some\.jsonl, line 7: .*{why}"):
        locate_gold(a_case_set(gold), [BRIDGE])


def test_a_title_that_two_articles_share_is_refused() -> None:
    twins = [a_version("One.", id="t1", title="Twin"), a_version("Two.", id="t2", title="Twin")]
    with pytest.raises(SetUnusable, match="2 articles titled 'Twin'; give the id"):
        locate_gold(a_case_set(GoldQuote("Twin", "body", "One", 1)), twins)


def test_where_days_go_by_arrival_a_quote_is_located_in_the_version_that_was_known_then() -> None:
    first = a_version("It cost £4 million.", id="bridge", stored=datetime(2026, 3, 2, 23, 59, tzinfo=UTC))
    second = a_version("It cost £5 million.", id="bridge", number=2, stored=datetime(2026, 3, 3, tzinfo=UTC))
    quote = GoldQuote("bridge", "body", "£4 million", 1)
    then = a_case(gold=(quote,), line=7, as_of=date(2026, 3, 2), by_arrival=True)
    (span,) = locate_gold(replace(a_case_set(), cases=(then,)), [second, first])["c1"]
    assert (span.version, span.start, span.end) == (1, 8, 18)

    for day, why in (("2026-03-03", "is not in the body of 'bridge' as it was on"), ("2026-03-01", "no article 'br")):
        later = replace(then, as_of=date.fromisoformat(day))
        with pytest.raises(SetUnusable, match=rf"line 7: .*{why}.* {day}"):
            locate_gold(replace(a_case_set(), cases=(later,)), [second, first])
