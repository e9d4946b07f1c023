"""What a tablet may choose from away from its unit: the tag says so when it changed."""

from typing import Any

from flask.testing import FlaskClient

from field_node.records.directory import KamusLine
from field_node.records.kinds import Ref
from field_node.records.place import Place, PlaceMerge
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.web.orders import from_center

GOODS, PLACES = "barang", "lokasi"


def offered(client: FlaskClient, name: str) -> tuple[str, set[str]]:
    """The tag, and the values in the list of that name."""
    told: Any = client.get("/tablet/daftar").json
    return told["daftar"], {one[0] for one in told["isi"][name]}


def test_goods_that_the_center_names_change_the_tag(client: FlaskClient, desk: Desk) -> None:
    before = offered(client, GOODS)
    from_center(desk, KamusLine(nomor=900, kode="PERAHU", nama="Perahu karet", satuan="buah"))
    after = offered(client, GOODS)
    assert after[1] - before[1] == {"900"}
    assert after[0] != before[0]


def test_places_that_are_one_change_the_tag(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    stamp = desk.clock.stamp()
    twice = journal.append(desk.door.writer, Place(nama="Posko Balai", jenis="posko"), stamp=stamp).ref
    before = offered(client, PLACES)
    journal.append(desk.door.writer, PlaceMerge(ke=posko, dari=twice), stamp=stamp)
    after = offered(client, PLACES)
    assert before[1] - after[1] == {str(twice)}
    assert after[0] != before[0]
