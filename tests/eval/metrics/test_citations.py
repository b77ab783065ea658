from __future__ import annotations

from dataclasses import replace

from outcomes import DECLINED, a_case, a_reply, an_outcome, the_citation, the_gold, unanswerable

from eval.metrics.citation_exactness import citation_exactness
from eval.metrics.citation_support import citation_precision, citation_recall, cited_statements_supported
from eval.metrics.cited_characters import cited_characters
from eval.metrics.gold_span_cited import gold_span_cited
from eval.metrics.source_independence import independent_sources, source_independence
from eval.reply import Backing, Reply, Said, Witness

CASE = a_case(answers=(("Monday",),))


def test_a_gold_span_is_cited_when_it_lies_wholly_inside_a_citation() -> None:
    gold = the_gold("opened on Monday")
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "The bridge opened on Monday."), gold)) == 1.0
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened on"), gold)) == 0.0
    assert gold_span_cited(an_outcome(CASE, DECLINED, gold)) == 0.0


def test_the_same_words_of_another_version_or_field_are_not_the_gold_span() -> None:
    gold = the_gold("opened on Monday")
    citation = the_citation("The bridge opened on Monday.")
    for other in (replace(citation, version=2), replace(citation, field="dek"), replace(citation, article_id="x")):
        assert gold_span_cited(an_outcome(CASE, Reply(said=(Said("…", (other,)),)), gold)) == 0.0


def test_spans_of_one_fact_are_alternatives_and_facts_are_counted_apart() -> None:
    gold = (the_gold("on Monday"), the_gold("opened"), the_gold("nine million", fact=2))
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened"), *gold)) == 0.5
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened", "It cost nine million"), *gold)) == 1.0


def test_gold_does_not_apply_where_there_is_none_or_nothing_to_answer() -> None:
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened"))) is None
    assert gold_span_cited(an_outcome(unanswerable(), a_reply("…", "opened"), the_gold("opened"))) is None


def test_exactness_is_judged_by_what_is_stored_and_not_by_the_citing_system() -> None:
    outcome = an_outcome(CASE, a_reply("…", "opened on Monday", "Ann Lee"))
    assert citation_exactness(outcome) == 1.0
    other, nothing = Witness(stored=("opened on Monday", "Ann Lea")), Witness(stored=(None, None))
    assert citation_exactness(replace(outcome, witness=other)) == 0.5
    assert citation_exactness(replace(outcome, witness=nothing)) == 0.0
    assert citation_exactness(an_outcome(CASE, DECLINED)) is None


def test_cited_characters_are_those_of_all_citations() -> None:
    assert cited_characters(an_outcome(CASE, a_reply("…", "opened", "Ann Lee"))) == 13.0
    assert cited_characters(an_outcome(CASE, DECLINED)) is None


SUPPORTED = Backing(together=True, alone=(True,), without=(False,))
WRONGLY = Backing(together=False, alone=(False,), without=(False,))
UNCITED = Backing(together=False, alone=(), without=())


def test_recall_is_the_share_of_sentences_that_their_citations_support() -> None:
    assert citation_recall(an_outcome(CASE, a_reply("…"), backing=(SUPPORTED, WRONGLY, UNCITED))) == 1 / 3
    assert citation_recall(an_outcome(CASE, DECLINED)) is None


def test_a_sentence_without_a_citation_counts_among_all_and_not_among_the_cited() -> None:
    outcome = an_outcome(CASE, a_reply("…"), backing=(SUPPORTED, WRONGLY, UNCITED, UNCITED))
    assert citation_recall(outcome) == 1 / 4
    assert cited_statements_supported(outcome) == 1 / 2
    assert cited_statements_supported(an_outcome(CASE, a_reply("…"), backing=(UNCITED,))) is None


def test_a_citation_is_of_use_where_it_supports_alone_or_is_needed() -> None:
    needed = Backing(together=True, alone=(False, False), without=(False, False))  # each says half: 2 of 2
    idle = Backing(together=True, alone=(True, False), without=(False, True))  # the second adds nothing: 1 of 2
    twice = Backing(together=True, alone=(True, True), without=(True, True))  # each would do alone: 2 of 2
    assert citation_precision(an_outcome(CASE, a_reply("…"), backing=(needed,))) == 1.0
    assert citation_precision(an_outcome(CASE, a_reply("…"), backing=(idle,))) == 0.5
    assert citation_precision(an_outcome(CASE, a_reply("…"), backing=(twice, idle, WRONGLY))) == 3 / 5
    assert citation_precision(an_outcome(CASE, a_reply("…"), backing=(UNCITED,))) is None


def test_copies_of_one_text_are_one_source() -> None:
    said = Said("…", tuple(replace(the_citation("opened"), article_id=name) for name in ("lpa", "hc", "hp", "hc")))
    cited = an_outcome(CASE, Reply(said=(said,)))
    copies = replace(cited, witness=Witness(origins=("lpa", "lpa", "hp", "lpa")))
    assert independent_sources(cited) == 3.0
    assert independent_sources(copies) == 2.0
    assert source_independence(copies) == 2 / 3
    assert source_independence(cited) == 1.0


def test_one_article_is_neither_independent_nor_not() -> None:
    assert source_independence(an_outcome(CASE, a_reply("…", "opened", "Ann Lee"))) is None
    assert independent_sources(an_outcome(CASE, DECLINED)) is None
