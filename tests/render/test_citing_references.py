"""What an answer cites, as BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re

from builders import a_version
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.evidence import cite
from rag.render.citing_references import as_bibtex, as_csl_json

BRIDGE = a_version(
    "It cost $5 million. It opened.",
    id="bridge",
    title="Harrow bridge: 5% over_budget {again}",
    source="Harrow Gazette",
    published="2025-03-03T09:30",
    url="https://gazette.example/a%20b",
    authors=("Mara Lind", "City desk"),
    language="en",
)


def test_bibtex_has_one_entry_an_article_with_everything_escaped() -> None:
    citations = [cite(BRIDGE, "body", 0, 19), cite(BRIDGE, "body", 20, 30)]
    assert as_bibtex(citations, {("bridge", 1): BRIDGE}) == (
        "@article{gazette2025harrow,\n"
        "  author = {{Mara Lind} and {City desk}},\n"
        "  title = {{Harrow bridge: 5\\% over\\_budget \\{again\\}}},\n"
        "  journal = {Harrow Gazette},\n"
        "  year = {2025},\n"
        "  day = {3},\n"
        "  url = {https://gazette.example/a\\%20b},\n"
        "  language = {en},\n"
        "  note = {bridge, version 1},\n"
        "  month = mar,\n"
        "}\n"
    )


def test_csl_json_is_a_list_of_newspaper_articles() -> None:
    assert json.loads(as_csl_json([cite(BRIDGE, "body", 0, 4)], {("bridge", 1): BRIDGE})) == [
        {
            "id": "gazette2025harrow",
            "type": "article-newspaper",
            "title": "Harrow bridge: 5% over_budget {again}",
            "container-title": "Harrow Gazette",
            "author": [{"literal": "Mara Lind"}, {"literal": "City desk"}],
            "issued": {"date-parts": [[2025, 3, 3]]},
            "URL": "https://gazette.example/a%20b",
            "language": "en",
            "archive_location": "bridge, version 1",
        }
    ]


def test_an_article_that_was_removed_since_is_cited_without_what_only_the_archive_knew() -> None:
    (item,) = json.loads(as_csl_json([cite(BRIDGE, "body", 0, 4)], {}))
    assert "author" not in item
    assert item["title"].startswith("Harrow bridge")


def test_articles_of_one_publisher_year_and_word_get_keys_of_their_own() -> None:
    versions = [a_version("It cost.", title="Harrow again", source="Gazette", published="2025-03-03") for _ in range(3)]
    keys = re.findall(r"@article\{(.*),", as_bibtex([cite(v, "body", 0, 2) for v in versions], {}))
    assert keys == ["gazette2025harrow", "gazette2025harrowa", "gazette2025harrowb"]


def test_two_versions_of_an_article_are_two_references() -> None:
    second = a_version("It cost $6 million.", id="bridge", number=2)
    items = json.loads(as_csl_json([cite(BRIDGE, "body", 0, 4), cite(second, "body", 0, 4)], {}))
    assert [item["archive_location"] for item in items] == ["bridge, version 1", "bridge, version 2"]


def test_a_publisher_in_another_script_still_gets_a_key() -> None:
    (item,) = json.loads(as_csl_json([cite(a_version("東京。", source="新聞"), "body", 0, 2)], {}))
    assert item["id"] == "article"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_no_title_or_publisher_breaks_out_of_its_entry(title: str, source: str) -> None:
    version = a_version("It cost.", id="bridge", title=title, source=source, authors=(title,))
    entry = as_bibtex([cite(version, "body", 0, 2)], {("bridge", 1): version})
    bare = re.sub(r"\\textbackslash\{\}|\\textasci\w+\{\}|\\[{}]", "", entry)
    depth, least = 0, []
    for char in bare.rstrip("\n"):
        depth += {"{": 1, "}": -1}.get(char, 0)
        least.append(depth)
    assert depth == 0
    assert min(least[bare.index("{") : -1], default=1) >= 1
