"""Records, entries and pictures for tests: strategies from the declarations alone, and a few by hand."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from hypothesis import strategies as st

from field_node.records import TYPES
from field_node.records.headcount import Headcount
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import (
    END_OF_TIME,
    SEQ_LIMIT,
    TRACK_START,
    UNIT_LIMIT,
    Amount,
    Choice,
    Count,
    Day,
    Degrees,
    Digest,
    Flag,
    Item,
    Kind,
    Moment,
    Official,
    Person,
    Ref,
    Reference,
    Region,
    Several,
    Text,
    UnitNumber,
)
from field_node.records.ledger import Booked
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.record import Entry, InvalidRecord, Record, TimeQuality, examined, fields

NOW = 1_795_312_800
"""22 November 2026, 02.00 UTC."""
POSKO, LUMBUNG, KEJADIAN = Ref(0, 1), Ref(0, 2), Ref(0, 3)


def _whole(least: int, most: int, usual: int) -> st.SearchStrategy[int]:
    near = st.integers(max(least, -2 * usual), min(most, 2 * usual))
    return st.one_of(near, st.sampled_from((least, most)), st.integers(least, most))


REFS = st.builds(Ref, _whole(0, UNIT_LIMIT - 1, 20), _whole(1, SEQ_LIMIT - 1, 200))
LETTERS = st.one_of(
    st.sampled_from(string.ascii_letters + string.digits + " .,-/()\n"),
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")),
)


def _texts(kind: Any) -> st.SearchStrategy[str]:
    drafts = st.text(LETTERS, min_size=1, max_size=min(kind.most, 60)).map(kind.settle)
    return st.one_of(drafts.filter(lambda text: 0 < len(text) <= kind.most), st.just("x" * kind.most))


def _regions(kind: Any) -> st.SearchStrategy[str]:
    parts = (st.integers(11, 97), st.integers(0, 99), st.integers(0, 99), st.integers(0, 9999))
    whole = st.tuples(*parts).map(lambda one: f"{one[0]}.{one[1]:02}.{one[2]:02}.{one[3]:04}")
    return st.builds(lambda code, size: code[:size], whole, st.sampled_from((2, 5, 8, 13)))


def _lists(kind: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values_of(kind.kind), min_size=1, max_size=min(kind.most, 6), unique=True).map(tuple)


def _moments(kind: Any) -> st.SearchStrategy[int]:
    return st.one_of(st.integers(NOW - 10**7, NOW + 10**7), st.integers(0, END_OF_TIME)).map(kind.settle)


STRATEGIES: dict[type[Kind], Callable[[Any], st.SearchStrategy[Any]]] = {
    Flag: lambda kind: st.booleans(),
    Count: lambda kind: _whole(0, kind.most, kind.usual),
    Amount: lambda kind: _whole(kind.least, kind.most, kind.usual),
    Degrees: lambda kind: st.integers(-kind.limit * 100_000, kind.limit * 100_000).map(lambda n: n / 100_000),
    Choice: lambda kind: st.sampled_from(kind.codes()),
    Moment: _moments,
    Day: lambda kind: st.one_of(st.integers(20_000, 22_000), st.integers(0, 2_932_896)),
    Text: _texts,
    Official: _texts,
    Region: _regions,
    Reference: lambda kind: REFS,
    Item: lambda kind: st.integers(1, 1023),
    UnitNumber: lambda kind: _whole(0, UNIT_LIMIT - 1, 20),
    Digest: lambda kind: st.binary(min_size=32, max_size=32),
    Person: lambda kind: st.binary(min_size=49, max_size=48 + 4 * kind.most),
    Several: _lists,
}


def values_of(kind: Kind) -> st.SearchStrategy[Any]:
    """Any value that the kind may hold, settled. Raises KeyError for a kind without a strategy."""
    return STRATEGIES[type(kind)](kind)


def records_of(record_type: type[Record], *, nulls: bool = True) -> st.SearchStrategy[Any]:
    """Any record of a type that its kinds allow; without nulls every field holds something."""
    blank = st.none() if nulls else st.nothing()
    held = {
        one.name: _strategy(one.kind) if one.required else st.one_of(_strategy(one.kind), blank)
        for one in fields(record_type)
    }
    return st.builds(record_type, **held)


@cache
def _strategy(kind: Kind) -> st.SearchStrategy[Any]:
    return values_of(kind)


def any_record() -> st.SearchStrategy[Any]:
    """Any record of any registered type."""
    return st.sampled_from(sorted(TYPES)).flatmap(lambda number: records_of(TYPES[number]))


@st.composite
def an_entry_of(draw: st.DrawFn, record_type: type[Record], *, unit: int = 7, seq: int = 1) -> Entry:
    """Any entry of a type under that name; track types need a seq from 2^31 up."""
    grid = record_type.about.resolution_s
    corrects = draw(st.none() | st.none() | REFS)
    return Entry(
        unit=unit,
        seq=seq,
        made_at=draw(st.integers(NOW - 10**6, NOW + 10**6)) // grid * grid,
        quality=draw(st.sampled_from(TimeQuality)),
        record=draw(records_of(record_type)),
        incident=draw(st.sampled_from((None, KEJADIAN)) | REFS),
        author=draw(st.integers(0, 5)),
        corrects=corrects,
        reason=None if corrects is None else draw(st.none() | _texts(Text(160))),
    )


@st.composite
def entries(draw: st.DrawFn, *, unit: int = 7, most: int = 8) -> list[Entry]:
    """Entries of one unit as its journal holds them: by seq, both number lines, with gaps."""
    found = []
    seq = {False: draw(st.integers(1, 5_000)), True: TRACK_START + draw(st.integers(0, 5_000))}
    for _ in range(draw(st.integers(1, most))):
        record_type = TYPES[draw(st.sampled_from(sorted(TYPES)))]
        track = record_type.about.track
        seq[track] += draw(st.sampled_from((1, 1, 1, 2, 40)))
        found.append(draw(an_entry_of(record_type, unit=unit, seq=seq[track])))
    return sorted(found, key=lambda one: one.seq)


def a_posko(**given: Any) -> Place:
    usual = {
        "nama": "Posko Balai Desa Contoh",
        "jenis": "posko",
        "kode_wilayah": "32.12.01.2001",
        "lat": -6.32451,
        "lon": 108.32411,
        "kapasitas_jiwa": 600,
    }
    return Place(**{**usual, **given})


def a_lumbung(**given: Any) -> Place:
    usual = {"nama": "Lumbung Sosial Contoh", "jenis": "lumbung", "kode_wilayah": "32.12.01", "unit": 7}
    return Place(**{**usual, **given})


def a_headcount(**given: Any) -> Headcount:
    usual = {
        "lokasi": POSKO,
        "per_waktu": NOW // 60 * 60,
        "kk": 112,
        "jiwa": 488,
        "laki": 240,
        "perempuan": 248,
        "tempat": "gedung_pemerintah",
        "sumber": "aparat desa",
    }
    return Headcount(**{**usual, **given})


def a_position(**given: Any) -> Position:
    usual = {
        "lat": -6.32451,
        "lon": 108.32411,
        "waktu": NOW // 30 * 30,
        "akurasi": "5m",
        "sumber_gps": "unit",
    }
    return Position(**{**usual, **given})


def an_incident(**given: Any) -> Incident:
    usual = {"nama": "Banjir Contoh", "jenis": "banjir", "mulai": NOW // 60 * 60 - 86_400}
    return Incident(**{**usual, **given})


def an_emergency(**given: Any) -> IncidentStatus:
    decree = {"sk_nomor": "300/12/BPBD", "sk_tanggal": NOW // 86_400 - 1}
    return IncidentStatus(**{"kejadian": KEJADIAN, "status": "tanggap_darurat", **decree, **given})


def a_movement(jenis: str = "terima", **given: Any) -> Movement:
    usual = {
        "gudang": LUMBUNG,
        "barang": 21,
        "jumlah": 100,
        "nomor": "SJ/CTH/2026/1",
        "asal": "pengadaan",
        "sumber_dana": "apbn",
        "alasan": "opname",
        "kondisi": "baik",
    }
    return Movement(jenis=jenis, **{**usual, **given})


def sealed(text: str = "x") -> bytes:
    """Bytes as long as a sealed text."""
    return text.encode().ljust(49, b"\0")


@dataclass
class Picture:
    """What a unit knows, as plain tables; implements `record.Known`."""

    now: int = NOW
    clock_trusted: bool = True
    unit: int = 7
    incident: Ref | None = KEJADIAN
    siaga_opens_gate: bool = False
    corrects: Ref | None = None
    records: dict[Ref, Record] = field(
        default_factory=lambda: {POSKO: a_posko(), LUMBUNG: a_lumbung(), KEJADIAN: an_incident()}
    )
    views: dict[tuple[object, ...], Record] = field(default_factory=dict)
    balances: dict[tuple[Ref, int, str], int] = field(default_factory=dict)
    books: dict[tuple[Ref, int, str], Booked] = field(default_factory=dict)
    regions: frozenset[str] | None = None
    centers: dict[str, tuple[float, float]] = field(default_factory=dict)
    arrived: frozenset[Ref] = frozenset()
    written: list[Record] = field(default_factory=list)
    back: dict[Ref | None, int] = field(default_factory=dict)

    def record(self, ref: Ref) -> Record | None:
        return self.records.get(ref)

    def newest(self, record_type: type[Record], *key: object) -> Record | None:
        return self.views.get((record_type, *key))

    def balance(self, place: Ref, item: int, batch: str) -> int:
        return self.balances.get((place, item, batch), 0)

    def booked(self, place: Ref, item: int, batch: str) -> Booked | None:
        return self.books.get((place, item, batch))

    def goods(self, number: int) -> Goods | None:
        return kamus().goods.get(number)

    def has_region(self, code: str) -> bool:
        return self.regions is None or code in self.regions

    def region_center(self, code: str) -> tuple[float, float] | None:
        return self.centers.get(code)

    def same_line(self, move: Record) -> bool:
        return move in self.written

    def received(self, sent: Ref) -> bool:
        return sent in self.arrived

    def accounted(self, sent: Ref) -> int:
        return 0

    def came_there(self) -> int:
        return 0

    def came_back(self, went: Ref | None = None) -> int:
        return self.back.get(went, 0)


def said(record: Record, picture: Picture) -> set[str]:
    """The codes of warnings; a refusal fails the test."""
    return {one.code for one in examined(record, picture)[1]}


def refused(record: Record, picture: Picture) -> set[str]:
    """The codes that refuse the record."""
    with pytest.raises(InvalidRecord) as caught:
        examined(record, picture)
    return {one.code for one in caught.value.notices if one.blocks}
