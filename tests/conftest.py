"""Fixtures and options that every test may use."""

from models import small_model
from newsroom import cli, eval_cache, seeded, seeds_once
from snapshot import pytest_addoption, pytest_sessionfinish, snapshot

__all__ = [
    "cli",
    "eval_cache",
    "pytest_addoption",
    "pytest_sessionfinish",
    "seeded",
    "seeds_once",
    "small_model",
    "snapshot",
]
