"""Two stores and goods on their way between them, over real stores."""

from typing import NamedTuple

from flask.testing import FlaskClient

from field_node.clock import Stamp
from field_node.records.handover import Signature
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Entry, TimeQuality
from field_node.store import journal
from field_node.store.connection import Store
from field_node.web.desk import Desk
from field_node.web.stock.keeping import FIRST, Kept, Piece, keep_paper
from tests.factories import NOW

STAMP = Stamp(NOW, TimeQuality.GPS, 1, 10.0)
GOODS = ((1, "D2026", 700), (2, "D2026", 400), (21, None, 100), (4, None, 2505))
"""makanan siap saji, lauk pauk, selimut, beras (in tenths of a kg)."""


class Stores(NamedTuple):
    """Where goods leave, and where they arrive."""

    gudang: Ref
    lumbung: Ref


def stores(store: Store, *, owner: int, other: int) -> Stores:
    """A gudang of this unit and a lumbung of another."""
    gudang = Place(
        nama="Gudang Regional", jenis="gudang", unit=owner, kode="GDR", kode_wilayah="32.12", publik=True
    )
    lumbung = Place(
        nama="Lumbung Sindang",
        jenis="lumbung",
        unit=other,
        kode="LBS",
        penanggung_jawab="Bu Siti",
        dusun="Krajan",
        rt=2,
        rw=5,
    )
    made = [journal.append(store, one, stamp=STAMP).ref for one in (gudang, lumbung)]
    return Stores(*made)


def stocked(desk: Desk, gudang: Ref) -> None:
    """Twice what will be sent lies there."""
    for item, batch, amount in GOODS:
        move = Movement(
            jenis="terima",
            gudang=gudang,
            barang=item,
            jumlah=2 * amount,
            batch=batch,
            asal="pengadaan",
            sumber_dana="apbn",
            kedaluwarsa=20_900,
        )
        journal.append(desk.door.writer, move, stamp=STAMP)


def sent(desk: Desk, places: Stores, *, lines: int = 4, key: str = "kirim") -> Kept:
    """A kirim of so many lines, signed by who hands it over."""
    goods = [GOODS[n % 4] if n < 4 else (30 + n % 3, f"B{n}", 10 + n) for n in range(lines)]
    moves = [
        Movement(
            jenis="kirim",
            gudang=places.gudang,
            tujuan=places.lumbung,
            barang=item,
            batch=batch,
            jumlah=amount,
            kendaraan="E 1234 AB",
            pengemudi="Darsono",
            sumber_dana="apbn",
            kedaluwarsa=20_900 if batch else None,
        )
        for item, batch, amount in goods
    ]
    drawn = Signature(
        mutasi=FIRST, peran="pihak_pertama", nama="Rina", jabatan="Kepala gudang", goresan="0a1f0b204k2c;2m1f"
    )
    pieces = [Piece(one) for one in (*moves, drawn)]
    return keep_paper(desk, pieces, form=desk.form_key(key, {}), incident=None, pattern=desk.stok.kirim)


def arrivals(desk: Desk) -> list[Entry]:
    """Every terima_kiriman in the journal, in its order."""
    found = (entry for _, entry in journal.entries(desk.store, Movement, limit=200))
    return sorted((one for one in found if move_of(one).jenis == "terima_kiriman"), key=lambda one: one.seq)


def arrived(desk: Desk) -> list[Movement]:
    """What they say."""
    return [move_of(one) for one in arrivals(desk)]


def move_of(entry: Entry) -> Movement:
    """The movement of an entry that is one."""
    assert isinstance(entry.record, Movement)
    return entry.record


def page(client: FlaskClient, address: str) -> str:
    """The page, which is there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.text
