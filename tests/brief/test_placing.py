"""Which story an article joins; with the packaged embedder."""

from __future__ import annotations

from functools import cache

import numpy as np
from builders import STORED, a_version
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from two_days import (
    FERRY_1,
    FERRY_2,
    FERRY_3,
    FERRY_4,
    FERRY_5,
    FERRY_COPY,
    FRIDAY,
    MUSEUM,
    RATES_1,
    STRIKE_1,
    THURSDAY,
)

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.brief.placing import place
from rag.domain.article import Article, Version
from rag.domain.briefing import StoryMember, StoryPlace


@cache
def _embedder() -> OnnxEmbedder:
    return OnnxEmbedder("minilm")


def _versions(*articles: Article) -> list[Version]:
    return [Version(a, 1, STORED) for a in articles]


def _members(versions: list[Version], places: list[StoryPlace]) -> list[StoryMember]:
    by_id = {p.article_id: p for p in places}
    return [StoryMember(by_id[v.article_id], v) for v in versions]


def _together(places: list[StoryPlace]) -> set[frozenset[str]]:
    stories: dict[str, set[str]] = {}
    for p in places:
        stories.setdefault(p.story_id, set()).add(p.article_id)
    return {frozenset(ids) for ids in stories.values()}


def test_a_day_is_told_apart_into_its_events() -> None:
    places = place(_versions(*THURSDAY), [], {"ferry-copy": "ferry-1"}, _embedder())
    assert _together(places) == {
        frozenset({"ferry-1", "ferry-2", "ferry-copy"}),
        frozenset({"rates-1"}),
        frozenset({"strike-1"}),
        frozenset({"museum"}),
    }


def test_what_goes_on_joins_the_story_of_the_day_before_and_nothing_placed_is_moved() -> None:
    first = _versions(FERRY_1, FERRY_2, RATES_1, STRIKE_1, MUSEUM)
    before = place(first, [], {}, _embedder())
    after = place(_versions(FERRY_3, FERRY_4, FERRY_5), _members(first, before), {}, _embedder())
    ferry = next(p.story_id for p in before if p.article_id == "ferry-1")
    assert {p.article_id for p in after} == {"ferry-3", "ferry-4", "ferry-5"}
    assert {p.story_id for p in after} == {ferry}


def test_a_follow_up_after_five_days_joins_and_a_like_event_elsewhere_does_not() -> None:
    dam = a_version(
        "Water is seeping through the foot of Hollow Dam above Ansel, the operator Tavin Water said. Engineer Edda "
        "Roan said the reservoir would be lowered.",
        title="Water seeps from Hollow Dam above Ansel",
        published="2025-03-03T08:00",
    )
    later = a_version(
        "The reservoir behind Hollow Dam has been lowered by two metres, Tavin Water said. Engineer Edda Roan called "
        "the seepage stable.",
        title="Hollow Dam: reservoir two metres lower",
        published="2025-03-08T08:00",
    )
    other = a_version(
        "A crack has been found in Merrow Dam near Hask. The county of Lund told 40 farmers to move their cattle.",
        title="Crack found in Merrow Dam near Hask",
        published="2025-03-08T09:00",
    )
    places = {p.article_id: p.story_id for p in place([dam, later, other], [], {}, _embedder())}
    assert places[dam.article_id] == places[later.article_id] != places[other.article_id]


def test_a_near_copy_is_where_its_origin_is_however_it_reads() -> None:
    origin, copy = _versions(FERRY_1, MUSEUM)
    places = place([origin, copy], [], {"museum": "ferry-1"}, FakeEmbedder())
    assert len({p.story_id for p in places}) == 1


def test_an_origin_that_comes_after_its_copy_is_in_the_copys_story() -> None:
    (copy,) = _versions(FERRY_COPY)
    placed = place([copy], [], {"ferry-copy": "ferry-1"}, FakeEmbedder())
    (late,) = place(_versions(FERRY_1), _members([copy], placed), {"ferry-copy": "ferry-1"}, FakeEmbedder())
    assert late.story_id == placed[0].story_id


def test_a_kept_vector_is_used_and_one_of_another_embedder_is_made_anew() -> None:
    embedder = FakeEmbedder()
    first = _versions(FERRY_1)
    members = _members(first, place(first, [], {}, embedder))
    embedder.embedded.clear()
    place(_versions(FERRY_2), members, {}, embedder)
    assert len(embedder.embedded) == 1
    place(_versions(FERRY_2), members, {}, other := FakeEmbedder(fingerprint="other"))
    assert len(other.embedded) == 2


def test_no_articles_have_no_places() -> None:
    assert place([], [], {}, FakeEmbedder()) == []


@given(st.permutations([*THURSDAY, *FRIDAY]))
@settings(max_examples=8, deadline=None)
def test_the_order_in_which_articles_were_read_does_not_matter(articles: list[Article]) -> None:
    origins = {"ferry-copy": "ferry-1"}
    expected = place(_versions(*THURSDAY, *FRIDAY), [], origins, FakeEmbedder())
    assert set(place(_versions(*articles), [], origins, FakeEmbedder())) == set(expected)


def test_every_article_gets_exactly_one_place_and_vectors_come_back_as_they_were() -> None:
    versions = _versions(*THURSDAY)
    places = place(versions, [], {}, FakeEmbedder())
    assert sorted(p.article_id for p in places) == sorted(v.article_id for v in versions)
    assert all(np.frombuffer(p.vector, np.float16).shape == (64,) for p in places)
