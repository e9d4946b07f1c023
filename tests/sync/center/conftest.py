"""Fixtures of the center's tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.center.store import Center, open_center
from tests.sync.center.parts import SealingUnit, a_center


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new center, closed: each test works on a copy of it."""
    folder = tmp_path_factory.mktemp("founded") / "pusat"
    a_center(folder).close()
    return folder


@pytest.fixture
def center(tmp_path: Path, founded: Path) -> Iterator[Center]:
    made = open_center(Path(shutil.copytree(founded, tmp_path / "pusat")))
    yield made
    made.close()


@pytest.fixture
def unit(center: Center) -> SealingUnit:
    return SealingUnit.enrolled(center)
