"""A day of one posko, told into its store: what every page has to show when there is much to show."""

import time
from collections.abc import Iterable

from field_node.clock import Stamp
from field_node.config import Config
from field_node.opened import opened_store
from field_node.records.balance import Balance
from field_node.records.casualties import Casualties
from field_node.records.directory import Unit
from field_node.records.headcount import Headcount
from field_node.records.incident import Incident
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.report import Report
from field_node.records.site import Site
from field_node.records.sos import Sos
from field_node.records.task import Task
from field_node.records.warning import Alert
from field_node.store import journal, neighbours, outbox, status
from field_node.store.connection import Store
from field_node.store.neighbours import Neighbour
from field_node.store.outbox import Receipt

POSKO = Ref(3, 1)
HERE = (-6.32715, 108.32)
HOUR = 3_600


def tell(config: Config) -> None:
    """The whole day, ending at this moment. The folder is that of a unit that knows one posko."""
    now = int(time.time())
    with opened_store(config) as store:
        _center(store, now)
        _own(store, now)
        _others(store, now)
        _machine(store, now)


def _center(store: Store, now: int) -> None:
    incident = Incident(nama="Banjir Cimanuk", jenis="banjir", mulai=_minute(now - 30 * HOUR))
    places = (
        Place(
            nama="SDN 2 Contoh",
            jenis="pos_pengungsian",
            lat=-6.3342,
            lon=108.3151,
            kapasitas_jiwa=300,
            publik=True,
        ),
        Place(nama="Lumbung Sosial Contoh", jenis="lumbung", lat=-6.3551, lon=108.3022, unit=7),
    )
    units = (Unit(nomor=3, nama="Tagana Indramayu 1"), Unit(nomor=7, nama="Lumbung Contoh"))
    task = Task(templat="data_pengungsi", tujuan=3, lokasi=POSKO, batas_waktu=_minute(now + 2 * HOUR))
    alert = Alert(
        jenis="hujan_lebat",
        keparahan="sedang",
        mulai=_minute(now - HOUR),
        sampai=_minute(now + 4 * HOUR),
        asal="bmkg_nowcast",
        lokasi=(POSKO, Ref(0, 2)),
        ringkas="Hujan lebat disertai petir sampai sore",
    )
    _issue(store, now - HOUR, (incident, *places, *units, task, alert))


def _own(store: Store, now: int) -> None:
    for record, ago_s in (
        (_count(now - 20 * HOUR, 104, 455), 20 * HOUR),
        (
            Casualties(
                kode_wilayah="32.12.01",
                per_waktu=_minute(now - 6 * HOUR),
                meninggal_l=1,
                hilang_tt=2,
                luka_berat_p=1,
            ),
            6 * HOUR,
        ),
        (
            Site(lokasi=POSKO, per_waktu=_minute(now - 5 * HOUR), akses="perahu", terisolir=True),
            5 * HOUR,
        ),
        (Need(lokasi=POSKO, prioritas="segera", barang=21, jumlah=200), 4 * HOUR),
        (_movement(50, "SJ/TGN/2026/7"), 3 * HOUR),
        (
            Report(kategori="kebutuhan_logistik", kanal="datang", ringkas="Perlu air bersih di RT 4"),
            2 * HOUR,
        ),
        (_count(now - HOUR, 112, 488), HOUR),
        (Message(isi="Air naik lagi di sisi timur"), 600),
    ):
        journal.append(store, record, stamp=Stamp(now - ago_s, TimeQuality.GPS, 1, float(1e6 - ago_s)))
    outbox.confirm(store, Receipt(upto=6), at=now - 1_800)


def _others(store: Store, now: int) -> None:
    """What the air brought from two neighbours, one of them in danger."""
    held = Balance(gudang=Ref(0, 3), barang=21, jumlah=340, per_waktu=_minute(now - 2 * HOUR))
    position = Position(lat=-6.3402, lon=108.3311, waktu=now // 30 * 30 - 900, sumber_gps="unit")
    _hear(store, 7, now - 900, (held, position))
    _hear(store, 12, now - 240, (Sos(lat=-6.3402, lon=108.3311, orang=3, isi="Perahu terbalik"),))


def _machine(store: Store, now: int) -> None:
    fix = {"lat": HERE[0], "lon": HERE[1], "accuracy_m": 4.2, "satellites": 11, "fix_at": now - 5}
    status.say(store, "gps", {"state": "fix", "reason": "", "connected": True, "source": "gpsd"} | fix, now)
    status.say(store, "link", {"connected": False, "contact_at": now - 1_800, "attempt_at": now - 40}, now)


def _issue(store: Store, at: int, records: Iterable[Record]) -> None:
    found = [Entry(0, seq, at, TimeQuality.CENTER, one) for seq, one in enumerate(records, 1)]
    journal.keep(store, found, carrier="internet")


def _hear(store: Store, unit: int, at: int, records: Iterable[Record]) -> None:
    found = [Entry(unit, seq, at, TimeQuality.GPS, one) for seq, one in enumerate(records, 1)]
    neighbours.hear(store, Neighbour(unit, 5, 1, at), found)


def _count(at: int, kk: int, jiwa: int) -> Headcount:
    return Headcount(
        lokasi=POSKO, per_waktu=_minute(at), kk=kk, jiwa=jiwa, laki=jiwa // 2, perempuan=jiwa - jiwa // 2
    )


def _movement(amount: int, number: str) -> Movement:
    return Movement(
        jenis="terima", gudang=POSKO, barang=21, jumlah=amount, nomor=number, asal="pengadaan", kondisi="baik"
    )


def _minute(at: int) -> int:
    return at // 60 * 60
