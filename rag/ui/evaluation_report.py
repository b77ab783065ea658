"""What runs came to: the measures, a plot of their intervals, single questions, and one run against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from rag.ui import components
from rag.ui.evaluation_comparison import Compared, compared
from rag.ui.evaluation_figures import interval_plot, kind_rows, measure_rows, measures_by_kind, words
from rag.ui.evaluation_question import given_rows, known_rows, missed, question_row, score_rows
from rag.ui.evaluation_runs import Figure, Given, Known, ReadRun, run_page
from rag.ui.views import Row
from rag.ui.words import count_of
from rag.ui.work import Work, watched

Runs = Mapping[str, ReadRun]
"""One run, or two that are set side by side, under the names by which the reader tells them apart."""
FIGURES, QUESTIONS, COMPARISON = "Figures", "Questions", "Comparison"
_PAGE = 20
_MOST_CHANGED = 100
_EVERY_KIND = "every kind"
_FIRST = ("answer_in_statements", "gold_span_cited", "declined_when_unanswerable", "false_premise_handled")


def figures(runs: Runs) -> None:
    """The few figures that tell most, every measure over all questions, and one of them by kind of question."""
    of = {name: run.figures for name, run in runs.items()}
    st.text("\n".join(f"{name}: {_in_short(run)}" if len(runs) > 1 else _in_short(run) for name, run in runs.items()))
    if len(runs) == 1:
        _first_look(next(iter(of.values())))
    st.dataframe(measure_rows(of), hide_index=True, key="evaluation_measures", alt="Measures with their 95% intervals")
    with st.container(horizontal=True):
        for label, run in zip(("Report", "Report of the run beside it"), runs.values(), strict=False):
            _download(label, run)
    units = {measure: unit for each in of.values() for measure, unit in measures_by_kind(each).items()}
    names = list(units)
    if not names:
        return
    usual = names.index(_FIRST[0]) if _FIRST[0] in names else 0
    measure = st.selectbox("By kind of question", names, index=usual, format_func=words, key="evaluation_measure")
    rows = kind_rows(of, measure)
    told = "; ".join(f"{row['kind']}, {row['run']}: {row['value']:.2f}" for row in rows)
    plot = interval_plot(rows, measure=measure, unit=units[measure])
    st.vega_lite_chart(plot, key=f"evaluation_plot_{measure}", alt=f"{words(measure)} by kind of question. {told}")
    st.text("A point is the mean, the line its 95% interval. Where lines overlap widely, the difference may be chance.")


def questions(runs: Runs) -> None:
    """The questions of a set to pick from, or the one that was picked, with what each run said to it."""
    picked = st.session_state.get("evaluation_question")
    known = {id_: known for run in runs.values() for id_, known in run.known.items()}
    if picked in known:
        _question(known[picked], runs)
    else:
        _list(list(known.values()), runs)


def comparison(runs: Runs) -> None:
    """The run that is shown against the one beside it, worked out in a thread."""
    (after, second), (before, first) = runs.items()
    st.text(f"Before: {before}. After: {after}.")
    work = _comparing(first, second)
    watched(partial(_draw_comparison, work, second), key="evaluation_comparing", is_running=lambda: work.running)


def _download(label: str, run: ReadRun) -> None:
    """The run as one page to pass on, made when asked for. A label is read as Markdown, so no name stands in it."""
    st.download_button(
        label,
        partial(run_page, run.found.path),
        f"{run.found.path.name}.html",
        "text/html",
        key=f"evaluation_report_{run.found.path.name}",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def _first_look(of: Sequence[Figure]) -> None:
    overall = {figure.measure: figure for figure in of if not figure.kind}
    with st.container(horizontal=True):
        for name in _FIRST:
            if figure := overall.get(name):
                interval = f"{figure.low:.2f} to {figure.high:.2f}"
                st.metric(
                    words(name).capitalize(), f"{figure.value:.2f}", interval, delta_color="off", delta_arrow="off"
                )


def _in_short(run: ReadRun) -> str:
    failed = sum(bool(given.failed) for given in run.given.values())
    parts = [count_of(len(run.known), "question"), f"{failed} failed and not scored" if failed else ""]
    parts.append("without a model" if run.found.model == "extract" else run.found.model)
    return ", ".join(part for part in parts if part)


def _list(known: Sequence[Known], runs: Runs) -> None:
    kinds = list(dict.fromkeys(each.kind for each in known))
    kind = st.selectbox("Kind", [_EVERY_KIND, *kinds], key="evaluation_kind")
    what = "Only where the runs differ" if len(runs) > 1 else "Only where something is missing"
    narrowed = st.toggle(what, key="evaluation_narrowed")
    shown = [
        each for each in known if kind in (_EVERY_KIND, each.kind) and (not narrowed or _is_of_interest(each.id, runs))
    ]
    pages, turning = st.container(), st.container()
    number = 1
    if len(shown) > _PAGE:
        with turning:
            number = st.pagination(-(-len(shown) // _PAGE), key=f"evaluation_page_{kind}_{narrowed}")
    part = shown[(number - 1) * _PAGE : number * _PAGE]
    rows = [question_row(each, _given(each.id, runs)) for each in part]
    with pages:
        _pickable(rows, [each.id for each in part], key="evaluation_list", label=count_of(len(shown), "question"))


def _is_of_interest(id_: str, runs: Runs) -> bool:
    """Whether two runs said different things to a question; of a single run, whether it failed or missed anything."""
    given = list(_given(id_, runs).values())
    if len(given) > 1:
        return (given[0].said, given[0].failed) != (given[1].said, given[1].failed)
    return any(each.failed or missed(each) for each in given)


def _given(id_: str, runs: Runs) -> dict[str, Given]:
    return {name: run.given[id_] for name, run in runs.items() if id_ in run.given}


def _question(known: Known, runs: Runs) -> None:
    given = _given(known.id, runs)
    st.button("Back to the questions", key="evaluation_back", icon=":material/arrow_back:", on_click=partial(_pick, ""))
    st.text(" · ".join([known.kind, *known.tags]))
    components.listing([Row(title=known.question, meta="", snippet="", place={}, tone="")], key="evaluation_asked")
    components.listing(known_rows(known), key="evaluation_known", label="What is known")
    for column, (name, each) in zip(st.columns(len(given)), given.items(), strict=True):
        with column:
            components.listing(given_rows(each), key=f"evaluation_given_{name}", label=f"What was said: {name}")
    units = {figure.measure: figure.unit for run in runs.values() for figure in run.figures}
    if rows := score_rows(given, units):
        st.dataframe(rows, hide_index=True, key="evaluation_scores", alt="The scores of this question")


def _comparing(first: ReadRun, second: ReadRun) -> Work[Compared]:
    """The comparison of these two, begun where it has not been."""
    between = (first.found.path, second.found.path)
    at, work = st.session_state.get("evaluation_compared", (None, None))
    if at != between or work is None:
        work = Work(lambda: compared(*between))
        st.session_state["evaluation_compared"] = (between, work)
        work.start()
    started: Work[Compared] = work
    return started


def _draw_comparison(work: Work[Compared], second: ReadRun) -> None:
    if work.running:
        st.text("Comparing question by question…")
    elif work.error:
        components.notice("The runs cannot be compared", str(work.error), tone="error", key="evaluation_not_compared")
    elif found := work.result:
        components.notice("", found.summary, key="evaluation_compared_in_words")
        st.dataframe(list(found.rows), hide_index=True, key="evaluation_differences", alt="Differences by measure")
        st.text("\n".join(found.told))
        changed = [each for each in found.changed if each.id in second.known][:_MOST_CHANGED]
        rows = [
            Row(title=second.known[each.id].question, meta=each.in_words, snippet="", place={}, tone="")
            for each in changed
        ]
        label = f"{count_of(len(found.changed), 'question')} scored otherwise"
        _pickable(rows, [each.id for each in changed], key="evaluation_changed", label=label)


def _pickable(rows: Sequence[Row], ids: Sequence[str], *, key: str, label: str) -> None:
    """Rows of questions; a click opens the question."""

    def pick() -> None:
        number = st.session_state[key].get("pick")
        # What the browser sends is not trusted.
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(ids):
            _pick(ids[number])

    components.listing(rows, key=key, label=label, on_pick=pick, way="pick")


def _pick(id_: str) -> None:
    """In a callback: the question that is shown, "" for the list; the view is that of questions."""
    st.session_state["evaluation_question"] = id_
    if id_:
        st.session_state["evaluation_view"] = QUESTIONS
