"""One enrolled unit behind a real nginx, for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.behind_nginx import NGINX, WHY_NOT, Front, Places, in_the_field, pages, served
from tests.sync.parts import a_center


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without nginx the whole group is skipped and named."""
    for item in items:
        if NGINX is None and Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("front")
    with a_center(folder / "pusat") as center:
        return in_the_field(folder, center)


@pytest.fixture(scope="module")
def front(places: Places) -> Iterator[Front]:
    """The whole way from a client's socket to the journal."""
    with pages(places), served(places) as front:
        yield front
