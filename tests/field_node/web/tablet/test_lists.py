"""What a tablet may choose from away from its unit: the tag says so when it changed."""

from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient

from field_node.records.directory import KamusLine
from field_node.records.kinds import Ref
from field_node.records.place import Place, PlaceMerge
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.store.heard import LUMBUNG, heard, saldo
from tests.field_node.web.orders import from_center
from tests.field_node.web.stock.moves import a_store, stocked

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


def test_another_release_or_language_changes_the_tag(client: FlaskClient) -> None:
    before = offered(client, GOODS)[0]
    assert offered(client, GOODS)[0] == before
    client.set_cookie("bahasa", "en")
    english = offered(client, GOODS)[0]
    extensions = client.application.extensions
    extensions["release"] = replace(extensions["release"], tag="lain")
    assert len({before, english, offered(client, GOODS)[0]}) == 3


def test_places_that_are_one_change_the_tag(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    stamp = desk.clock.stamp()
    twice = journal.append(desk.door.writer, Place(nama="Posko Balai", jenis="posko"), stamp=stamp).ref
    before = offered(client, PLACES)
    journal.append(desk.door.writer, PlaceMerge(ke=posko, dari=twice), stamp=stamp)
    after = offered(client, PLACES)
    assert before[1] - after[1] == {str(twice)}
    assert after[0] != before[0]


def test_what_places_are_said_to_hold_is_kept_with_its_age_and_changes_the_tag(
    client: FlaskClient, desk: Desk
) -> None:
    from_center(
        desk, Place(nama="Posko A", jenis="posko"), Place(nama="Lumbung Tetangga", jenis="lumbung", unit=9)
    )
    before = depots(client)
    assert [(name, goods) for name, *_, goods in before[1]] == [("Lumbung Tetangga", None)]
    now = desk.now // 60 * 60
    heard(desk.door.writer, 9, saldo(40, at=now - 3_600, place=LUMBUNG), at=now)
    tag, ((name, kind, far, since, source, doubt, goods),) = depots(client)
    assert tag != before[0] and (name, kind, far) == ("Lumbung Tetangga", "Lumbung sosial", "")
    assert (since, source, doubt) == (now - 3_600, "tetangga Unit 9", "belum diverifikasi pusat")
    assert goods == [[21, "40\u00a0lembar", 40]]


def test_a_newer_word_changes_the_tag_also_where_another_unit_spoke_later(
    client: FlaskClient, desk: Desk
) -> None:
    named = [Place(nama=f"Lumbung {n}", jenis="lumbung", unit=n) for n in (8, 9)]
    first, second = from_center(desk, *named)
    now = desk.now // 60 * 60
    heard(desk.door.writer, 8, saldo(40, at=now, place=first), at=now)
    heard(desk.door.writer, 9, saldo(40, at=now - 600, place=second), at=now)
    before = depots(client)
    heard(desk.door.writer, 9, saldo(30, at=now - 60, place=second), first=2, at=now)
    after = depots(client)
    assert after[1] != before[1] and after[0] != before[0]


def test_more_places_of_a_unit_ask_the_store_no_more(client: FlaskClient, desk: Desk) -> None:
    def more(*numbers: int) -> int:
        named = [Place(nama=f"Lumbung {n}", jenis="lumbung", unit=9) for n in numbers]
        places = from_center(desk, *named, first=1 + numbers[0])
        said = [saldo(40, at=desk.now // 60 * 60, place=place) for place in places]
        heard(desk.door.writer, 9, *said, first=1 + numbers[0], at=desk.now)
        asked = list[str]()
        desk.store.conn.set_trace_callback(asked.append)
        assert len(depots(client)[1]) == numbers[-1] + 1
        desk.store.conn.set_trace_callback(None)
        return len(asked)

    assert more(0, 1) == more(*range(2, 12))


def test_the_ledger_of_this_unit_is_as_of_the_list(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 7)
    (row,) = depots(client)[1]
    assert row[3:] == [0, "unit sendiri", "", [[21, "7\u00a0lembar", 7]]]


def depots(client: FlaskClient) -> tuple[str, list[Any]]:
    told: Any = client.get("/tablet/daftar").json
    return told["daftar"], told["isi"]["lumbung"]
