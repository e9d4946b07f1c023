"""The rows about sizes on the air: frames of every format, the bound, real tracks, notes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, cast

from meshtastic.protobuf import mesh_pb2

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.position import Position
from field_node.records.record import Entry, TimeQuality
from sync.codec.contexts import NEWEST, OFFERED, PLAIN
from tests.bench import wire_tracks
from tests.bench.rows import Row, skipped
from tests.bench.wire_formats import Format
from tests.bench.wire_frames import ROOM, Load, against_bound, head_bits, of_format, ours
from tests.bench.wire_work import (
    CASES,
    FRESH,
    NOTES,
    STRUCTURED,
    TRAIL,
    WITH_NOTES,
    Case,
    formats,
    load_of,
    our_load,
)
from tests.workload import BEGIN, Setting, bits, kind_of
from tests.workload.notes import texts

A_FRAME = {
    (STRUCTURED, Setting.SHIFTED): 39, (STRUCTURED, Setting.MATCHED): 50,
    (WITH_NOTES, Setting.SHIFTED): 27, (WITH_NOTES, Setting.MATCHED): 31,
}  # fmt: skip
BOUND = {Setting.SHIFTED: 1.20, Setting.MATCHED: 1.08}
SMALLER = {"ASN.1 UPER": 2.2, "Protobuf": 5.2, "CBOR kunci angka": 6.0, "JSON kunci pendek": 23.0}
"""Times smaller in the shifted structured mix."""
GPS_GOAL, LETTER_GOAL = 2.45, 3.3
HOW = "kerangka utuh 200 B, isi 183 B, tiap kerangka dibaca kembali dan dicocokkan; lainnya diberi waktu, nomor dan segel cuma-cuma"


def sizes() -> Iterator[Row]:
    """Records a frame and bytes a record, ours and all others, in every mix and setting."""
    for case in CASES:
        load = our_load(case)
        yield _a_frame(case, load)
        yield Row(
            f"B/rekaman, {case.label}",
            load.a_record,
            "B",
            "konteks 0",
            our_load(case, (PLAIN,)).a_record,
            how=HOW,
        )
        for name in formats():
            yield _beside(case, name)


def _a_frame(case: Case, load: Load) -> Row:
    goal, plain = A_FRAME.get((case.mix, case.setting)), our_load(case, (PLAIN,))
    met = None if goal is None else load.a_frame >= goal
    how = f"{HOW}; konteks {OFFERED}, tiap kerangka yang terpendek"
    return Row(
        f"rekaman/kerangka, {case.label}",
        load.a_frame,
        "rek",
        "konteks 0",
        plain.a_frame,
        f">= {goal}" if goal else "",
        met,
        how,
    )


def _beside(case: Case, name: str) -> Row:
    other, load = load_of(case, name), our_load(case)
    goal = SMALLER.get(name) if (case.mix, case.setting) == (STRUCTURED, Setting.SHIFTED) else None
    times = other.a_record / load.a_record
    how = f"{HOW}; {name} {other.a_record:.2f} B/rekaman, {other.a_frame:.1f} rekaman/kerangka"
    met = None if goal is None else times >= goal
    label = f"lebih kecil dari {name}, {case.label} ({other.a_record:.1f} B)"
    return Row(label, times, "x", goal=f">= {goal:g}x" if goal else "", met=met, how=how)


def bound() -> Iterator[Row]:
    """The coder against -log2 p of the generator, heads apart, and the price of each kind of record."""
    for case in CASES:
        spent, least = against_bound(our_load(case), case.setting, NOTES[case.mix])
        goal = BOUND[case.setting] if case.mix == STRUCTURED else None
        met = None if goal is None else spent / least <= goal
        how = (
            "bit tiap rekaman tanpa kepala kerangka; dasar: -log2 p rekaman bila hanya kerangka itu diketahui"
        )
        yield Row(
            f"terhadap batas, {case.label}",
            spent / least,
            "x",
            "batas, B/rek",
            least / 8,
            f"<= {goal:g}" if goal else "",
            met,
            how,
        )
        if case.mix != TRAIL:
            yield from _bound_of_kinds(case)


def _bound_of_kinds(case: Case) -> Iterator[Row]:
    prices: dict[str, list[float]] = defaultdict(list)
    for part in our_load(case).parts:
        for entry, price in zip(part, bits(part, case.setting, notes=NOTES[case.mix]), strict=True):
            prices[kind_of(entry)].append(price / 8)
    for name, found in sorted(prices.items(), key=lambda one: -len(one[1])):
        share = 100 * len(found) / sum(map(len, prices.values()))
        yield Row(f"batas {name} ({share:.1f} %), {case.label}", sum(found) / len(found), "B/rek")


def tracks() -> Iterator[Row]:
    """Real trails that no table has seen."""
    try:
        walks = wire_tracks.walks()
    except wire_tracks.NoTracks as error:
        yield skipped("GPS nyata", str(error))
        return
    yield _track_row("GPS nyata, semua", [ours(one) for one in walks.values()], f"<= {GPS_GOAL}")
    for name, one in walks.items():
        yield _track_row(f"GPS nyata, {name}", [ours(one)])
    heads = [head_bits(part, NEWEST) for one in walks.values() for part in ours(one).parts]
    load = [ours(one) for one in walks.values()]
    whole, count = sum(sum(one.sizes) for one in load), sum(one.records for one in load)
    yield Row("GPS nyata, tanpa kepala kerangka", (whole - sum(heads) / 8) / count, "B/titik")
    for form in (*formats().values(), *MESHTASTIC):
        found = [of_format(form, one) for one in walks.values()]
        size = sum(sum(one.sizes) for one in found) / count
        yield Row(f"GPS nyata, lebih kecil dari {form.name} ({size:.1f} B)", size / (whole / count), "x")


def _track_row(name: str, loads: list[Load], goal: str = "") -> Row:
    count = sum(one.records for one in loads)
    size = sum(sum(one.sizes) for one in loads) / count
    how = f"{wire_tracks.WANTED} dari arsip sumbernya, {count} titik, 30 s dan 25 m, petak 1,1 m, dipindah ke Cianjur"
    return Row(name, size, "B/titik", "", None, goal, size <= GPS_GOAL if goal else None, how)


def _meshtastic(name: str, **more: Any) -> Format:
    """Meshtastic's own message; every packet holds one fix."""

    def encode(entries: Sequence[Entry]) -> bytes:
        if len(entries) > 1:
            return bytes(ROOM + 1)
        lat, lon, at = _mesh_told(entries)
        return bytes(mesh_pb2.Position(latitude_i=lat, longitude_i=lon, time=at, **more).SerializeToString())

    return Format(name, encode, _mesh_read, _mesh_told)


def _mesh_told(entries: Sequence[Entry]) -> tuple[int, int, int]:
    (record,) = [cast(Position, one.record) for one in entries]
    return round(record.lat * 10**7), round(record.lon * 10**7), record.waktu


def _mesh_read(data: bytes) -> tuple[int, int, int]:
    said = mesh_pb2.Position.FromString(data)
    return said.latitude_i, said.longitude_i, said.time


MESHTASTIC = (
    _meshtastic("Meshtastic Position, tiga isian"),
    _meshtastic(
        "Meshtastic Position", altitude=40, location_source=mesh_pb2.Position.LocSource.LOC_INTERNAL, PDOP=180, sats_in_view=9,
        ground_speed=4, ground_track=12_000_000, precision_bits=32,
    ),
)  # fmt: skip
"""Stripped to place and time, and as a receiver fills it."""


def notes() -> Iterator[Row]:
    """Notes that another hand wrote: bits a letter of whole frames, envelopes in them, heads apart."""
    made_of = [
        Entry(1, at, BEGIN + 60 * at, TimeQuality.GPS, Message(isi=text), Ref(0, 1), 1)
        for at, text in enumerate(texts(FRESH), 1)
    ]
    letters = sum(map(len, texts(FRESH)))
    found = {}
    for context in (NEWEST, PLAIN):
        load = ours(made_of, (context,))
        found[context] = (
            8 * sum(load.sizes) - sum(head_bits(part, context) for part in load.parts)
        ) / letters
    how = f"{len(made_of)} catatan dari penulis ketiga, {letters} huruf; dengan sampul tiap catatan"
    yield Row(
        "catatan, bit/huruf",
        found[NEWEST],
        "bit",
        "konteks 0",
        found[PLAIN],
        f"<= {LETTER_GOAL}",
        found[NEWEST] <= LETTER_GOAL,
        how,
    )
    for name in ("MessagePack + zstd terlatih", "JSON + deflate, kamus", "ASN.1 UPER", "Protobuf"):
        load = of_format(formats()[name], made_of)
        yield Row(f"catatan, bit/huruf, {name}", 8 * sum(load.sizes) / letters, "bit")
