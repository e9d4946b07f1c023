"""Fixtures of the journeys: a device as setup leaves it, a center that answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.setup import set_up
from tests.journeys.fleet import config_of
from tests.journeys.pusat import Pusat


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `tagana setup` makes it, with the admin codes: to be copied."""
    folder = tmp_path_factory.mktemp("blank") / "unit"
    set_up(config_of(folder))
    return folder


@pytest.fixture
def pusat(tmp_path: Path) -> Iterator[Pusat]:
    made = Pusat.founded(tmp_path / "pusat")
    yield made
    made.close()
