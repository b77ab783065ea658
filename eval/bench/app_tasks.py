"""The tasks of a first-time user, done in a real browser on the real app: clicks, seconds of waiting, done or not.

    python -m eval.bench.app_tasks [--shots FOLDER]

The app runs as `dateline serve` starts it, without a model, on an empty archive in a folder that is thrown away; the
first task fills it with the invented fortnight, and each later one goes on from there. A task is done when what the
user came for is in sight: an element that is there but scrolled away or covered does not count.
"""

from __future__ import annotations

import argparse
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.bench.app_browser import chromium
from eval.bench.app_server import serving
from eval.bench.app_user import PHONE, Done, User, user

if TYPE_CHECKING:
    from playwright.sync_api import Locator

CUP = "Who scored in the Lorvane Cup final?"
STORED = "How high is Greywater Dam?"
ABSENT = "Who won the chess championship in Reykjavik?"
DATED = "Who suspended Conrad Fellowes on 11 March 2026?"
_BODY = (
    "The harbour office of Skerrow opened a new ferry quay on Monday. The quay is 140 metres long and cost 12 million "
    "crowns. The first ferry left for Great Vell at 7 a.m. with 61 passengers on board, the office said. "
)
OWN = {
    "title": "New ferry quay opens in Skerrow",
    "body": _BODY * 2,
    "published": "2026-03-16",
    "source": "Quay Notes",
}
WEB = (
    "<html><head><title>Lighthouse of Cape Dorrin lit again</title></head><body><article>"
    "<h1>Lighthouse of Cape Dorrin lit again</h1><time datetime='2026-03-16'>16 March 2026</time>"
    + "".join(
        f"<p>{sentence}</p>"
        for sentence in (
            "The lighthouse of Cape Dorrin is lit again after the storm broke its lamp, the coast office said.",
            "The new lamp can be seen from 24 nautical miles and uses a tenth of the power of the old one.",
            "Two keepers carried it up the 187 steps, because the road to the cape is still closed to lorries.",
        )
        * 2
    )
    + "</article></body></html>"
)
Task = Callable[[User], None]


def load_the_demo(user: User) -> None:
    user.open()
    user.click(user.page.get_by_role("button", name="Load the fortnight"))
    user.see(user.page.get_by_role("heading", name="What do you want to know?"))


def ask_and_open_the_source(user: User) -> None:
    _ask(user, CUP)
    user.click(_turn(user).locator(".flow .chip").first)
    user.see(user.page.locator(".st-key-reader_open mark"))


def see_why_it_was_declined(user: User) -> None:
    _ask(user, ABSENT, answered=False)
    user.see(_turn(user).locator(".declined .card p"))
    user.click(_turn(user).locator(".near").first)
    user.see(user.page.locator(".st-key-reader_open mark"))


def narrow_by_day_and_publisher(user: User) -> None:
    _ask(user, DATED)
    # What was understood is taken away, and the answer comes again without it.
    user.click(_turn(user).get_by_role("button", name="Ask again without").first)
    user.see(_turn(user).get_by_role("button", name="Ask again with:").first)
    user.click(user.page.get_by_role("button", name="Filters"))
    user.click(user.page.get_by_role("combobox", name="Publishers"))
    user.click(user.page.get_by_role("option", name="Sarnedale Gazette"))
    user.page.keyboard.press("Escape")
    user.page.keyboard.press("Escape")
    _ask(user, STORED)
    user.see(_turn(user).get_by_role("button", name="Sarnedale Gazette"))
    user.click(user.page.get_by_role("button", name="Filters"))
    user.click(user.page.get_by_role("button", name="Clear", exact=True))
    user.page.keyboard.press("Escape")


def copy_with_citations(user: User) -> None:
    user.click(_turn(user).get_by_role("button", name="Copy", exact=True))
    user.click(_turn(user).get_by_role("button", name="Copy as Markdown"))
    user.see(_turn(user).get_by_text("Copied"))
    copied = user.page.evaluate("navigator.clipboard.readText()")
    _must("“" in copied and "Sarnedale Gazette" in copied, "the copy holds no quotation with its publisher")


def make_a_briefing(user: User) -> None:
    user.click(user.page.get_by_role("link", name="Briefing", exact=True))
    user.click(user.page.locator(".bar .day"))
    user.click(user.page.locator(".cell[data-day='2026-03-05']"))
    user.see(user.page.locator(".bar .day", has_text="March 5"))
    user.click(user.page.get_by_role("button", name="Make the page of March 5"))
    user.see(user.page.locator(".story .headline").first)
    user.click(user.page.locator(".why summary").first)
    user.see(user.page.locator(".reasons").first)
    user.click(user.page.locator(".omitted summary").first)
    user.see(user.page.locator(".left-out").first)
    pdf = user.take(user.page.get_by_role("button", name="PDF", exact=True)).path()
    _must(pdf.read_bytes().startswith(b"%PDF-"), "what was downloaded is no PDF")


def compare_two_versions(user: User) -> None:
    user.click(user.page.get_by_role("link", name="Archive", exact=True))
    user.type(user.page.get_by_placeholder("Search "), "strongest gust forged letter Kelder bid withdrawn")
    user.click(user.page.locator("a.row", has_text="Withdrawn: Ledger report").first)
    user.click(user.page.locator(".st-key-reader_open summary", has_text="2 versions"))
    user.see(user.page.locator(".st-key-reader_open :is(ins, del)").first)


def add_a_file_and_an_address(user: User, file: Path, address: str) -> None:
    user.click(user.page.get_by_text("Add", exact=True))
    user.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    user.type(user.page.get_by_label("Or addresses of pages"), address)
    user.click(user.page.get_by_role("button", name="Add to the archive"))
    user.see(user.page.get_by_text("2 articles added from 2 sources"))


def judge_run_and_compare(user: User) -> None:
    user.click(user.page.get_by_role("link", name="Ask", exact=True))
    _ask(user, CUP)
    user.click(_turn(user).get_by_role("button", name="Wrong", exact=True))
    user.type(_turn(user).get_by_label("What would be right?"), "Oberlin")
    user.click(_turn(user).get_by_role("button", name="Send"))
    user.see(_turn(user).get_by_text("You said that this is wrong."))
    user.click(user.page.get_by_role("link", name="Eval", exact=True))
    user.click(user.page.get_by_text("Questions from feedback", exact=True))
    user.see(user.page.locator(".row", has_text="Oberlin"))
    user.click(user.page.get_by_role("button", name="Put them into the set"))
    user.see(user.page.get_by_text("put into the set “feedback”"))
    user.rest()
    user.click(user.page.get_by_role("combobox", name="Systems"))
    user.click(user.page.get_by_role("option", name="bm25"))
    user.page.keyboard.press("Escape")
    user.click(user.page.get_by_role("button", name="Run", exact=True))
    user.pick("Beside it", "feedback")
    user.click(user.page.get_by_role("radio", name="Comparison"))
    user.reach(user.page.get_by_text("scored otherwise"))


def save_a_profile_and_its_schedule(user: User) -> None:
    user.click(user.page.get_by_role("link", name="Briefing", exact=True))
    user.click(user.page.get_by_role("button", name="Profiles"))
    user.type(user.page.get_by_label("Name", exact=True), "dam")
    user.type(user.page.get_by_label("Topics, one a line"), "Greywater")
    user.click(user.page.get_by_role("button", name="Save"))
    user.miss(user.page.get_by_role("dialog"))
    user.click(user.page.get_by_role("button", name="Profiles"))
    user.pick("Profile", "dam")
    user.see(user.page.get_by_text("dateline schedule day@06:30 --profile dam"))


def ask_on_a_phone_in_the_dark(user: User) -> None:
    user.open()
    _ask(user, CUP)
    user.click(_turn(user).locator(".flow .chip").first)
    user.see(user.page.locator(".st-key-reader_open mark"))
    wide = user.page.evaluate("document.documentElement.scrollWidth")
    _must(wide <= PHONE[0], f"the page is {wide} pixels wide")


def tasks_at_a_desk(file: Path, address: str) -> tuple[tuple[str, Task], ...]:
    """In the order in which somebody new would come to them."""
    return (
        ("First visit: load the demo", load_the_demo),
        ("Ask, and open the source", ask_and_open_the_source),
        ("See why it was declined, and what is nearest", see_why_it_was_declined),
        ("Narrow by day and publisher", narrow_by_day_and_publisher),
        ("Copy an answer with its citations", copy_with_citations),
        ("Brief a day, see why and what is left out, take the PDF", make_a_briefing),
        ("Find a withdrawn article, compare its versions", compare_two_versions),
        ("Add a file and an address", partial(add_a_file_and_an_address, file=file, address=address)),
        ("Call an answer wrong, make a set, run and compare", judge_run_and_compare),
        ("Save a profile, have its page made daily", save_a_profile_and_its_schedule),
    )


def rows(done: Sequence[Done]) -> list[str]:
    """As Markdown."""
    lines = ["| task | clicks | lines typed | waited | done |", "|---|---|---|---|---|"]
    return [
        *lines,
        *(f"| {d.task} | {d.clicks} | {d.typed} | {d.waited_s:.1f} s | {d.failed or 'yes'} |" for d in done),
    ]


def run(desk: Path, shots: Path | None) -> list[Done]:
    """All of them, in two windows: at a desk, then on a phone."""
    (desk / "server").mkdir()
    file = desk / "quay.jsonl"
    file.write_text(json.dumps(OWN) + "\n", encoding="utf-8")
    done = []
    with (
        _website() as address,
        serving(desk / "archive", desk / "server", fetch_allow="127.0.0.1") as server,
        chromium() as browser,
    ):
        with user(browser, server.url, shots) as one:
            done += [one.doing(name, task) for name, task in tasks_at_a_desk(file, address)]
        with user(browser, server.url, shots, size=PHONE) as one:
            done.append(one.doing("On a phone, in the dark: ask, and open the source", ask_on_a_phone_in_the_dark))
    return done


def _ask(user: User, question: str, *, answered: bool = True) -> None:
    user.type(user.page.get_by_placeholder("Ask the archive"), question, enter=True)
    user.see(user.page.get_by_role("heading", name=question).last)
    user.see(_turn(user).locator(".flow .chip" if answered else ".near").first)
    user.rest()


def _turn(user: User) -> Locator:
    return user.page.locator("[class*=st-key-turn_]").last


def _must(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        there = self.path == "/lighthouse.html"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(WEB.encode() if there else b"")

    def log_message(self, *_: object) -> None:
        """Nothing: the table stands alone."""


@contextmanager
def _website() -> Iterator[str]:
    """The address of a page on this machine."""
    server = HTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/lighthouse.html"
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shots", type=Path, metavar="FOLDER", help="Keeps a picture of each task's end.")
    shots: Path | None = parser.parse_args().shots
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as desk:
        print("\n".join(rows(run(Path(desk), shots))))


if __name__ == "__main__":
    main()
