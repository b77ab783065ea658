"""What the archive says of replies, on a real archive."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from eval.reply import Backing, Reply, Said
from eval.witness import bear_witness
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.answer import Conflict, ConflictSide
from rag.domain.evidence import Citation, cite
from rag.settings import Settings

AGENCY = (
    "The bridge at Harrow opened on Monday after eleven years of work. It cost nine million pounds, the council said. "
    "Ann Lee, the mayor, cut the ribbon before some two hundred people. The ferry beside it will stop in October, and "
    "its crew of six will be offered work on the harbour launches, a spokesman for the port said."
)
ARTICLES = [
    {"id": "agency", "title": "Bridge opens at Harrow", "published": "2025-03-14", "source": "Agency", "body": AGENCY},
    {"id": "copy", "title": "Bridge opens at Harrow", "published": "2025-03-14", "source": "Post", "body": AGENCY},
    {
        "id": "ferry",
        "title": "Ferry stops",
        "published": "2025-03-20",
        "source": "Mail",
        "body": "The ferry at Harrow carried four hundred people a day. Its last captain is Rob Dale.",
    },
]


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    folder = tmp_path_factory.mktemp("witness")
    file = folder / "articles.jsonl"
    file.write_text("\n".join(json.dumps(article) for article in ARTICLES), encoding="utf-8")
    opened = open_dateline(Settings(archive=folder / "archive", model=""))
    opened.ingest([str(file)])
    return opened


def quoting(dateline: Dateline, article_id: str, quote: str) -> Citation:
    version = dateline.show(article_id).latest
    start = version.article.body.index(quote)
    return cite(version, "body", start, start + len(quote))


def test_stored_characters_are_read_from_the_catalog_and_not_from_the_citation(dateline: Dateline) -> None:
    honest = quoting(dateline, "agency", "nine million pounds")
    forged = replace(honest, quote="four million pounds")
    absent = replace(honest, article_id="nowhere")
    witness = bear_witness(Reply(said=(Said("It cost that.", (honest, forged, absent)),)), dateline)
    assert witness.stored == ("nine million pounds", "nine million pounds", None)


def test_a_copy_is_cited_as_its_origin(dateline: Dateline) -> None:
    cited = [quoting(dateline, "copy", "Ann Lee"), quoting(dateline, "agency", "Ann Lee")]
    witness = bear_witness(Reply(said=(Said("Ann Lee.", (*cited, quoting(dateline, "ferry", "Rob Dale"))),)), dateline)
    assert witness.origins == ("agency", "agency", "ferry")


def test_each_sentence_is_judged_by_all_that_its_text_cites_by_each_alone_and_by_the_rest(dateline: Dateline) -> None:
    cost = quoting(dateline, "agency", "It cost nine million pounds, the council said.")
    captain = quoting(dateline, "ferry", "Its last captain is Rob Dale.")
    text = "The bridge cost nine million pounds. The ferry's last captain is Rob Dale. It cost eight million pounds."
    assert bear_witness(Reply(said=(Said(text, (cost, captain)),)), dateline).backing == (
        Backing(together=True, alone=(True, False), without=(False, True)),
        Backing(together=True, alone=(False, True), without=(True, False)),
        Backing(together=False, alone=(False, False), without=(False, False)),
    )


def test_what_is_not_stored_supports_nothing(dateline: Dateline) -> None:
    forged = replace(quoting(dateline, "agency", "nine million pounds"), quote="four million pounds")
    for text in ("It cost four million pounds.", "It cost nine million pounds."):
        [backing] = bear_witness(Reply(said=(Said(text, (forged,)),)), dateline).backing
        assert backing == Backing(together=False, alone=(False,), without=(False,))


def test_the_sides_of_a_conflict_are_read_from_the_catalog_too(dateline: Dateline) -> None:
    honest = quoting(dateline, "agency", "nine million pounds")
    sides = (
        ConflictSide("nine", honest),
        ConflictSide("four", replace(honest, version=9, quote="four million pounds")),
    )
    witness = bear_witness(Reply(declined="x", conflicts=(Conflict("the cost", sides),)), dateline)
    assert (witness.beside, witness.stored) == (("nine million pounds", None), ())


def test_a_sentence_that_cites_nothing_is_backed_by_nothing(dateline: Dateline) -> None:
    witness = bear_witness(Reply(said=(Said("It opened on Monday."),)), dateline)
    assert witness.backing == (Backing(together=False, alone=(), without=()),)
    assert bear_witness(Reply(declined="no_evidence"), dateline).backing == ()
