"""What publishers say of their own texts, and texts that only tell of corrections and withdrawals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import ends

from rag.domain.article import Notice
from rag.ingest.notices import notice

STORY = (
    "The port of Harrow reopened on Tuesday after three days, the harbour authority said.\n"
    "Two cranes stay shut until the end of the month, according to Jane Doe, who runs it.\n"
    "Ships had waited off the coast since Saturday.\n"
    "Some had turned back.\n"
    "The town lives from its port.\n"
    "The next inspection is due in June."
)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("CORRECTED: Port of Harrow reopens", "corrected"),
        ("CORRECTION: Port of Harrow reopens", "corrected"),
        ("Correction: Harrow-Port story", "corrected"),
        ("CORRECTED-Port of Harrow reopens after three days", "corrected"),
        ("CORRECTED-UPDATE 2-Port of Harrow reopens", "corrected"),
        ("CORRECTED - Port of Harrow reopens", "corrected"),
        ("OFFICIAL CORRECTION-Port of Harrow reopens", "corrected"),
        ("(Corrected) Port of Harrow reopens", "corrected"),
        ("Port of Harrow reopens [CORRECTED]", "corrected"),
        ("KORREKTUR: Hafen von Harrow wieder offen", "corrected"),
        ("BERICHTIGUNG - Hafen von Harrow wieder offen", "corrected"),
        ("Rectificatif : le port de Harrow rouvre", "corrected"),
        ("Fe de errores: el puerto de Harrow reabre", "corrected"),
        ("WITHDRAWN: Port of Harrow reopens", "withdrawn"),
        ("RETRACTED: Port of Harrow reopens", "withdrawn"),
        ("Retraction: Port of Harrow reopens", "withdrawn"),
        ("KILL: Port of Harrow reopens", "withdrawn"),
        ("KILL-Port of Harrow reopens", "withdrawn"),
        ("STORY KILL: Port of Harrow reopens", "withdrawn"),
        ("[Retracted] Port of Harrow reopens", "withdrawn"),
        ("ZURÜCKGEZOGEN: Hafen von Harrow wieder offen", "withdrawn"),
    ],
)
def test_a_title_says_that_its_text_was_corrected_or_withdrawn(title: str, said: Notice) -> None:
    assert notice(title, STORY) == said


@pytest.mark.parametrize(
    "title",
    [
        "Market correction deepens",
        "Correction or crash? What the week may bring",
        "Troops were withdrawn from Harrow",
        "Withdrawn troops return home",
        "The study was retracted by the journal",
        "Retracted study still quoted, librarians say",
        "Retracted: how a famous study of sleep fell apart",
        "UPDATE 1-Port of Harrow reopens",
        "UPDATED: Port of Harrow reopens",
        "Kill the bill, protesters shout in Harrow",
        "Kill: A film about the harbour that pleases nobody",
        "Corrections officers strike in three counties",
        "Correctional facility in Harrow to close",
        "Withdrawal from the treaty takes effect on Friday",
        "Offer withdrawn - shares in Harrow Docks fall",
        "Zurückgezogen lebende Malerin zeigt ihr Werk",
        "Korrekturen am Haushalt verlangt",
        "Minister retracts remark about fishermen",
        "Recalled: three kinds of harbour cranes",
        "",
    ],
)
def test_a_title_about_something_else_says_nothing_of_its_text(title: str) -> None:
    assert notice(title, STORY) == ""


CORRECTED = [
    "Correction, 4 March: We gave the number of cranes as four. There are two.",
    "Correction on 4 March: We gave the number of cranes as four. There are two.",
    "Berichtigung vom 4. März: Der Hafen hat zwei Kräne.",
    "Correction: An earlier version of this article misstated the number of cranes.",
    "Correction: Jane Doe is the harbour master, not her deputy.",
    "Correction, March 15, 2025: The authority has two cranes, not three.",
    "Corrections and clarifications: The authority has two cranes, not three.",
    "This article has been corrected to say that two cranes stay shut.",
    "This article was amended on 15 March 2025. An earlier version said three cranes stayed shut.",
    "* This story was updated to correct the spelling of Jane Doe's name.",
    "(This March 14 story has been corrected to show that two cranes stay shut, in paragraph 2)",
    "(Corrects number of cranes in paragraph 2)",
    "An earlier version of this report wrongly said that the port had reopened on Monday.",
    "Because of an editing error, an earlier version of this story gave the wrong day.",
    "Due to a reporting error the number of cranes was given as three.",
    "EDS: Corrects number of cranes in second paragraph.",
    "Editor's note: The headline of this article has been corrected.",
    "In einer früheren Version dieses Artikels hieß es, drei Kräne blieben gesperrt.",
    "Anm. d. Red.: In einer ersten Fassung stand, der Hafen sei am Montag geöffnet worden.",
    "Dieser Artikel wurde nachträglich korrigiert.",
    "Une première version de cet article indiquait que trois grues restaient fermées.",
    "Cet article a été corrigé le 15 mars.",
    "Una versión anterior de este artículo decía que tres grúas seguían cerradas.",
]
WITHDRAWN = [
    "This story has been withdrawn because the authority's statement was forged.",
    "This article has been retracted.",
    "Editor's note: This article has been retracted. It rested on a forged statement.",
    "Editor’s note: After a review, we found the statement to be forged. The story has been withdrawn.",
    "EDS: Please kill the story headlined “Port of Harrow reopens”. A corrected version will follow.",
    "EDS: The above story has been withdrawn.",
    "Example Wire has withdrawn this story.",
    "We have retracted this article, which rested on a forged statement.",
    "Diese Meldung wurde zurückgezogen.",
    "Cet article a été retiré.",
    "Este artículo ha sido retirado.",
]


@pytest.mark.parametrize("place", ["start", "end"])
@pytest.mark.parametrize(
    ("paragraph", "said"),
    [*((text, "corrected") for text in CORRECTED), *((text, "withdrawn") for text in WITHDRAWN)],
)
def test_a_paragraph_of_its_own_says_so_at_either_end(paragraph: str, said: Notice, place: str) -> None:
    body = f"{paragraph}\n{STORY}" if place == "start" else f"{STORY}\n{paragraph}"
    assert notice("Port of Harrow reopens", body) == said


@pytest.mark.parametrize(
    "paragraph",
    [
        "Troops were withdrawn from the harbour on Friday.",
        "Corrections officers, 12 of them: a count that the union disputes.",
        "Correction of the market, week 12: shares fall again.",
        "The study was retracted by the journal in May.",
        "The report was withdrawn by the ministry after two days.",
        "This report was withdrawn by the ministry, an official said of the older text.",
        "Editor's note: The study described in this article was retracted by the journal in May.",
        "The Harrow Post has retracted its story about the mayor.",
        "The Harrow Post said its article had been corrected.",
        "An earlier version of this article appeared in the Harrow Post.",
        "An earlier version of this story was first published in March.",
        "This article has been updated with comments from the harbour authority.",
        "This story was updated on 15 March to include the minister's answer.",
        "“This story has been withdrawn,” the editor of the Harrow Post said on Monday.",
        "A correction of ten per cent is called for, the analyst said.",
        "The correction deepened on Thursday: shares fell by four per cent.",
        "Editor's note: Jane Doe is married to a former editor of this newspaper.",
        "The offer has been withdrawn, and this story is over for the town.",
        "Correct answers are printed on the last page.",
        "The minister has withdrawn this proposal.",
        "Corrections officers said this article of the law was withdrawn.",
        "This video has been removed.",
        "This post has been deleted by its author.",
        "Der Antrag wurde zurückgezogen.",
        "Der Minister hat die Zahlen korrigiert.",
        "Le projet de loi a été retiré.",
    ],
)
def test_a_paragraph_about_something_else_says_nothing_of_its_text(paragraph: str) -> None:
    assert notice("Port of Harrow reopens", f"{paragraph}\n{STORY}\n{paragraph}") == ""


def test_a_heading_alone_is_read_with_the_paragraph_below_it() -> None:
    assert notice("", f"{STORY}\nCorrection\nThe authority has two cranes, not three.") == "corrected"


def test_a_notice_in_the_middle_of_a_long_text_is_part_of_the_story() -> None:
    assert notice("", f"{STORY}\nThis story has been withdrawn.\n{STORY}\n{STORY}") == ""


def test_a_text_that_was_corrected_and_then_withdrawn_is_withdrawn() -> None:
    assert notice("CORRECTED: Port of Harrow reopens", f"{STORY}\nThis story has been withdrawn.") == "withdrawn"


@given(st.text(max_size=200), st.text(max_size=400))
def test_no_text_breaks_it(title: str, body: str) -> None:
    assert notice(title, body) in ("", "corrected", "withdrawn")


@pytest.mark.parametrize(
    "piece", ["an earlier version of this article ", "this the of ", "( ", "a" * 50, "This story on "]
)
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    with ends():
        notice(piece * 20_000, "\n".join([piece * 30, (piece * 2_000)[:1_200]] * 500))
