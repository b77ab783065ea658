"""Settings: defaults < dateline.toml < environment < flags; read once, at the edge."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from platformdirs import user_cache_path, user_data_path
from pydantic import AliasChoices, Field, JsonValue, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from tzlocal import get_localzone_name

Arguments = Annotated[dict[str, JsonValue], NoDecode]
"""Of a class, by name: a table in dateline.toml, a JSON object in the environment. May hold a key."""


class Settings(BaseSettings):
    """Every setting, named as in ``dateline.toml``; in the environment ``DATELINE_<NAME>``."""

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_", toml_file="dateline.toml", extra="forbid", frozen=True, env_ignore_empty=True
    )

    archive: Path = Field(default_factory=lambda: user_data_path("dateline", appauthor=False))
    """The folder of the archive."""
    timezone: str = Field(default_factory=get_localzone_name)
    """A briefing's day is a day in this time zone."""
    model: str = ""
    """The language model's name; empty: answers are extractive."""
    model_file: Path | None = None
    """A GGUF file that is run in this process in place of an endpoint (extra ``gguf``)."""
    model_file_context: Annotated[int, Field(ge=1024)] = 8_192
    """Tokens of prompt and reply together that a model from a file has room for."""
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("OPENAI_API_KEY", "openai_api_key")
    )
    openai_base_url: str = Field(default="", validation_alias=AliasChoices("OPENAI_BASE_URL", "openai_base_url"))
    """An OpenAI-compatible endpoint; empty: OpenAI's own."""
    model_timeout_s: Annotated[float, Field(gt=0)] = 60.0
    """For one whole reply."""
    model_requests_at_once: Annotated[int, Field(gt=0)] = 4
    """One more waits until another has ended."""
    model_budget_tokens: Annotated[int, Field(ge=0)] = 0
    """Read and written together, for one run of the program; 0 is no bound."""
    model_budget_cost: Annotated[float, Field(ge=0)] = 0.0
    """For one run of the program, by the two prices; 0 is no bound."""
    model_price_read: Annotated[float, Field(ge=0)] = 0.0
    """Of a million tokens of prompts, in whatever currency the endpoint bills."""
    model_price_written: Annotated[float, Field(ge=0)] = 0.0
    """Of a million tokens of replies."""
    trace: Path | None = None
    """A folder for a file about every question: what was retrieved, prompted, returned and dropped."""
    model_rewrites: bool = False
    """The model also reads the question before the search, where the rules are weak: one request more."""
    model_rereads: bool = False
    """The model also judges, after the rules, whether the evidence says what a sentence says; it may only withhold."""
    model_step_timeout_s: Annotated[float, Field(gt=0)] = 5.0
    """For each request of these two; what is later leaves the answer as it is without them."""
    answer_tokens: Annotated[int, Field(gt=0)] = 500
    """The longest reply that is asked for, in tokens."""
    evidence_tokens: Annotated[int, Field(gt=0)] = 2_000
    """How much evidence a prompt may hold, in tokens of the embedder's tokenizer."""
    embedder: str = "minilm"
    """"minilm" (packaged), or a folder with model.onnx and tokenizer.json."""
    embedder_threads: Annotated[int, Field(ge=0)] = 0
    """For one run of that model; 0: as many as there are cores."""
    passages: Annotated[int, Field(gt=0)] = 8
    """How many passages an answer is looked for in."""
    eval_cache: Path = Field(default_factory=lambda: user_cache_path("dateline", appauthor=False) / "eval")
    """Where archives that sets of questions are about are kept between runs."""

    fetch_allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Private addresses, networks (10.0.0.0/8) and host names that may be fetched from all the same."""
    fetch_timeout_s: Annotated[float, Field(gt=0)] = 30.0
    """For one whole fetch, redirects included."""

    smtp_url: str = ""
    """Where briefings are handed in as mail: smtp://user@host:587 (STARTTLS) or smtps://user@host:465."""
    smtp_password: SecretStr | None = None
    smtp_from: str = ""
    """The sender's address."""
    webhook_secret: SecretStr | None = None
    """Signs what a webhook is sent."""
    delivery_timeout_s: Annotated[float, Field(gt=0)] = 30.0
    """For one try to hand an edition to a mail server or a webhook."""
    reader_url: str = ""
    """Where the app can be reached by the readers of a page; the page then has links and a code that lead there."""

    sign_in_allow: Annotated[tuple[str, ...], NoDecode] = ()
    """Who may use an app that asks for a sign-in: addresses, @domains, or * for everyone whom the provider knows."""
    read_only: bool = False
    """The app shows and answers, and changes nothing: for a shared screen."""

    reranker_url: str = ""
    """An endpoint that speaks Cohere's, Jina's or text-embeddings-inference's /rerank; it goes before a LlamaIndex
    postprocessor."""
    reranker_model: str = ""
    reranker_api_key: SecretStr | None = None
    reranker_timeout_s: Annotated[float, Field(gt=0)] = 2.0
    """For one whole exchange; what is later leaves the search's own order."""
    reranker_folder: Path | None = None
    """A folder with model.onnx and tokenizer.json of a cross-encoder; an endpoint goes before it."""

    llamaindex_llm: str = ""
    """A LlamaIndex LLM class, as package.module.Class, that writes in place of the built-in client."""
    llamaindex_llm_arguments: Arguments = Field(default_factory=dict, repr=False)
    llamaindex_embedder: str = ""
    """A LlamaIndex embedding class that embeds passages and questions; "" means ``embedder``."""
    llamaindex_embedder_arguments: Arguments = Field(default_factory=dict, repr=False)
    llamaindex_postprocessor: str = ""
    """A LlamaIndex node postprocessor class that reorders what a search found."""
    llamaindex_postprocessor_arguments: Arguments = Field(default_factory=dict, repr=False)
    llamaindex_file_readers: Arguments = Field(default_factory=dict)
    """By the ending of a file (".hwp"), a LlamaIndex reader class that turns such files into text."""

    @field_validator(
        "llamaindex_llm_arguments",
        "llamaindex_embedder_arguments",
        "llamaindex_postprocessor_arguments",
        "llamaindex_file_readers",
        mode="before",
    )
    @classmethod
    def _arguments(cls, value: object) -> object:
        try:
            read = json.loads(value) if isinstance(value, str) else value
        except ValueError as error:
            raise ValueError(f"it is no JSON ({error})") from None
        if not isinstance(read, dict):
            raise ValueError('arguments are a JSON object, like {"temperature": 0}')
        return read

    @field_validator("fetch_allow", "sign_in_allow", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """A list in dateline.toml; separated by commas or blanks in the environment."""
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"no such time zone: {value!r} (try Europe/Berlin or UTC)") from error
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def model_name(self) -> str:
        """Of the built-in client's model: that of its file, where there is one."""
        return self.model_file.stem if self.model_file else self.model

    def served_at(self, base_url: str, key: str) -> Settings:
        """With this endpoint in place of the model's file."""
        endpoint = {"openai_base_url": base_url, "openai_api_key": SecretStr(key)}
        return self.model_copy(update={"model": self.model_name, "model_file": None, **endpoint})

    @property
    def writer(self) -> str:
        """What writes: the LlamaIndex class, else the model; "" where nothing does."""
        return self.llamaindex_llm or self.model_name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)
