"""The table of a paper, line by line, and those who received by it."""

from dataclasses import dataclass
from typing import Any

from field_node.records.handover import Recipient
from field_node.records.kinds import Ref
from field_node.records.movement import CONDITION, FUND, Movement
from field_node.records.record import Entry
from field_node.store import papers, stocktaking
from field_node.store.papers import Paper
from field_node.web.desk import Desk
from field_node.web.said import numbers, times
from field_node.web.stock.amounts import packed
from field_node.web.stock.written import Written, agreed


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as text. `minus`: goods are missing or broken."""

    goods: str
    batch: str
    unit: str
    amount: str
    fund: str
    note: str
    entry: str
    packed: str = ""
    sent: str = ""
    received: str = ""
    broken: str = ""
    short: str = ""
    counted: str = ""
    gap: str = ""
    condition: str = ""
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """One of those who received. `name`: in office, or that it is sealed."""

    place: str
    families: str
    people: str
    packages: str
    name: str


def rows_of(desk: Desk, told: Written) -> list[Row]:
    """The lines of the paper."""
    shelf = {(one.item, one.batch): one.packed for one in stocktaking.held(desk.store, told.paper.gudang)}
    return [_row(desk, entry, move, shelf.get((move.barang, move.batch or ""))) for entry, move in told.lines]


def _row(desk: Desk, entry: Entry, move: Movement, holds: int | None) -> Row:
    goods = desk.names.goods(move.barang)
    scale = goods.scale if goods else 0
    total = move.arrived() if move.jenis == "terima_kiriman" else move.jumlah or 0
    return Row(
        goods=goods.name if goods else f"barang nomor {move.barang}",
        batch=move.batch or "",
        unit=goods.unit if goods else "",
        amount=numbers.shown(total, scale),
        packed=packed(total, goods, move.isi_per_kemasan or holds).rpartition(" (")[0],
        fund=dict(FUND.options).get(move.sumber_dana or "", "belum didata"),
        note=_note(move),
        entry=str(entry.ref),
        condition=dict(CONDITION.options).get(move.kondisi or "", ""),
        minus=bool(move.rusak or move.kurang),
        **_counts(move, scale),
    )


def _counts(move: Movement, scale: int) -> dict[str, Any]:
    """What an arrival or an opname counted; "" for what nobody did."""
    change = move.jumlah or 0
    book = None if move.fisik is None else move.fisik - change
    told = {
        "received": move.diterima,
        "broken": move.rusak,
        "short": move.kurang,
        "counted": move.fisik,
        "sent": book,
    }
    shown = {name: "" if value is None else numbers.shown(value, scale) for name, value in told.items()}
    return {**shown, "gap": ("+" if change > 0 else "") + numbers.shown(change, scale)}


def _note(move: Movement) -> str:
    due = f"kedaluwarsa {times.day_shown(move.kedaluwarsa)}" if move.kedaluwarsa is not None else ""
    state = dict(CONDITION.options).get(move.kondisi or "") if move.jenis != "penyesuaian" else None
    why = move.alasan if not move.darurat else None
    return "; ".join(filter(None, (due, f"seri {move.seri}" if move.seri else "", state, why)))


def agreeing(desk: Desk, paper: Paper) -> list[Row]:
    """The lines of an opname whose count agreed with the book."""
    found = list[Row]()
    for entry, one in agreed(desk.store, paper):
        goods = desk.names.goods(one.barang)
        amount = numbers.shown(one.jumlah, goods.scale if goods else 0)
        name, unit = (goods.name, goods.unit) if goods else (f"barang nomor {one.barang}", "")
        found.append(
            Row(
                name,
                one.batch or "",
                unit,
                amount,
                "",
                "",
                str(entry.ref),
                counted=amount,
                sent=amount,
                gap="0",
            )
        )
    return found


def served_by(desk: Desk, paper: Paper) -> list[Served]:
    """The list of those who received."""
    return [_served(one) for one in papers.recipients(desk.store, paper)] if paper.nomor else []


def _served(entry: Entry) -> Served:
    one = entry.record
    if not isinstance(one, Recipient):
        raise TypeError(type(one))
    kk, jiwa, paket = (
        "belum didata" if n is None else numbers.shown(n) for n in (one.kk, one.jiwa, one.paket)
    )
    name = one.nama or ("nama disegel untuk pusat" if one.orang is not None else "")
    return Served(one.rt or "", kk, jiwa, "" if one.paket is None else paket, name)


def blank(desk: Desk, place: Ref) -> list[Row]:
    """What lies there, without how much: an opname is counted blind."""
    found = list[Row]()
    for one in stocktaking.held(desk.store, place):
        goods = desk.names.goods(one.item)
        due = f"kedaluwarsa {times.day_shown(one.expires)}" if one.expires is not None else ""
        name, unit = (goods.name, goods.unit) if goods else (f"barang nomor {one.item}", "")
        found.append(Row(name, one.batch, unit, "", "", due, ""))
    return sorted(found, key=lambda one: (one.goods, one.batch))
