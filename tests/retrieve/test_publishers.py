import pytest

from rag.retrieve.publishers import publishers_in, sections_in

SOURCES = (
    "The Harbour Age", "Norland Today | News of the North", "Sollen.com", "Post - Sport", "Post - Travel",
    "Norland Broadcasting Service", "The Age", "Courier",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("What did The Harbour Age report?", {"The Harbour Age"}),
        ("What did Harbour Age report?", {"The Harbour Age"}),
        ("What did the Norland Today article say?", {"Norland Today | News of the North"}),
        ("as reported by Norland Today | News of the North, who won?", {"Norland Today | News of the North"}),
        ("What does Sollen.com say?", {"Sollen.com"}),
        ("What did the Post article say?", {"Post - Sport", "Post - Travel"}),
        ("What did 'Post - Sport' say?", {"Post - Sport"}),
        ("What did NBS report?", {"Norland Broadcasting Service"}),
        ("What did the Age article say?", {"The Age"}),
        ("What does the Courier's report say?", {"Courier"}),
    ],
)
def test_a_publisher_is_known_under_its_usual_names(text: str, named: set[str]) -> None:
    assert {source for each in publishers_in(text, SOURCES) for source in each.sources} == named


@pytest.mark.parametrize(
    "text", ["Who may retire at the Age of 60?", "a courier brought the letter", "Which Age are we living in now?"]
)
def test_an_everyday_word_is_no_publisher(text: str) -> None:
    assert publishers_in(text, SOURCES) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What did Orlov say according to the Evening Mirror?", "Evening Mirror"),
        ("Did the Sudrian Gazette article name him?", "Sudrian Gazette"),
        ("What was reported by BBC News?", "BBC News"),
    ],
)
def test_a_publisher_that_the_archive_lacks_is_found_with_no_sources(text: str, name: str) -> None:
    (found,) = publishers_in(text, SOURCES)
    assert (found.name, found.sources) == (name, ())


@pytest.mark.parametrize("text", ["What happened according to Orlov?", "Which report by Minister Vane was read?"])
def test_a_person_who_is_quoted_is_no_publisher(text: str) -> None:
    assert publishers_in(text, SOURCES) == []


def test_a_section_is_known_where_it_is_named_as_one() -> None:
    assert sections_in("What was in the sport section?", ["Sport", "World"]) == ["Sport"]
    assert sections_in("Which sport did he play in the world?", ["Sport", "World"]) == []
