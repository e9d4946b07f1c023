"""A lumbung of this unit with movements, for tests of its pages."""

from typing import Any

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Record
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.store.heard import issued
from tests.field_node.web.conftest import UNIT

LUMBUNG, OTHER = Ref(0, 2), Ref(0, 5)
NOODLES, RICE, MEALS = 5, 4, 1


def places(desk: Desk) -> None:
    """A lumbung that this unit keeps, and one of unit 9."""
    issued(desk.door.writer, Place(nama="Lumbung Indramayu", jenis="lumbung", unit=UNIT), first=2)
    issued(desk.door.writer, Place(nama="Gudang Sentra", jenis="gudang", unit=9), first=5)


def move(jenis: str, jumlah: int | None, batch: str | None = "A", **more: Any) -> Movement:
    """Noodles in the lumbung unless it says otherwise."""
    return Movement(
        **{"jenis": jenis, "gudang": LUMBUNG, "barang": NOODLES, "jumlah": jumlah, "batch": batch, **more}
    )


def own(desk: Desk, *records: Record) -> list[Ref]:
    """This unit recorded that."""
    kept = journal.append_all(desk.door.writer, records, stamp=desk.clock.stamp())
    return [entry.ref for entry in kept]
