"""Profiles on the Briefing page: made, changed and forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from rag.domain.profile import Length, Profile
from rag.ui.making import PAPERS
from rag.ui.session import telling

if TYPE_CHECKING:
    from rag.dateline import Dateline

T = TypeVar("T")
_NEW = ""
_LENGTHS: dict[Length, str] = {"page": "a whole page", "half": "half a page"}


def lines(text: str) -> tuple[str, ...]:
    """What was typed, a thing a line, without empty lines and repetitions."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def profiles_dialog(dateline: Dateline) -> None:
    """One profile at a time; it closes when one was saved or forgotten."""
    st.dialog("Profiles", width="medium")(telling(_dialog))(dateline)


def _dialog(dateline: Dateline) -> None:
    known = {profile.name: profile for profile in dateline.press.profiles()}
    name = st.selectbox("Profile", [_NEW, *known], format_func=lambda n: n or "a new one", key="profile_picked")
    profile = known.get(name, Profile(""))
    with st.form(f"profile_{name}", border=False):
        changed = _fields(dateline, profile)
        saved = st.form_submit_button("Save", type="primary")
    if saved:
        _save(dateline, changed)
    if name:
        with st.popover("Forget this profile", type="tertiary"):
            st.text("Its pages stay in the archive.")
            if st.button("Forget it", key="profile_forget"):
                dateline.press.remove_profile(name)
                st.rerun()


def _fields(dateline: Dateline, profile: Profile) -> dict[str, object]:
    """The fields of the form, filled with what the profile says; keys are its own, so that none keeps another's."""
    own = profile.name or "new"

    def picked(label: str, column: str, stored: tuple[str, ...]) -> tuple[str, ...]:
        found = [value for value, _ in getattr(archive, column)]
        return tuple(st.multiselect(label, sorted({*found, *stored}), list(stored), key=f"{own}_{column}"))

    archive = dateline.catalog.facets()
    name = profile.name or st.text_input(
        "Name", placeholder="morning", key="new_name", help="Small letters, digits, - and _", max_chars=40
    )
    with st.container(horizontal=True):
        topics = st.text_area("Topics, one a line", "\n".join(profile.topics), key=f"{own}_topics", height=80)
        label = "Names never to be missed, one a line"
        watch = st.text_area(label, "\n".join(profile.watch), key=f"{own}_watch", height=80)
    publishers = picked("Only these publishers", "sources", profile.publishers)
    with st.container(horizontal=True):
        sections = picked("Only these sections", "sections", profile.sections)
        languages = picked("Only these languages", "languages", profile.languages)
    with st.container(horizontal=True):
        paper = _choice("Paper", PAPERS, profile.paper, key=f"{own}_paper")
        length = _choice("Length", _LENGTHS, profile.length, key=f"{own}_length")
    return {
        "name": name.strip(),
        "topics": lines(topics),
        "watch": lines(watch),
        "publishers": publishers,
        "sections": sections,
        "languages": languages,
        "paper": paper,
        "length": length,
    }


def _choice(label: str, words: Mapping[T, str], chosen: T, *, key: str) -> T:
    picked: T = st.selectbox(label, list(words), list(words).index(chosen), format_func=words.__getitem__, key=key)
    return picked


def _save(dateline: Dateline, fields: dict[str, object]) -> None:
    if not fields["name"]:
        st.text("The profile needs a name, for example morning.")
        return
    try:
        profile = Profile(**fields)  # type: ignore[arg-type]  # each field was made for its own name above
    except ValueError as error:
        st.text(f"{error}.")
        return
    dateline.press.add_profile(profile)
    st.rerun()
