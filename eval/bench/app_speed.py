"""How long the app keeps its readers waiting: first page, other pages, a search while it is typed, ten at once.

    python -m eval.bench.app_speed --archive FOLDER [--passages 50000] [--users 10] [--rounds 10]

The archive is invented (`eval.bench.app_archive`), made in FOLDER once and used again. The app runs as `dateline serve`
starts it, without a model. Pages are timed in Chromium; users are sessions of Streamlit's own protocol
(`eval.bench.app_session`), each signed in as somebody else. All ask their first question at the same moment, and each
later one THINKS_S after the answer before. What stands beside a figure is what no app could undercut: a Streamlit app
that does nothing, or the same search or answer in this process, with nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import TYPE_CHECKING

import numpy as np

from eval.bench.app_archive import PATTERNS, Story, made_archive, story
from eval.bench.app_browser import (
    BARE,
    BARE_PAGES,
    PAGES,
    chromium,
    echoes,
    first_page,
    page_changes,
    searches,
    window,
)
from eval.bench.app_server import ALLOWED, Server, processor_s, serving, serving_bare
from eval.bench.app_session import Session

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rag.dateline import Dateline
    from rag.domain.search import SearchResult

THINKS_S = (2.0, 6.0)
STARTS = 3
"""How often the app is started for its first page."""
WARM_AFTER_S = 8.0
"""The app loads its heavy parts in the background; this is waited before anything but the first page is timed."""
_LISTED = 40
"""Passages that the Archive page asks a search for."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was waited for, how long, and how long it may be at the 95th percentile (None: it is there to compare)."""

    name: str
    seconds: tuple[float, ...]
    aim_s: float | None = None

    def at(self, percentile: float) -> float:
        return float(np.percentile(self.seconds, percentile))


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of a core for one action: the app's, and those of whoever drives it."""

    name: str
    server_s: float
    client_s: float


@dataclass(frozen=True, slots=True)
class Report:
    """What one part found; ``told`` is what else there is to say."""

    figures: tuple[Figure, ...]
    spent: tuple[Spent, ...] = ()
    told: tuple[str, ...] = ()
    leaks: tuple[str, ...] = ()
    """What reached a user of another's conversation."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    dateline = made_archive(options.archive, options.passages)
    print(_machine(), flush=True)
    print(f"{options.passages:,} passages, {options.users} users, {options.rounds} rounds\n", flush=True)
    _print(alone(dateline, options.rounds))
    _print(in_the_browser(dateline, options.archive, options.rounds))
    _print(together(dateline, options.archive, options.users, options.rounds))


def alone(dateline: Dateline, rounds: int) -> Report:
    """The same work in this process."""
    dateline.ask(_story(dateline, 0).question)
    stories = [_story(dateline, number) for number in range(1, 2 * rounds + 1)]
    return Report(
        (
            Figure("answer, in this process", _timed(stories, lambda told: dateline.ask(told.question))),
            Figure("search, in this process", _timed(stories, lambda told: dateline.search(told.place, k=_LISTED))),
        )
    )


def in_the_browser(dateline: Dateline, archive: Path, rounds: int) -> Report:
    """First page, page changes and searches, and a bare app's beside them."""
    with chromium() as browser:
        first_page_s = [_started(browser, archive) for _ in range(STARTS)]
        bare = _bare(browser, rounds)
        with TemporaryDirectory() as desk, serving(archive, Path(desk)) as server, window(browser) as page:
            page.goto(server.url)
            page.get_by_placeholder("Ask the archive").wait_for()
            page.wait_for_timeout(WARM_AFTER_S * 1e3)
            used = _use(server)
            changes = page_changes(page, PAGES, rounds)
            changing = _spent("page change", used, _use(server), len(PAGES) * (rounds + 1))
            typed = _typed(dateline, server, page, 2 * rounds)
    return Report(
        (
            Figure("first page, from when the app answers", tuple(first_page_s), 3.0),
            *bare,
            Figure("page change", tuple(s for each in changes.values() for s in each), 0.3),
            *(Figure(f"  to {name}", tuple(seconds)) for name, seconds in changes.items()),
            *typed.figures,
        ),
        (changing, *typed.spent),
        typed.told,
    )


def _typed(dateline: Dateline, server: Server, page: Page, names: int) -> Report:
    """Searches for as many names, where there are any that can be told from what they begin with."""
    stories = list(islice(_found_by_the_last_key(dateline), names))
    if not stories:
        return Report((), told=("no search was timed: among so few passages the start of a name finds it too",))
    page.get_by_role("link", name="Archive", exact=True).click()
    page.get_by_placeholder("Search ").wait_for()
    used = _use(server)
    took = searches(page, stories)
    spent = _spent("name typed", used, _use(server), len(stories))
    return Report((Figure("search, from the last key to the list", tuple(took), 0.15),), (spent,))


def together(dateline: Dateline, archive: Path, users: int, rounds: int) -> Report:
    """As many users at once, and what they see of each other."""
    run, secret = secrets.token_hex(4), secrets.token_urlsafe(48)
    addresses = [f"reader-{number}-{run}@{ALLOWED}" for number in range(users)]
    questions = [[_story(dateline, user * rounds + n).question for n in range(rounds)] for user in range(users)]
    with TemporaryDirectory() as desk, serving(archive, Path(desk), secret=secret) as server:
        with Session(server, f"nobody-{run}@{ALLOWED}") as first:
            first.open()
            time.sleep(WARM_AFTER_S)
            first.ask(_story(dateline, users * rounds).question)
        used, barrier = _use(server), Barrier(users)
        sessions = [Session(server, address) for address in addresses]
        with ThreadPoolExecutor(users) as pool:
            asked = list(pool.map(partial(_asks, barrier), sessions, questions))
        spent = _spent("question", used, _use(server), users * rounds)
        leaks = [*seen_of_others(sessions, questions), *opened_of_others(sessions, questions)]
    waits = [took for each in asked for took, _ in each]
    return Report(
        (
            Figure(f"answer, {users} users", tuple(waits), 2.0),
            Figure("  the first, asked at one moment", tuple(each[0][0] for each in asked)),
        ),
        (spent,),
        (f"{sum(was for each in asked for _, was in each)} of {users * rounds} questions were answered, not declined",),
        tuple(leaks),
    )


def _asks(barrier: Barrier, session: Session, questions: Sequence[str]) -> list[tuple[float, bool]]:
    """Seconds for each question, and whether it was answered rather than declined."""
    thinking = Random(session.address)
    answers = []
    with session:
        session.open()
        barrier.wait()
        for number, question in enumerate(questions):
            if number:
                time.sleep(thinking.uniform(*THINKS_S))
            took, turn = session.ask(question)
            answers.append((took, bool(turn["statements"])))
    return answers


def seen_of_others(sessions: Sequence[Session], questions: Sequence[Sequence[str]]) -> list[str]:
    """Other users' questions in anything that a user's session was sent, and conversations that are not the user's."""
    seen = []
    for session, own in zip(sessions, questions, strict=True):
        others = [question for each in questions if each is not own for question in each]
        seen += [f"{session.address} was sent: {question}" for question in others if session.has_received(question)]
        foreign = [title for title in session.titles if not any(q.startswith(title.rstrip("…")) for q in own)]
        seen += [f"{session.address} has in the list: {title}" for title in foreign]
    return seen


def opened_of_others(sessions: Sequence[Session], questions: Sequence[Sequence[str]]) -> list[str]:
    """What each user sees at the address of the next one's conversation, which must be nothing of it."""
    seen = []
    addresses = [session.query for session in sessions]
    for number, session in enumerate(sessions):
        at = (number + 1) % len(sessions)
        with session:
            session.open(addresses[at])
        if at != number and (not session.notices or any(map(session.has_received, questions[at]))):
            seen.append(f"{session.address} could open {addresses[at]}")
    return seen


def _story(dateline: Dateline, number: int) -> Story:
    """Of those that the model read, so that each is found by its name; another for every number below their count."""
    return story(number * 7_919 % min(PATTERNS, dateline.catalog.counts()["articles"]))


def _found_by_the_last_key(dateline: Dateline) -> Iterator[Story]:
    """Stories that a search for their name has in the first place, and one without its last letter has not."""
    for number in range(min(PATTERNS, dateline.catalog.counts()["articles"])):
        told = _story(dateline, number)
        whole, cut = (dateline.search(name, k=_LISTED) for name in (told.place, told.place[:-1]))
        if _first(whole) == told.article_id != _first(cut) and not (whole.understood or whole.notes):
            yield told


def _first(result: SearchResult) -> str:
    return result.hits[0].passage.article_id if result.hits else ""


def _started(browser: Browser, archive: Path) -> float:
    """The first page of an app that has just begun to answer."""
    with TemporaryDirectory() as desk, serving(archive, Path(desk)) as server:
        return first_page(browser, server.url, "Ask the archive")


def _bare(browser: Browser, rounds: int) -> tuple[Figure, ...]:
    """What an app that does nothing takes for the same."""
    with TemporaryDirectory() as desk, serving_bare(BARE, Path(desk)) as server:
        first = first_page(browser, server.url, "Type here")
        with window(browser) as page:
            page.goto(server.url)
            page.get_by_placeholder("Type here").wait_for()
            echoed = echoes(page, rounds)
            changes = page_changes(page, BARE_PAGES, 2 * rounds)
    return (
        Figure("  bare app: first page", (first,)),
        Figure("  bare app: page change", tuple(s for each in changes.values() for s in each)),
        Figure("  bare app: Enter to text", tuple(echoed)),
    )


def _timed(stories: Sequence[Story], act: Callable[[Story], object]) -> tuple[float, ...]:
    took = []
    for told in stories:
        started = time.perf_counter()
        act(told)
        took.append(time.perf_counter() - started)
    return tuple(took)


def _use(server: Server) -> tuple[float, float]:
    """Seconds of a core so far: the app's, and those of this process with its browser."""
    app = server.processor_s
    return app, processor_s(os.getpid()) - app


def _spent(name: str, before: tuple[float, float], after: tuple[float, float], count: int) -> Spent:
    return Spent(name, (after[0] - before[0]) / count, (after[1] - before[1]) / count)


def _machine() -> str:
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    return f"{len(os.sched_getaffinity(0))} cores; load before (1, 5, 15 minutes): {load}"


def _print(report: Report) -> None:
    for figure in report.figures:
        print(_line(figure), flush=True)
    for spent in report.spent:
        print(f"  a core, for each {spent.name}: {spent.server_s:.3f} s the app, {spent.client_s:.3f} s who drives it")
    for line in (*report.told, *(f"LEAK: {leak}" for leak in report.leaks)):
        print(f"  {line}")
    print(flush=True)


def _line(figure: Figure) -> str:
    p50, p95, most = (f"{figure.at(percentile) * 1e3:>7,.0f}" for percentile in (50, 95, 100))
    aim = f"   aim {figure.aim_s * 1e3:,.0f}" if figure.aim_s else ""
    return f"{figure.name:42}{len(figure.seconds):>5}  p50 {p50}  p95 {p95}  most {most} ms{aim}"


if __name__ == "__main__":
    main()
