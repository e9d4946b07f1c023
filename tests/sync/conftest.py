"""A center and a unit of it, each test its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.center.store import Center
from tests.sync.parts import AUnit, a_center, a_unit


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    with a_center(tmp_path / "pusat") as made:
        yield made


@pytest.fixture
def unit(tmp_path: Path, center: Center) -> Iterator[AUnit]:
    with a_unit(tmp_path, center) as made:
        yield made
