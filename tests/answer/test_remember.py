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
    pieces = [tokens.pieces for tokens in remembering.embed_tokens(["two", "three", "one", "two"])]
    assert pieces == [("two",), ("three",), ("one",), ("two",)]
    assert counting.read == ["one", "two", "three"]


def test_the_text_not_used_for_longest_is_forgotten_first() -> None:
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, most=2)
    for text in ("one", "two", "one", "three", "one", "two"):
        remembering.embed_tokens([text])
    assert counting.read == ["one", "two", "three", "two"]


def test_no_texts_are_no_work() -> None:
    assert RememberingEmbedder(FakeEmbedder()).embed_tokens([]) == []
