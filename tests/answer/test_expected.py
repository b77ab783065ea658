import pytest

from rag.answer.expected import answer_spans, asks_for_holder, expected_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How long did the strike last?", "duration"),
        ("For what period is the port closed?", "duration"),
        ("Wie lange dauerten die Gespräche?", "duration"),
        ("How many people were hurt?", "number"),
        ("How much money did the city pay?", "money"),
        ("How many billions is the deal worth?", "money"),
        ("What percentage of voters stayed at home?", "percent"),
        ("When was the bridge opened?", "date"),
        ("At what time did the fire start?", "clock"),
        ("Why did the minister resign?", "reason"),
        ("What did the mayor say?", "quotation"),
        ("Where were the talks held?", "place"),
        ("Who opened the bridge?", "person"),
        ("Which company built it?", "name"),
        ("Did the council agree?", "polar"),
        ("What happened?", "any"),
    ],
)
def test_the_words_of_asking_tell_the_kind_of_answer(question: str, kind: str) -> None:
    assert expected_kind(question) == kind


def spans(question: str, sentence: str) -> list[str]:
    return [sentence[a:b] for a, b in answer_spans(expected_kind(question), sentence, question)]


def test_a_duration_comes_with_its_hedge() -> None:
    assert spans("How long did they last?", "The talks reportedly lasted about nine hours.") == ["about nine hours"]


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert spans("Who met Vane?", "Vane met Orlov in Harrow.") == ["Orlov", "Harrow"]


def test_a_count_must_be_of_what_is_counted() -> None:
    assert spans("How many ferries were stopped?", "Two ferries were stopped for three weeks.") == ["Two"]
    assert spans("How many sailors were there?", "Two ferries were stopped, it said on Monday night.") == []
    assert spans("How many houses does Haldane Homes build?", "Shares of Haldane Homes lost 4.6 percent.") == []


def test_a_place_stands_behind_a_preposition() -> None:
    assert spans("Where was Vane born?", "Vane, Head of the Harbour Board, spoke.") == []
    assert spans("Where did Vane speak?", "Vane spoke in Harrow.") == ["Harrow"]


def test_a_question_about_the_future_is_not_answered_with_a_past_date() -> None:
    assert spans("When will the next meeting be?", "The talks were held on March 11, 2025.") == []
    assert spans("When was the meeting held?", "The talks were held on March 11, 2025.") == ["March 11, 2025"]


def test_a_time_of_day_is_not_a_date() -> None:
    assert spans("At what time did it start?", "It started on March 11 at 6:30 p.m.") == ["6:30 p.m"]


def test_yes_no_questions_and_open_ones_ask_for_no_span() -> None:
    assert spans("Did Vane meet Orlov?", "Vane met Orlov.") == []


def test_a_currency_need_not_be_known() -> None:
    assert spans("How much did Pane accept?", "Pane accepted 410,000 crowns in 2018.") == ["410,000 crowns"]
    assert spans("How much did it cost?", "It carries 400,000 people a year.") == []


def test_a_dispatch_opens_with_its_place() -> None:
    assert spans("Where did they meet?", "LINDQVAR — Two days of talks ended on Tuesday.") == ["LINDQVAR"]
    assert spans("Where was Vane born?", "LINDQVAR — Two days of talks with Vane ended on Tuesday.") == []


@pytest.mark.parametrize(
    ("sentence", "ages"),
    [
        ("Pane, 58, was jailed.", ["58"]),
        ("A 71-year-old man fell.", ["71-year-old"]),
        ("Rates rose by 58 points, banks said.", []),
    ],
)
def test_an_age_is_no_other_number(sentence: str, ages: list[str]) -> None:
    assert spans("How old is he?", sentence) == ages


@pytest.mark.parametrize("question", ["Who is the finance minister?", "Who was the owner of the mill?"])
def test_a_question_for_the_holder_of_an_office_is_recognised(question: str) -> None:
    assert asks_for_holder(question)


@pytest.mark.parametrize("question", ["Who opened the bridge?", "Who is quoted?", "When was it opened?"])
def test_other_questions_ask_for_no_holder(question: str) -> None:
    assert not asks_for_holder(question)


def test_hours_beside_what_is_counted_are_not_its_number() -> None:
    assert spans("How many delegates came?", "After about nine hours the delegates left.") == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("For how much time was the port closed?", "duration"),
        ("How much will pay rise?", "number"),
        ("How did the mayor describe the law?", "quotation"),
        ("In what words did he refuse?", "quotation"),
        ("What was his job when the picture was stolen?", "any"),
        ("bridge harrow opened when", "date"),
        ("When the tide is in, what is shut?", "any"),
        ("When was it decided which bridge is shut?", "date"),
    ],
)
def test_wordings_that_were_once_misread(question: str, kind: str) -> None:
    assert expected_kind(question) == kind


def test_what_is_counted_may_have_been_left_out() -> None:
    assert spans("How many did the union count?", "The union counted 340.") == ["340"]
    assert spans("How much per share did Orlov offer?", "Orlov will pay 38.50 dollars a share.") == ["38.50"]


def test_people_are_counted_under_many_names() -> None:
    assert spans("How many people ran in Harrow?", "Some 23,000 runners started.") == ["23,000"]
    assert spans("How many people read it?", "It sells 23,000 papers.") == []


def test_what_is_fast_may_be_so_in_time_and_what_is_high_in_money() -> None:
    assert spans("How fast is it to be filled?", "It is to be filled within four years.") == ["four years"]
    assert spans("How high is the damage?", "The damage is put at 40 million dollars.") == ["40 million dollars"]
    assert spans("How tall is the tower?", "The tower cost 40 million dollars in four years.") == []


def test_a_span_of_time_may_be_told_by_its_beginning() -> None:
    assert spans("How long has the mill stood empty?", "The mill has stood empty since at least 1998.") == [
        "since at least 1998"
    ]


def test_a_place_that_does_something_may_stand_anywhere() -> None:
    assert spans("Which country banned the nets?", "Torvenia banned the nets.") == ["Torvenia"]
    assert spans("Which town was the mayor born in?", "Vane, the mayor, met Orlov.") == []


def test_the_first_word_of_a_sentence_is_no_name_where_it_is_of_the_language() -> None:
    assert spans("Who decides?", "Under the law a judge decides.") == []
    assert spans("Who decides?", "Vane decides under the law.") == ["Vane"]
