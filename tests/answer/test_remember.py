from fakes import FakeEmbedder

from rag.answer.remember import RememberingEmbedder
from rag.ports import TokenVectors


class CountingEmbedder(FakeEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def embed_tokens(self, texts: list[str]) -> list[TokenVectors]:  # type: ignore[override]
        self.read.extend(texts)
        return super().embed_tokens(texts)


def test_a_text_is_read_once_and_comes_back_in_the_order_asked_for() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting)
    remembering.embed_tokens(["one", "two"])
    pieces = [tokens.ids for tokens in remembering.embed_tokens(["two", "three", "one", "two"])]
    assert pieces == [ids("two"), ids("three"), ids("one"), ids("two")]
    assert counting.read == ["one", "two", "three"]


def test_the_text_not_used_for_longest_is_forgotten_first() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, most_bytes=2 * bytes_of("one"))
    for text in ("one", "two", "one", "three", "one", "two"):
        remembering.embed_tokens([text])
    assert counting.read == ["one", "two", "three", "two"]


def test_long_texts_take_the_room_of_several_short_ones() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, most_bytes=3 * bytes_of("one"))
    for text in ("one", "two three", "four", "one", "four"):
        remembering.embed_tokens([text])
    assert counting.read == ["one", "two three", "four", "one"]


def test_a_text_kept_anew_does_not_take_its_room_twice() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, most_bytes=2 * bytes_of("one"))
    for text in ("one", "one", "one", "two", "one", "two"):
        remembering.embed_tokens([text])
    assert counting.read == ["one", "two"]


def test_what_was_read_for_both_is_not_read_again_for_its_pieces() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting)
    vectors, tokens = remembering.embed_both(["one", "two"])
    assert [each.ids for each in tokens] == [ids("one"), ids("two")]
    assert (vectors == FakeEmbedder().embed(["one", "two"])).all()
    before = list(counting.read)
    assert [each.ids for each in remembering.embed_tokens(["two"])] == [ids("two")]
    assert counting.read == before


def ids(text: str) -> tuple[int, ...]:
    return FakeEmbedder().embed_tokens([text])[0].ids


def bytes_of(text: str) -> int:
    return FakeEmbedder().embed_tokens([text])[0].vectors.nbytes


def test_no_texts_are_no_work() -> None:
    assert RememberingEmbedder(FakeEmbedder()).embed_tokens([]) == []
