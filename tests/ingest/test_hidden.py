"""What a browser would not show is taken out of a page, and nothing else."""

from __future__ import annotations

import pytest
from patience import ends

from rag.ingest.hidden import remove_hidden
from rag.ingest.markup import page_tree


def shown(body: str, head: str = "") -> str:
    tree = page_tree(f"<html><head>{head}</head><body><p>before</p>{body}<p>after</p></body></html>")
    assert tree is not None
    remove_hidden(tree)
    return " ".join(" ".join(tree.itertext()).split())


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">secret</p>',
        '<p style="VISIBILITY: hidden">secret</p>',
        '<p style="color:red; opacity: 0">secret</p>',
        '<p style="opacity:0.01">secret</p>',
        '<p style="font-size:0px">secret</p>',
        '<p style="font-size: 1px">secret</p>',
        '<p style="position:absolute; left:-9999px">secret</p>',
        '<p style="text-indent:-999em">secret</p>',
        '<p style="height:0;overflow:hidden">secret</p>',
        '<p style="width:1px;height:1px;overflow:hidden">secret</p>',
        '<p style="clip: rect(0 0 0 0)">secret</p>',
        '<p style="clip:rect(1px, 1px, 1px, 1px)">secret</p>',
        '<p style="clip-path: inset(50%)">secret</p>',
        '<p style="transform: scale(0)">secret</p>',
        '<p style="color:white">secret</p>',
        '<p style="color:#fff;background:#ffffff">secret</p>',
        '<p style="color:black;background-color:black">secret</p>',
        '<p style="color: transparent">secret</p>',
        '<font color="#ffffff">secret</font>',
        "<p hidden>secret</p>",
        '<p hidden="until-found">secret</p>',
        '<div aria-hidden="true"><p>secret</p></div>',
        '<p class="visually-hidden">secret</p>',
        '<p class="u-sr-only">secret</p>',
        '<p class="d-none">secret</p>',
        "<noscript>secret</noscript>",
        "<template><p>secret</p></template>",
        "<dialog>secret</dialog>",
        "<script>secret</script>",
        "<!-- secret -->",
        "<svg><title>secret</title></svg>",
    ],
)
def test_what_is_hidden_goes_and_what_stands_behind_it_stays(hidden: str) -> None:
    assert shown(f"<div>one {hidden} two</div>") == "before one two after"


@pytest.mark.parametrize(
    "seen",
    [
        '<p style="display:block">seen</p>',
        '<p style="opacity:0.9">seen</p>',
        '<p style="opacity:1">seen</p>',
        '<p style="font-size:10px">seen</p>',
        '<p style="margin-left:-10px">seen</p>',
        '<p style="overflow:hidden">seen</p>',
        '<div style="background:#000"><p style="color:#fff">seen</p></div>',
        '<table bgcolor="navy"><tr><td><font color="white">seen</font></td></tr></table>',
        '<p class="field--label-hidden">seen</p>',
        '<p class="d-none d-md-block">seen</p>',
        '<p class="hidden lg:flex">seen</p>',
        '<p aria-hidden="false">seen</p>',
        "<dialog open>seen</dialog>",
    ],
)
def test_what_only_looks_like_hiding_stays(seen: str) -> None:
    assert shown(seen) == "before seen after"


@pytest.mark.parametrize(
    ("sheet", "is_shown"),
    [
        (".x { display: none }", False),
        ("p.x, h2 { color: red; visibility: hidden }", False),
        ("#y{display:none}", False),
        ("@media screen { .x { display:none } }", False),
        ("/* .z{} */ .x{display:none}", False),
        ("@media print { .x { display: none } }", True),
        ("@media (max-width: 600px) { .x { display:none } }", True),
        (".x { display: none } .x { display: block }", True),
        ("nav .x { display: none }", True),
        (".x:hover { display: none }", True),
        ("/* .x { display: none } */", True),
    ],
)
def test_a_rule_hides_what_it_names_on_every_screen(sheet: str, is_shown: bool) -> None:
    text = shown('<p class="x" id="y">text</p>', f"<style>{sheet}</style>")
    assert ("text" in text) is is_shown


def test_a_hundred_thousand_hidden_elements_come_to_an_end() -> None:
    with ends():
        assert shown("<p>" + "<span hidden>x</span>y " * 100_000 + "</p>").count("y") == 100_000
