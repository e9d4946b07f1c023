"""One enrolled unit behind a real nginx, for all tests of this folder."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.records.place import Place
from field_node.store import journal
from sync import enrolment
from sync.center.enrolment import enroll
from tests.behind_nginx import NGINX, WHY_NOT, Front, Places, pages, served
from tests.sync.parts import a_center, a_config, opened_unit

NAME = "posko-01.tagana.internal"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without nginx the whole group is skipped and named."""
    for item in items:
        if NGINX is None and Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A unit that a center enrolled, and that knows one posko."""
    folder = tmp_path_factory.mktemp("front")
    config = a_config(folder)
    with a_center(folder / "pusat") as center:
        given = enroll(center, "Tagana Indramayu 1", address="http://127.0.0.1:9", now=int(time.time()))
    enrolment.enroll(config, given.to_json(), replace_other=False)
    with opened_unit(config) as unit:
        place = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.32715, lon=108.32)
        journal.append(unit.store, place, stamp=unit.clock.stamp())
    settings = f'data_dir = "{config.data_dir}"\nruntime_dir = "{config.runtime_dir}"\n'
    (folder / "node.toml").write_text(settings)
    return Places(folder, config.secrets_dir, NAME)


@pytest.fixture(scope="module")
def front(places: Places) -> Iterator[Front]:
    """The whole way from a client's socket to the journal."""
    with pages(places, places.folder / "node.toml"), served(places) as front:
        yield front
