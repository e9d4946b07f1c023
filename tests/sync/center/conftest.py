"""Fixtures of the center's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.center.store import Center
from tests.sync.center.parts import SealingUnit, a_center


@pytest.fixture
def center(tmp_path: Path) -> Iterator[Center]:
    made = a_center(tmp_path / "pusat")
    yield made
    made.close()


@pytest.fixture
def unit(center: Center) -> SealingUnit:
    return SealingUnit.enrolled(center)
