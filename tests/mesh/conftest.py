"""A mesh of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mesh.ether import Ether
from tests.mesh.world import Mesh, a_mesh


@pytest.fixture
def mesh(tmp_path: Path) -> Iterator[Mesh]:
    with a_mesh(tmp_path) as made:
        yield made


@pytest.fixture
def ether(mesh: Mesh) -> Ether:
    return Ether(mesh.time)
