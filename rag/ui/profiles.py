"""Profiles on the Briefing page: made, changed and forgotten."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from rag.domain.profile import Length, Profile
from rag.ui.making import PAPERS, named_profiles
from rag.ui.session import owner, settings, telling

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
    known = named_profiles(dateline)
    name = st.selectbox("Profile", [_NEW, *known], format_func=lambda n: n or "a new one", key="profile_picked")
    profile = known.get(name, Profile("", owner=owner()))
    if profile.owner != owner():
        _fields(dateline, profile, is_fixed=True)
        st.text("Everybody shares this profile; whoever keeps the archive changes it.")
        return
    with st.form(f"profile_{name}", border=False):
        changed = _fields(dateline, profile)
        saved = st.form_submit_button("Save", type="primary")
    if saved:
        _save(dateline, changed)
    if name:
        _daily(profile)
        with st.popover("Forget this profile", type="tertiary"):
            st.text("Its pages stay in the archive.")
            if st.button("Forget it", key="profile_forget"):
                dateline.press.remove_profile(profile.name)
                st.rerun()


def _daily(profile: Profile) -> None:
    """How its page comes by itself. Of everybody's profiles alone: the command line knows no other."""
    if profile.owner:
        return
    st.text("To have its page made every day, run this where Dateline runs. It prints what cron and systemd need:")
    archive = shlex.quote(str(settings().archive.absolute()))
    st.code(f"dateline schedule day@06:30 --profile {profile.name} --archive {archive}", language=None, wrap_lines=True)


def _fields(dateline: Dateline, profile: Profile, *, is_fixed: bool = False) -> dict[str, object]:
    """The fields of the form, filled with what the profile says; keys are its own, so that none keeps another's.
    ``is_fixed`` where it can only be looked at."""
    own = f"shared_{profile.name}" if is_fixed else profile.name or "new"

    def picked(label: str, column: str, stored: tuple[str, ...]) -> tuple[str, ...]:
        found = [value for value, _ in getattr(archive, column)]
        choices, key = sorted({*found, *stored}), f"{own}_{column}"
        return tuple(st.multiselect(label, choices, list(stored), key=key, disabled=is_fixed))

    archive = dateline.catalog.facets()
    name = profile.name or st.text_input(
        "Name", placeholder="morning", key="new_name", help="Small letters, digits, - and _", max_chars=40
    )
    with st.container(horizontal=True):
        label, text = "Topics, one a line", "\n".join(profile.topics)
        topics = st.text_area(label, text, key=f"{own}_topics", height=80, disabled=is_fixed)
        label, text = "Names never to be missed, one a line", "\n".join(profile.watch)
        watch = st.text_area(label, text, key=f"{own}_watch", height=80, disabled=is_fixed)
    publishers = picked("Only these publishers", "sources", profile.publishers)
    with st.container(horizontal=True):
        sections = picked("Only these sections", "sections", profile.sections)
        languages = picked("Only these languages", "languages", profile.languages)
    with st.container(horizontal=True):
        paper = _choice("Paper", PAPERS, profile.paper, key=f"{own}_paper", is_fixed=is_fixed)
        length = _choice("Length", _LENGTHS, profile.length, key=f"{own}_length", is_fixed=is_fixed)
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


def _choice(label: str, words: Mapping[T, str], chosen: T, *, key: str, is_fixed: bool) -> T:
    place = list(words).index(chosen)
    picked: T = st.selectbox(label, list(words), place, format_func=words.__getitem__, key=key, disabled=is_fixed)
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
    st.toast(f"Profile {profile.name} saved", icon=":material/check:")
    st.rerun()
