"""Stores in real files, each test its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.store.connection import Store
from tests.field_node.store.stores import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The empty store of unit 3."""
    made = new_store(tmp_path)
    yield made
    made.close()
