"""Fixtures and options that every test may use."""

from models import small_model
from snapshot import pytest_addoption, pytest_sessionfinish, snapshot

__all__ = ["pytest_addoption", "pytest_sessionfinish", "small_model", "snapshot"]
