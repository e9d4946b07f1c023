"""Records over the air, and the center's own receipt back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.records.kinds import Ref
from tests.mesh.ether import Ether
from tests.mesh.world import Mesh, MeshUnit, a_count, a_mesh


@pytest.fixture
def mesh(tmp_path: Path) -> Iterator[Mesh]:
    with a_mesh(tmp_path) as made:
        yield made


@pytest.fixture
def ether(mesh: Mesh) -> Ether:
    return Ether(mesh.time)


def received(unit: MeshUnit) -> bool:
    return set(unit.words()) == {"diterima"}


def test_a_headcount_on_an_offline_tablet_gets_the_receipt_of_the_center(mesh: Mesh, ether: Ether) -> None:
    posko = mesh.add(ether.join())
    mesh.add(ether.join(), gateway=True)
    posko.save(a_count(Ref(0, 1), 120, 0))
    assert posko.words() == ["di_unit"]
    mesh.run(120, until=lambda: posko.words() == ["dipancarkan"])
    assert posko.words() == ["dipancarkan"]
    took = mesh.run(300, until=lambda: received(posko))
    assert received(posko), posko.words()
    assert mesh.at_center(posko) == [1] and took < 60
