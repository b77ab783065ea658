"""Text that tries everything, on every page in each of its states: it stands there as written, and does nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from ui.browser.conftest import Visit, serving
from ui.browser.furnished import ARTICLES, KNOWN, QUESTION, Furnished, furnish
from ui.browser.states import STATES, State, pick

pytestmark = pytest.mark.slow
expect.set_options(timeout=30_000)
Start = Callable[..., Any]
WRITTEN = {
    "colourword": ":red[colourword",
    "badgeword": ":blue-badge[badgeword",
    "iconword": ":material/iconword",
    "mathsword": "$mathsword",
    "boldword": "**boldword",
    "codeword": "`codeword",
    "linkword": "[linkword",
    "imageword": "[imageword",
    "tagword": "<b>tagword",
    "commentword": "<!--commentword",
    "scriptword": "<script>document.title='scriptword",
    "brokenword": "<img/src='http://leak.example/broken.png'/onerror=alert('brokenword",
    "styleword": "<style>*{display:none}styleword",
    "dataword": "[dataword",
}
"""Each word with what stands before it in the text. Where the text is interpreted, the word stands alone."""
CLOSED = {"colourword": "]", "badgeword": "]", "iconword": ":", "mathsword": "$", "boldword": "**", "codeword": "`"} | {
    "linkword": "](javascript:alert(1))",
    "imageword": "](http://leak.example/image.png)",
    "tagword": "</b>",
    "commentword": "-->",
    "scriptword": "'</script>",
    "brokenword": "')>",
    "styleword": "</style>",
    "dataword": "](data:text/html,<script>alert(1)</script>)",
}
SIGNS = {word: before + CLOSED.get(word, "") for word, before in WRITTEN.items()}
SIGNS["imageword"] = f"!{SIGNS['imageword']}"
SHORT = " ".join(SIGNS[word] for word in ("colourword", "mathsword", "boldword", "codeword", "tagword", "iconword"))
ALL = f"{' '.join(SIGNS.values())} {'long' * 60} \u202eturned round"
FILE = " ".join(SIGNS[word] for word in ("colourword", "mathsword", "boldword", "codeword", "badgeword"))
ASKED = f"{QUESTION} {SHORT}"


def hostile(article: dict[str, Any]) -> dict[str, Any]:
    """The article with signs in every field; its own sentences stay whole, so that it is still found and cited."""
    return {
        **article,
        "title": f"{article['title']} {SHORT}",
        "dek": f"The mill {ALL}.",
        "body": f"{article['body']}\n\n{ALL}.",
        "source": f"{article['source']} {SHORT}",
        "section": SHORT,
        "authors": [SHORT],
        "url": "javascript:alert(document.domain)",
    }


def changed(article: dict[str, Any]) -> dict[str, Any]:
    return {**article, "body": str(article["body"]).replace("20 minutes", "50 minutes")}


KNOWN_TOO = [
    {**KNOWN[0], "question": f"{KNOWN[0]['question']} {ALL}", "tags": [SHORT], "forbidden": [ALL]}
    | {"answers": [f"50 minutes {ALL}"], "history": [{"question": ASKED, "answer": ALL}]},
    {**KNOWN[1], "question": f"{KNOWN[1]['question']} {ALL}", "tags": [SHORT]},
]
READ = """() => {
  const roots = [document];
  for (const root of roots) {
    for (const node of root.querySelectorAll('*')) if (node.shadowRoot) roots.push(node.shadowRoot);
  }
  const links = 'a[href*="leak"], a[href^="javascript" i], a[href^="data:text" i]';
  const bad = `img[src*="leak"], iframe:not([sandbox=""]), ${links}`;
  return {
    text: roots.map(root => (root.body ?? root).textContent).join('\\n'),
    acting: roots.flatMap(root => [...root.querySelectorAll(bad)]).map(node => node.outerHTML),
  };
}"""


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """An archive, a set, runs and feedback that are full of signs; the names in the runs' records too."""
    articles = [hostile(article) for article in ARTICLES]
    made = furnish(
        tmp_path_factory.mktemp("hostile"),
        tmp_path_factory.mktemp("rows"),
        articles=articles,
        later=[changed(articles[2])],
        known=KNOWN_TOO,
        set_name=FILE,
        question=ASKED,
        topic=f"fire {SHORT}",
    )
    for run in made.runs:
        record = made.archive / "evaluations" / run / "run.json"
        row = json.loads(record.read_text(encoding="utf-8"))
        record.write_text(json.dumps({**row, "system": f"{row['system']} {SHORT}"}), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def hostile_app(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(furnished.archive, tmp_path_factory.mktemp("desk")) as url:
        yield url


def interpreted(text: str) -> list[str]:
    """The words that stand without what was written before them."""
    return [word for word, written in WRITTEN.items() if text.count(word) > text.count(written)]


def adding_a_file_with_such_a_name(window: Visit, _: Furnished) -> None:
    window.open("/archive").get_by_text("Add", exact=True).click()
    name = f"{FILE} {SIGNS['imageword'].replace('/', ':')}.bin"
    window.page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": bytes(range(256)) * 8}]
    )
    window.page.get_by_role("button", name="Add to the archive").click()
    expect(window.page.locator(".row.failed")).to_be_visible()


def comparing_by_a_plot(window: Visit, furnished: Furnished) -> None:
    window.open("/eval")
    pick(window.page, "Beside it", "bm25")
    expect(window.page.get_by_text("Report of the run beside it")).to_be_visible()
    window.settle()
    plot = window.page.get_by_test_id("stVegaLiteChart")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    for share in range(1, 20):
        window.page.mouse.move(box["x"] + box["width"] * share / 20, box["y"] + box["height"] / 2)


@pytest.mark.parametrize(
    "state", [*STATES, adding_a_file_with_such_a_name, comparing_by_a_plot], ids=lambda state: state.__name__
)
def test_hostile_text_stands_there_as_it_was_written_and_does_nothing(
    visit: Start, hostile_app: str, furnished: Furnished, state: State
) -> None:
    window = visit(hostile_app)
    state(window, furnished)
    window.settle()
    for frame in window.page.frames:
        read = frame.evaluate(READ)
        assert interpreted(read["text"]) == []
        assert read["acting"] == []
    assert window.page.title().endswith(" · Dateline")
    assert window.complaints == []
    for width in (1280, 390):
        window.page.set_viewport_size({"width": width, "height": 844})
        window.settle()
        assert window.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("word", WRITTEN)
def test_an_interpreted_word_would_be_noticed(word: str) -> None:
    assert interpreted(f"{SIGNS[word]} and {SIGNS[word]}") == []
    assert interpreted(f"{SIGNS[word]} and {word}") == [word]
