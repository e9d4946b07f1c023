"""The drill "Gladi banjir": what the center says and what the unit has on its shelves, entered through the normal doors."""

from collections.abc import Iterator

from sqlalchemy import select

from field_node.clock import UnitClock
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kamus import kamus
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Record, examined
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.journal import FormKey, append_all, of_form
from field_node.store.known import known_now
from sync.center.issue import issue
from sync.center.schema import ISSUED
from sync.center.store import Center
from sync.codec.contents import decode
from sync.frames import CENTER

DAY_S = 86_400
NAME, LUMBUNG = "Gladi banjir", "Lumbung sosial Indramayu (gladi)"
FORM = "gladi-banjir-saldo-awal"
BATCH = "GLADI"
SHELF_LIFE_DAYS = 540
# The stock of the lumbung of Indramayu as the press told it, in the units of the kamus (rice in tenths of a kg, oil of a litre).
STOCK = {
    "MSS": 700,
    "LPS": 400,
    "FKT": 100,
    "KID": 100,
    "SLM": 100,
    "KSR": 100,
    "TGL": 100,
    "TKP": 10,
    "TSG": 10,
    "BRS": 1_000,
    "MIN": 200,
    "MYK": 504,
    "KCP": 192,
    "SAU": 192,
    "BSK": 1_120,
    "PBY": 960,
    "PBW": 1_920,
    "PDK": 2,
    "AKB": 2,
    "EMB": 4,
    "GYG": 4,
    "GRG": 2,
    "ILS": 2,
    "GEN": 2,
}


def say(center: Center, *, unit: int, now: int) -> dict[str, Ref]:
    """What the center has to issue for the drill and has not yet; names of all by Ref."""
    there = _issued(center)
    if NAME not in there:
        there[NAME] = issue(center, _incident(now), now=now).ref
    incident = there[NAME]
    if "SK" not in there:
        there["SK"] = issue(center, _declared(incident, now), now=now, incident=incident).ref
    for place in places(unit):
        if place.nama not in there:
            there[place.nama] = issue(center, place, now=now, incident=incident).ref
    return there


def _issued(center: Center) -> dict[str, Ref]:
    with center.reader.connect() as conn:
        rows = conn.execute(select(ISSUED.c.contents).order_by(ISSUED.c.seq)).scalars().all()
    said = [center.rest.unlock(bytes(row)) for row in rows]
    entries = [entry for each in said for entry in decode(CENTER, each, start=center.keys.start).entries]
    return {name: entry.ref for entry in entries if (name := _name(entry.record))}


def _name(record: Record) -> str:
    if isinstance(record, Incident | Place):
        return record.nama
    return "SK" if isinstance(record, IncidentStatus) else ""


def _incident(now: int) -> Incident:
    return Incident(
        nama=NAME,
        jenis="banjir",
        mulai=now - now % 60,
        wilayah=("32.12",),
        penyebab="Gladi: hujan lebat dan tanggul Sungai Cimanuk meluap (simulasi)",
        kronologis="Ini gladi, bukan kejadian sungguhan.",
    )


def _declared(incident: Ref, now: int) -> IncidentStatus:
    today = now // DAY_S
    return IncidentStatus(
        kejadian=incident,
        status="tanggap_darurat",
        tingkat="kabkota",
        sk_nomor="GLADI/001/2026",
        sk_tanggal=today - 1,
        berlaku_mulai=today - 1,
        berlaku_sampai=today + 13,
    )


def places(unit: int) -> Iterator[Place]:
    """Five lokasi of the drill, the lumbung among them held by that unit."""
    yield _place("Posko Utama Indramayu", "posko", "32.12.15", (-6.32, 108.315))
    yield _place("Pengungsian GOR Sindang", "pos_pengungsian", "32.12.16", (-6.3296, 108.3166), capacity=400)
    yield _place("Pengungsian SDN Lohbener", "pos_pengungsian", "32.12.18", (-6.3981, 108.2659), capacity=250)
    yield _place("Dapur Umum Lohbener", "dapur_umum", "32.12.18", (-6.4001, 108.2672))
    yield _place(LUMBUNG, "lumbung", "32.12.15", (-6.3344, 108.3241), unit=unit)


def _place(
    name: str,
    kind: str,
    region: str,
    at: tuple[float, float],
    *,
    capacity: int | None = None,
    unit: int | None = None,
) -> Place:
    return Place(
        nama=name,
        jenis=kind,
        kode_wilayah=region,
        lat=at[0],
        lon=at[1],
        sumber_koordinat="perkiraan",
        kapasitas_jiwa=capacity,
        unit=unit,
        kode="LBG-IDM" if kind == "lumbung" else None,
        publik=True,
    )


def stock(lumbung: Ref, today: int) -> Iterator[Movement]:
    """The opening balance, one line for each item."""
    for code, amount in STOCK.items():
        goods = kamus().goods_by_code(code)
        yield Movement(
            jenis="saldo_awal",
            gudang=lumbung,
            barang=goods.number,
            jumlah=amount * 10**goods.scale,
            batch=BATCH if goods.expires else None,
            kedaluwarsa=today + SHELF_LIFE_DAYS if goods.expires else None,
            sumber_dana="apbn",
            nomor="GLADI/OPNAME/1",
        )


def fill(store: Store, clock: UnitClock, *, lumbung: Ref, incident: Ref) -> int:
    """The opening balance in the unit's own journal, once; how many lines it has."""
    if own_unit(store) is None:
        return 0
    form = FormKey(FORM)
    if kept := of_form(store, form):
        return len(kept)
    known, stamp = known_now(store, clock, incident), clock.stamp()
    lines = [examined(line, known)[0] for line in stock(lumbung, stamp.made_at // DAY_S)]
    return len(append_all(store, lines, stamp=stamp, incident=incident, form=form))
