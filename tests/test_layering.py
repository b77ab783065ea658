"""The table of docs/architecture.md, held against every import, those inside functions and TYPE_CHECKING included."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STAGES = ("ingest", "archive", "retrieve", "answer", "verify", "brief", "render")
BASE = ("rag.domain", "rag.ports", "rag.prompts", "rag.sentences", "rag.structured")
EDGE = (
    "rag",
    "rag.compose",
    "rag.dateline",
    "rag.domain",
    "rag.ports",
    "rag.render",
    "rag.resources",
    "rag.settings",
    "rag.whole_file",
)
HEAVY = frozenset({"chromadb", "openai", "llama_index", "streamlit", "sqlite3"})


@dataclass(frozen=True)
class Rule:
    """What a room may import beside itself and the standard library; names are prefixes of whole dotted parts."""

    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    in_functions: tuple[str, ...] = ()
    """What may be imported inside functions only."""


RULES: dict[str, Rule] = {
    "rag": Rule(inside=("rag.compose", "rag.dateline", "rag.settings")),
    "rag.domain": Rule(),
    "rag.ports": Rule(inside=("rag.domain",), outside=("numpy",)),
    "rag.resources": Rule(),
    "rag.whole_file": Rule(),
    "rag.prompts": Rule(inside=("rag.domain", "rag.resources")),
    "rag.sentences": Rule(inside=("rag.domain", "rag.ports"), outside=("nupunkt",)),
    # What a model returns is untrusted until it has the form that was asked for.
    "rag.structured": Rule(inside=("rag.domain", "rag.ports"), outside=("pydantic",)),
    "rag.settings": Rule(inside=("rag.domain",), outside=("pydantic", "pydantic_settings", "platformdirs", "tzlocal")),
    "rag.ingest": Rule(BASE, ("rensa", "trafilatura", "py3langid", "lxml", "feedparser", "protego", "pypdf", "numpy")),
    # A restore signs and compares texts as an ingest does, and waits for the same lock.
    "rag.archive": Rule((*BASE, "rag.ingest"), ("numpy", "pydantic")),
    "rag.habits": Rule((*BASE, "rag.brief", "rag.render")),
    "rag.retrieve": Rule(BASE, ("numpy", "py3langid")),
    "rag.answer": Rule((*BASE, "rag.verify", "rag.retrieve"), ("numpy", "rapidfuzz")),
    "rag.verify": Rule(BASE, ("numpy", "pydantic")),
    "rag.brief": Rule((*BASE, "rag.verify", "rag.answer", "rag.render"), ("numpy",)),
    "rag.render": Rule((*BASE, "rag.resources"), ("jinja2",), in_functions=("segno",)),
    "rag.dateline": Rule((*BASE, "rag.habits", *(f"rag.{stage}" for stage in STAGES))),
    "rag.compose": Rule(
        (
            "rag",
            *BASE,
            "rag.habits",
            "rag.settings",
            "rag.dateline",
            "rag.adapters",
            *(f"rag.{stage}" for stage in STAGES),
        )
    ),
    "rag.integrations": Rule(("rag.dateline", "rag.domain", "rag.render"), ("llama_index",)),
    "rag.cli": Rule(
        (*EDGE, "rag.verify.rows", "rag.answer.conversation", "rag.habits"),
        ("typer", "rich", "pydantic"),
        in_functions=("eval", "rag.ui", "rag.archive.export"),
    ),
    "rag.ui": Rule(EDGE, ("streamlit", "pydantic"), in_functions=("eval",)),
    "app": Rule(("rag.ui",), ("streamlit",)),
    "eval.__main__": Rule(("rag.cli.main",)),
    # Whether citations support what is said is judged by the check itself, beside the system that answered.
    "eval": Rule(
        (*EDGE, "rag.prompts", "rag.sentences", "rag.verify"), ("jinja2", "numpy", "pydantic", "rich", "yaml")
    ),
    # The peers that Dateline is measured against are called where they are measured, and nowhere else.
    "eval.systems": Rule(("eval", *EDGE, "rag.sentences"), ("numpy", "llama_index", "openai")),
    # Texts of other sets are cleaned as an ingest cleans them, so that their gold quotes stand in what is stored.
    # An export is read by the rows that a restore reads it by.
    "eval.importing": Rule(
        ("eval", *EDGE, "rag.sentences", "rag.ingest.clean", "rag.archive.export_rows"), ("pydantic",)
    ),
    # Benchmarks measure single stages too.
    "eval.bench": Rule(
        (
            "eval",
            *EDGE,
            *BASE,
            "rag.adapters",
            *(f"rag.{stage}" for stage in STAGES),
        ),
        (
            *("numpy", "pypdf", "trafilatura", "llama_index", "chromadb", "onnxruntime", "tokenizers"),
            # The app is measured from outside: by a browser, and in Streamlit's own protocol.
            *("playwright", "streamlit", "websockets"),
        ),
    ),
}
ADAPTERS: dict[str, tuple[str, ...]] = {
    "archive_lock": ("filelock",),
    "chroma": ("chromadb",),
    # httpx speaks through httpcore and h11; brotli and zstandard are its content encodings.
    "fetch": ("httpx", "httpcore", "h11", "brotli", "zstandard"),
    "gguf": ("xllamacpp",),
    "llamaindex": ("llama_index",),
    "onnx": ("onnxruntime", "tokenizers"),
    "http_reranker": ("httpx",),
    "openai_llm": ("openai", "httpx"),
    # The lock file stands beside the database and is held by whoever writes to it.
    "sqlite": ("sqlite3", "rag.adapters.archive_lock"),
    "smtp": (),
    "trace_folder": (),
    "tantivy": ("tantivy",),
    "typst": ("typst",),
}
"""The outside library of each adapter; tokenizers belongs to the model that onnxruntime runs, httpx to openai."""


@dataclass(frozen=True)
class Import:
    """``module`` imports ``target``, at ``line``; ``nested`` if inside a function."""

    module: str
    target: str
    line: int
    nested: bool

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}: {self.target}"


def sources() -> Iterator[Path]:
    for folder in ("rag", "eval"):
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield ROOT / "app.py"


def dotted(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(module: str, text: str) -> Iterator[Import]:
    tree = ast.parse(text)
    nested = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, id(node) in nested)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}, line {node.lineno}: write imports in full"
            for target in _targets(node):
                yield Import(module, target, node.lineno, id(node) in nested)


def _targets(node: ast.ImportFrom) -> list[str]:
    """`from rag.cli import eval` imports a module, `from rag.ports import LLM` a name of one."""
    assert node.module is not None
    paths = [f"{node.module}.{alias.name}" for alias in node.names]
    return [path if _is_module(path) else node.module for path in paths]


def _is_module(path: str) -> bool:
    place = ROOT.joinpath(*path.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def starts(target: str, prefixes: tuple[str, ...]) -> bool:
    return any(target == prefix or target.startswith(f"{prefix}.") for prefix in prefixes)


def room_of(module: str) -> str:
    """The longest name of the table that the module lies in."""
    return max((room for room in RULES if starts(module, (room,))), key=len)


def breach(found: Import) -> bool:
    """Whether this import breaks the table."""
    if starts(found.module, ("rag.adapters",)):
        return _adapter_breach(found)
    room = room_of(found.module)
    rule = RULES[room]
    if room != "rag" and starts(found.target, (room,)):
        return False
    allowed = (*rule.inside, *rule.outside, *(rule.in_functions if found.nested else ()))
    if found.target == "rag":
        return "rag" not in allowed
    # "rag" in the table is the package's front, not everything behind it.
    return not (starts(found.target, tuple(p for p in allowed if p != "rag")) or is_standard(found.target))


def _adapter_breach(found: Import) -> bool:
    name = found.module.removeprefix("rag.adapters.")
    family = next((each for each in ADAPTERS if name == each or name.startswith(f"{each}_")), None)
    assert family, f"{found.module}: name its outside library in ADAPTERS"
    allowed = ("rag.domain", "rag.ports", "numpy", *ADAPTERS[family])
    sibling = found.target == f"rag.adapters.{family}" or found.target.startswith(f"rag.adapters.{family}_")
    return not (sibling or starts(found.target, allowed) or is_standard(found.target))


def is_standard(target: str) -> bool:
    root = target.split(".")[0]
    return root in sys.stdlib_module_names and root not in HEAVY


def test_every_import_of_the_program_is_one_that_the_table_allows() -> None:
    found = [each for path in sources() for each in imports_of(dotted(path), path.read_text(encoding="utf-8"))]
    assert len(found) > 100
    assert [str(each) for each in found if breach(each)] == []


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_reaches_for_a_store_a_model_or_the_browser(stage: str) -> None:
    for path in sorted((ROOT / "rag" / stage).rglob("*.py")):
        for each in imports_of(dotted(path), path.read_text(encoding="utf-8")):
            assert each.target.split(".")[0] not in HEAVY, str(each)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rag.domain.answer", "import numpy"),
        ("rag.domain.answer", "from rag.ports import LLM"),
        ("rag.answer.writer", "from rag.adapters.openai_llm import OpenAILLM"),
        ("rag.answer.writer", "def late():\n    from rag.settings import Settings"),
        ("rag.retrieve.fuse", "import sqlite3"),
        ("rag.retrieve.fuse", "from rag.answer import evidence"),
        ("rag.verify.names", "from rag.answer.evidence import evidence"),
        ("rag.adapters.chroma", "from rag.adapters.tantivy import TantivyIndex"),
        ("rag.adapters.chroma", "import tantivy"),
        ("rag.adapters.chroma", "from rag.ingest.split import spans"),
        ("rag.settings", "from rag.ports import LLM"),
        ("rag.ui.ask", "from rag.adapters.sqlite import SqliteCatalog"),
        ("rag.ui.ask", "from eval.run import run_set"),
        ("rag.cli.ask", "import openai"),
        ("rag.integrations.llamaindex", "from rag.adapters.llamaindex import SentenceSplitter"),
        ("rag.integrations.llamaindex", "from rag.compose import open_dateline"),
        ("rag.dateline", "from rag.integrations.llamaindex import DatelineRetriever"),
        ("rag.adapters.llamaindex_llm", "import openai"),
        ("rag.cli.ask", "from rag.retrieve.retriever import Retriever"),
        ("rag.dateline", "from rag.adapters.chroma import ChromaIndex"),
        ("rag.compose", "from rag.cli.main import run"),
        ("eval.run", "import llama_index.core"),
        ("app", "from rag.compose import open_dateline"),
    ],
)
def test_an_import_against_the_table_is_found(module: str, line: str) -> None:
    assert any(breach(each) for each in imports_of(module, line))


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rag.answer.writer", "from rag.verify.verify import check"),
        ("rag.compose", "from rag.adapters.chroma import ChromaIndex"),
        ("rag.cli.eval", "def run():\n    from eval.run import run_set"),
        ("rag.adapters.sqlite", "import sqlite3"),
        ("rag.adapters.llamaindex_llm", "from rag.adapters.llamaindex_classes import NamedClass"),
        ("rag.integrations.llamaindex", "from llama_index.core.schema import TextNode"),
        ("eval.systems.peer", "import llama_index.core"),
    ],
)
def test_an_import_that_the_table_allows_is_let_through(module: str, line: str) -> None:
    assert not any(breach(each) for each in imports_of(module, line))
