from answering import ranked, read, reader

from rag.answer.extract import ONE_THING, SEVERAL_THINGS, Extract, extract, may_answer
from rag.domain.question import Part

FILMS = (
    "The jury in Lindqvar met on Sunday. The prize of the press went to the film “Salt Road”. "
    "The prize of the city went to the film “Nine Letters”. The prize of the crowd went to the film “The Bees”. "
    "The prize of the church went to the film “Low Water”. Rain is expected in Pell. Trams run again."
)


def answer(question: str, body: str) -> Extract:
    return extract(Part(question), read(body), reader())


def test_a_list_shows_more_sentences_than_one_thing_does() -> None:
    several = answer("To which films did a prize go?", FILMS).chosen
    assert ONE_THING.most < len(several) <= SEVERAL_THINGS.most
    assert all("The prize" in c.evidence.text for c in several)


def test_one_thing_takes_few_sentences() -> None:
    assert len(answer("Which prize went to the film “The Bees”?", FILMS).chosen) <= ONE_THING.most


def test_a_sure_sentence_stands_alone() -> None:
    found = answer("When did the jury in Lindqvar meet?", FILMS)
    assert [c.evidence.text for c in found.chosen] == ["The jury in Lindqvar met on Sunday."]


BANK = "The National Bank of Torvenia raised its rate. “We are not at the top,” the governor, Elin Marsh, said."


def test_an_office_may_have_been_named_with_its_country_before() -> None:
    found = answer("Who is the governor of the National Bank of Torvenia?", BANK)
    assert any("Elin Marsh" in c.evidence.text for c in found.chosen)


def test_another_office_has_another_holder() -> None:
    assert not answer("Who is the chief economist of the National Bank of Torvenia?", BANK).chosen


SAID = "“The ferry will sail again in May,” said Ida Vane, who runs the harbour of Pell."


def test_what_somebody_said_is_not_answered_with_the_words_of_somebody_else() -> None:
    for speaker, may in (("Ida Vane", True), ("Bruno Orlov", False)):
        asked = f"What did {speaker} say about the ferry?"
        [best, *_] = ranked(asked, SAID)
        assert may_answer(Part(asked), best) == may
