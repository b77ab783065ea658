"""Dateline: answers and one-page briefings over a news archive, every sentence cited and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.compose import open_dateline
    from rag.dateline import Dateline
    from rag.settings import Settings

__all__ = ["Dateline", "Settings", "open_dateline"]
__version__ = "0.1.0"

_HOMES = {"Dateline": "rag.dateline", "Settings": "rag.settings", "open_dateline": "rag.compose"}


def __getattr__(name: str) -> object:
    """Import on first use: `import rag` alone must stay fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
