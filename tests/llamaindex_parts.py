"""LlamaIndex classes as somebody else might bring them; tests name them by their path, `llamaindex_parts.Echo`."""

from __future__ import annotations

import re
import time
import zlib
from threading import Event
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.llms.types import ChatMessage, ChatResponse, CompletionResponse, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.postprocessor.types import BaseNodePostprocessor

DONE_WAITING = Event()
CONTEXT_REFUSED = "this model's maximum context length is 512 tokens"


class Scripted(CustomLLM):
    """Says ``says``, whatever it is asked; remembers the prompt and what it was made with."""

    says: str = "Nothing."
    max_tokens: int | None = None
    timeout: float | None = None
    password: str = ""
    prompts: list[str] = []  # noqa: RUF012 - pydantic copies it

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted-1")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        self.prompts.append(prompt)
        return CompletionResponse(text=self.says)

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        self.prompts.append(prompt)
        words = re.findall(r"\S+\s*", self.says)
        return (CompletionResponse(text="".join(words[: n + 1]), delta=word) for n, word in enumerate(words))


class Refusing(Scripted):
    """Fails with a message that names its password."""

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise ConnectionError(f"no luck with {self.password}")


class Confiding(Scripted):
    """Fails with a message that says what it was made with."""

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise ConnectionError(f"made with {self.max_tokens} tokens and {self.timeout} s")


class Narrow(Scripted):
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        raise ValueError(CONTEXT_REFUSED)


class Stalling(Scripted):
    """Says one word and then nothing for a long time."""

    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        yield CompletionResponse(text="One ", delta="One ")
        time.sleep(30)


class Endless(Scripted):
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> Any:
        while True:
            yield CompletionResponse(text="", delta="and ")


class Unstreamed(Scripted):
    """Cannot stream, and says how many tokens it took."""

    def stream_chat(self, messages: Any, **kwargs: Any) -> Any:
        raise NotImplementedError

    def chat(self, messages: Any, **kwargs: Any) -> ChatResponse:
        usage = {"prompt_tokens": 7, "completion_tokens": 2}
        raw = {"usage": usage, "choices": [{"finish_reason": "length"}]}
        return ChatResponse(message=ChatMessage(role="assistant", content=self.says), raw=raw)


class Unknown(Scripted):
    """Does not know its own model, like a client of a service that is given another's name."""

    @property
    def metadata(self) -> LLMMetadata:
        raise ValueError("unknown model 'x'")


class HashedWords(BaseEmbedding):
    """A bag of hashed words; questions have a word in front, as some models want it."""

    dim: int = 64
    api_key: str = ""

    def _get_text_embedding(self, text: str) -> list[float]:
        row = [0.001] * self.dim
        for word in re.findall(r"\w+", text.lower()):
            row[zlib.crc32(word.encode()) % self.dim] += 3.0
        return row

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(f"query {query}")

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Uneven(HashedWords):
    """Gives one vector too few."""

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [self._get_text_embedding(text) for text in texts[1:]]


class Flat(HashedWords):
    def _get_text_embedding(self, text: str) -> list[float]:
        return [0.0] * self.dim


class Unplugged(HashedWords):
    def _get_text_embedding(self, text: str) -> list[float]:
        raise ConnectionError(f"refused with {self.api_key}")


class Backwards(BaseNodePostprocessor):
    """The worst first, its texts rewritten and one node of its own added."""

    def _postprocess_nodes(self, nodes: Any, query_bundle: Any = None) -> Any:
        for n, node in enumerate(nodes):
            node.score = float(n)
            node.node.set_content("Rewritten.")
        stranger = nodes[0].model_copy(update={"node": nodes[0].node.model_copy(update={"id_": "stranger"})})
        return [stranger, *reversed(nodes), nodes[0]]


class Broken(BaseNodePostprocessor):
    def _postprocess_nodes(self, nodes: Any, query_bundle: Any = None) -> Any:
        raise RuntimeError("the server is down")


class Sleepy(BaseNodePostprocessor):
    """Answers when ``DONE_WAITING`` is set, or after a minute."""

    def _postprocess_nodes(self, nodes: Any, query_bundle: Any = None) -> Any:
        DONE_WAITING.wait(60)
        return list(reversed(nodes))
