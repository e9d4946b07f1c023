"""A unit with a stick."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.center.store import Center
from tests.sync.backup.parts import OPEN
from tests.sync.parts import AUnit, a_unit


@pytest.fixture
def unit(tmp_path: Path, center: Center) -> Iterator[AUnit]:
    """A unit of the center that a test may shut before the end."""
    with ExitStack() as stack:
        made = stack.enter_context(a_unit(tmp_path, center))
        OPEN[id(made)] = stack
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"
