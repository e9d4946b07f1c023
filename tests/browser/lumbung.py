"""A lumbung in the midst of its work, told into the store of a unit that knows one posko: what the pictures of its guide show."""

import time
from typing import Any

from field_node.clock import Stamp
from field_node.config import Config
from field_node.opened import opened_store
from field_node.records.balance import Balance
from field_node.records.handover import Recipient, Signature
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Record, TimeQuality
from field_node.store import journal
from field_node.store.connection import Store
from tests.browser.story import HOUR, POSKO

LUMBUNG, GUDANG, GIVEN = Ref(3, 2), Ref(3, 3), Ref(3, 13)
"""The places, and the first line of the BAST."""
NOODLES, BLANKET, SARDINES, KIT, TENT = 5, 21, 13, 41, 57
DAY = 24 * HOUR


def tell(config: Config) -> None:
    """Eight days of it, ending at this moment."""
    now = int(time.time())
    with opened_store(config) as store:
        made = [journal.append(store, one, stamp=_stamp(now, 8 * DAY)).ref for one in _places()]
        if made != [LUMBUNG, GUDANG]:
            raise ValueError(made)
        today = now // DAY
        for ago_s, records in (
            (8 * DAY, _opening(today)),
            (2 * DAY, _sent(today)),
            (HOUR, _given(today)),
            (HOUR // 2, _least(now)),
        ):
            _keep(store, _stamp(now, ago_s), records)


def _stamp(now: int, ago_s: int) -> Stamp:
    return Stamp(now - ago_s, TimeQuality.GPS, 1, float(10**7 - ago_s))


def _keep(store: Store, stamp: Stamp, records: list[Record]) -> None:
    for one in records:
        journal.append(store, one, stamp=stamp)


def _places() -> list[Place]:
    return [
        Place(nama="Lumbung Sosial Kota", jenis="lumbung", unit=3, kode="LSK", lat=-6.3301, lon=108.3251),
        Place(nama="Gudang Dinas Sosial", jenis="gudang", unit=9, kode="GDS", lat=-6.3412, lon=108.3304),
    ]


def _opening(today: int) -> list[Record]:
    """What lay there: one batch that is past its day, one close to it."""
    shelf = (
        (NOODLES, 812, "D2026", today + 300, 40),
        (SARDINES, 288, "S1", today + 20, 24),
        (3, 60, "K1", today - 9, None),
        (KIT, 40, "FK1", today + 120, None),
        (BLANKET, 100, None, None, None),
        (TENT, 6, None, None, None),
    )
    said: dict[str, Any] = {
        "jenis": "saldo_awal",
        "gudang": LUMBUNG,
        "nomor": "SA/LSK/2026/0001",
        "sumber_dana": "apbn",
    }
    return [
        Movement(
            **said,
            barang=item,
            jumlah=much,
            batch=batch,
            kedaluwarsa=day,
            isi_per_kemasan=holds,
            baris=line,
        )
        for line, (item, much, batch, day, holds) in enumerate(shelf, 1)
    ]


def _sent(today: int) -> list[Record]:
    """A surat jalan of two lines, and tents that are late."""
    said: dict[str, Any] = {
        "jenis": "kirim",
        "gudang": LUMBUNG,
        "tujuan": GUDANG,
        "nomor": "SJ/LSK/2026/0001",
        "kendaraan": "E 8123 PA",
        "pengemudi": "Dedi",
    }
    lent: dict[str, Any] = {
        "jenis": "pinjam",
        "gudang": LUMBUNG,
        "nomor": "PJ/LSK/2026/0001",
        "peminjam": "Koramil Contoh",
    }
    return [
        Movement(**said, barang=NOODLES, jumlah=200, batch="D2026", kedaluwarsa=today + 300, baris=1),
        Movement(**said, barang=BLANKET, jumlah=60, baris=2),
        Movement(**lent, barang=TENT, jumlah=2, batas_kembali=today - 1, baris=1),
    ]


def _given(today: int) -> list[Record]:
    """Family kits to two RT, more blankets than the book knows, and who signed."""
    said: dict[str, Any] = {
        "jenis": "salur",
        "gudang": LUMBUNG,
        "tujuan": POSKO,
        "nomor": "BAST/LSK/2026/0001",
    }
    kits = Movement(
        **said, barang=KIT, jumlah=20, batch="FK1", kedaluwarsa=today + 120, kk=20, jiwa=67, baris=1
    )
    served: dict[str, Any] = {"bast": "BAST/LSK/2026/0001", "gudang": LUMBUNG}
    return [
        kits,
        Movement(**said, barang=BLANKET, jumlah=50, baris=2),
        Recipient(**served, rt="RT 03/RW 02", kk=12, jiwa=40, paket=12, nama="Slamet", baris=1),
        Recipient(**served, rt="RT 04/RW 02", kk=8, jiwa=27, paket=8, nama="Yati", baris=2),
        Signature(
            mutasi=GIVEN,
            peran="pihak_pertama",
            nama="Joko",
            jabatan="Petugas lumbung",
            goresan="0u1o1e0o1y1o2i0o",
        ),
    ]


def _least(now: int) -> list[Record]:
    """Sardines should be more."""
    told = Balance(
        gudang=LUMBUNG, barang=SARDINES, batch="S1", jumlah=288, minimum=300, per_waktu=now // 60 * 60
    )
    return [told]
