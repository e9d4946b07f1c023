"""The daily report's words for goods: what moved that day, what is on the shelves, what is short."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from field_node.records.movement import MOVE
from field_node.store.daily import Day
from field_node.store.daily_goods import Moved, Shelf
from field_node.web.daily.words import Line, Section, Voice, both, listed, marks, number
from field_node.web.said.shown import MISSING, amount

FIRST_MOVES = ("salur", "kirim", "terima", "terima_kiriman")
SHOWN = 60
"""Lines of movements; all of them are in the CSV."""
_MOVES = dict(MOVE.options)


def goods_text(voice: Voice, item: int, much: int) -> str:
    """`beras reguler 2,5 kg`"""
    goods = voice.names.goods(item)
    return f"{goods.name if goods else f'barang nomor {item}'} {amount(much, goods)}"


def moves(day: Day, voice: Voice) -> Iterator[Line]:
    """The movements of the day, what went to people first."""
    order = {kind: n for n, kind in enumerate(FIRST_MOVES)}
    found = sorted(day.moved, key=lambda one: order.get(one.kind, len(order)))
    yield from _served(day)
    for one in found[:SHOWN]:
        yield _move(voice, one)
    if len(found) > SHOWN:
        yield Line(f"Dan {len(found) - SHOWN} baris lain", "lihat CSV Mutasi barang")


def _served(day: Day) -> Iterator[Line]:
    """How many were served: a paper says it once, on its first line."""
    given = [one for one in day.moved if one.kind == "salur"]
    told = ((one.kk, one.jiwa) for one in given)
    kk, jiwa = (_known(each) for each in zip(*told, strict=True)) if given else (None, None)
    if given:
        yield Line("Terlayani penyaluran", both(number(kk, "KK"), number(jiwa, "jiwa")), total=True)


def _known(counts: Sequence[int | None]) -> int | None:
    """The sum of what was said, None when nobody said anything."""
    said = [one for one in counts if one is not None]
    return sum(said) if said else None


def _move(voice: Voice, one: Moved) -> Line:
    goods = voice.names.goods(one.item)
    told = both(number(one.kk, "KK"), number(one.jiwa, "jiwa"))
    served = [f"untuk {told}"] if one.kk is not None or one.jiwa is not None else []
    fund = one.fund.replace("_", " ").upper() if one.fund else f"sumber dana {MISSING}"
    who = listed((voice.names.unit(unit) for unit in one.units), 3)
    return Line(
        f"{_MOVES.get(one.kind, one.kind)}: {goods.name if goods else f'barang nomor {one.item}'}",
        amount(one.amount, goods),
        source=f"{who}; {one.lines} mutasi, terakhir {voice.zone.long(one.last_at)}",
        marks=() if one.sure else ("jam belum tepat",),
        detail=", ".join([*served, fund]),
    )


class Low(NamedTuple):
    """An item below its minimum in one store, all batches together, base units. `said`: the statement that names the minimum."""

    said: Any
    total: int
    minimum: int


def low(day: Day) -> list[Low]:
    """Of each store and item the newest minimum against what is stated of all batches."""
    found: dict[Any, list[Any]] = {}
    for said in (pair.said for pair in day.pairs["saldo"] if pair.said):
        record: Any = said.entry.record
        found.setdefault((record.gudang, record.barang), []).append(said)
    every = (_item(said) for said in found.values())
    return [one for one in every if one is not None and one.total < one.minimum]


def _item(said: list[Any]) -> Low | None:
    naming = [one for one in said if one.entry.record.minimum is not None]
    if not naming:
        return None
    last = max(naming, key=lambda one: (one.entry.record.per_waktu, one.made_at, one.entry.seq))
    return Low(last, sum(one.entry.record.jumlah for one in said), last.entry.record.minimum)


def stock(day: Day, voice: Voice) -> Section:
    """What is short, then every shelf."""
    if day.shelves is None:
        return Section(
            "Stok",
            tuple(_low(day, voice)),
            "Saldo hari itu tidak dihitung lagi. Lihat Stok untuk saldo sekarang.",
        )
    shelves: dict[Any, list[Shelf]] = {}
    for shelf in day.shelves:
        shelves.setdefault(shelf.place, []).append(shelf)
    lines = [_shelf(day, voice, place, held) for place, held in shelves.items()]
    return Section(
        "Stok",
        (*_low(day, voice), *lines),
        "Belum ada mutasi di unit ini.",
        "Saldo menurut mutasi yang ada di unit ini.",
    )


def _shelf(day: Day, voice: Voice, place: Any, held: Sequence[Shelf]) -> Line:
    what, printed = voice.place(day, place)
    doubt = ("saldo minus, perlu opname",) if any(one.minus for one in held) else ()
    text = listed((goods_text(voice, one.item, one.amount) for one in held), 30)
    return Line(what, text, marks=doubt, printed=printed)


def _low(day: Day, voice: Voice) -> Iterator[Line]:
    for one in low(day):
        record: Any = one.said.entry.record
        what, printed = voice.place(day, record.gudang)
        least = goods_text(voice, record.barang, one.minimum)
        value = f"{goods_text(voice, record.barang, one.total)}, di bawah minimum ({least})"
        yield Line(
            f"Stok kritis: {what}",
            value,
            "",
            voice.source(one.said),
            marks(one.said, day.cut),
            str(one.said.entry.ref),
            printed,
        )
