"""Grouping articles into stories, with the packaged embedder."""

from __future__ import annotations

from functools import cache

from briefings import a_statement, a_story
from builders import STORED, a_version
from two_days import FERRY_1, FERRY_3, FRIDAY, THURSDAY

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.brief.rank import rank
from rag.brief.stories import continued, distinct, group
from rag.domain.article import Version


@cache
def _embedder() -> OnnxEmbedder:
    return OnnxEmbedder("minilm")


def _versions(articles: tuple) -> list[Version]:  # type: ignore[type-arg]
    return [Version(a, 1, STORED) for a in articles]


def _ids(articles: tuple) -> set[frozenset[str]]:  # type: ignore[type-arg]
    stories = group(_versions(articles), {"ferry-copy": "ferry-1"}, _embedder())
    return {frozenset(v.article_id for v in s.versions) for s in stories}


def test_thursday_has_four_stories_one_of_them_by_three_publishers() -> None:
    assert _ids(THURSDAY) == {
        frozenset({"ferry-1", "ferry-2", "ferry-copy"}),
        frozenset({"rates-1"}),
        frozenset({"strike-1"}),
        frozenset({"museum"}),
    }


def test_friday_has_six_stories() -> None:
    assert _ids(FRIDAY) == {
        frozenset({"ferry-3", "ferry-4", "ferry-5"}),
        frozenset({"rates-2", "rates-3"}),
        *(frozenset({i}) for i in ("strike-2", "school", "otters", "chess")),
    }


def test_no_articles_make_no_stories() -> None:
    assert group([], {}, _embedder()) == []


def test_the_title_is_an_articles_own_headline() -> None:
    (story,) = group(_versions((FERRY_1,)), {}, _embedder())
    assert story.title == FERRY_1.title


def test_without_any_headline_the_title_is_the_beginning_of_the_text() -> None:
    (story,) = group([a_version("The bridge opened. " * 20)], {}, _embedder())
    assert story.title.startswith("The bridge opened.")
    assert story.title.endswith("…")


def test_a_story_that_goes_on_keeps_its_id() -> None:
    stories = group(_versions((FERRY_3,)), {}, _embedder())
    ferry = a_story(a_statement(FERRY_1.body.split("\n\n")[0]), id="story-old", title=FERRY_1.title)
    other = a_story(a_statement("The bank held its rate."), id="story-bank", title="Bank holds rate")
    (went_on,) = continued(stories, [other, ferry], _embedder())
    assert (went_on.id, went_on.status) == ("story-old", "developing")


def test_a_story_that_has_nothing_to_do_with_earlier_ones_is_new() -> None:
    (story,) = continued(group(_versions((FERRY_3,)), {}, _embedder()), [a_story()], _embedder())
    assert story.status == "new"


def test_the_origin_stands_for_its_copies_even_where_a_copy_came_first() -> None:
    copy, origin = a_version("A copy.", id="copy"), a_version("The text.", id="origin")
    assert distinct([copy, origin], {"copy": "origin", "origin": "origin"}) == [origin]


def test_a_story_that_more_publishers_tell_themselves_comes_first_and_copies_count_little() -> None:
    def version(id_: str, source: str, text: str) -> Version:
        return a_version(text, id=id_, source=source, published="2025-03-14")

    copied = [version(f"c{i}", f"P{i}", "The goat won the race in Dale.") for i in range(3)]
    told = [version(f"t{i}", f"P{i}", f"Bridge {t}") for i, t in enumerate(("opens in Tavin.", "of Tavin opened."))]
    origins = {"c0": "c0", "c1": "c0", "c2": "c0"}
    from rag.domain.briefing import Story

    stories = [Story("copied", "Goat", tuple(copied)), Story("told", "Bridge", tuple(told))]
    first, second = rank(stories, {}, origins)
    assert first.story.id == "told"
    assert dict(second.parts)["copies"] > 0
    assert first.score == sum(value for _, value in first.parts)
