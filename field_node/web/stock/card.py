"""Kartu stok: what came, what went and what was left, line by line, on the screen, on paper and as CSV."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from field_node.records.kinds import Ref
from field_node.records.movement import CONDITION, MOVE, ORIGIN, Movement
from field_node.store.picking import latest
from field_node.store.stock_cards import PAGE, Extent, Goods, Line, card, extent
from field_node.store.stocktaking import held, keeps
from field_node.web.daily.tables import FORMULA
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.routes import ref_here
from field_node.web.said import numbers, times
from field_node.web.said.language import stay_indonesian
from field_node.web.said.shown import MISSING, amount
from field_node.web.stock.amounts import expiry, funds, packed, today

blueprint = Blueprint("stock_card", __name__)
blueprint.before_request(stay_indonesian)
MOST_CSV, MOST_ITEM = 100_000, 1 << 16
MOVES, ORIGINS, CONDITIONS = dict(MOVE.options), dict(ORIGIN.options), dict(CONDITION.options)
HEADS = (
    "tanggal",
    "nomor_bukti",
    "jenis",
    "dari_kepada",
    "batch",
    "masuk",
    "keluar",
    "sisa",
    "satuan",
    "keterangan",
    "entri",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it is shown; `came` and `went` as text, "" for the other way. `unsure`: the clock was not right, and was not put right since."""

    entry: Ref
    date: str
    paper: str
    kind: str
    party: str
    batch: str
    came: str
    went: str
    left: str
    minus: bool
    note: str
    unsure: bool


@blueprint.get("/stok/kartu/<gudang>/<int:item>")
@role("relawan")
def page(gudang: str, item: int) -> str:
    """Forty lines; the last page first, with what was brought forward to it."""
    desk = here()
    goods = Goods(ref_here(gudang), item, request.args.get("batch"))
    size = _extent(desk, goods)
    last = max(1, -(-size.lines // PAGE))
    number = _number(last)
    found = card(desk.store, goods, skip=(number - 1) * PAGE)
    return render_template(
        "stock/kartu.html",
        goods=goods,
        name=desk.names.goods(item),
        title=desk.names.title(goods.place),
        facts=_facts(desk, goods),
        rows=[_row(desk, one) for one in found],
        brought=_scaled(desk, item, found[0].left - found[0].amount) if number > 1 else "",
        left=amount(size.left, desk.names.goods(item)),
        minus=size.left < 0,
        lines=size.lines,
        keeps=desk.unit is not None and keeps(desk.store, goods.place, desk.unit),
        number=number,
        last=last,
        printed=desk.zone.long(desk.now),
    )


@blueprint.get("/stok/kartu/<gudang>/<int:item>.csv")
@role("relawan")
def table(gudang: str, item: int) -> Response:
    """The whole card, without names of persons in office: a file goes where no role is asked."""
    desk = here()
    goods = Goods(ref_here(gudang), item, request.args.get("batch"))
    _extent(desk, goods)
    rows = (_row(desk, one, names=False) for one in card(desk.store, goods, limit=MOST_CSV))
    name = f"kartu-stok-{gudang}-{item}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_csv(desk, item, rows), mimetype="text/csv", headers=headers)


def _extent(desk: Desk, goods: Goods) -> Extent:
    size = extent(desk.store, goods) if goods.item <= MOST_ITEM else Extent(0, 0)
    return size if size.lines else abort(404, "Belum ada mutasi barang itu di gudang ini.")


def _number(last: int) -> int:
    """The page that is asked for, the last one by default."""
    text = request.args.get("halaman", str(last))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return number if 0 < number <= last else abort(404)


# ---- the head


def _facts(desk: Desk, goods: Goods) -> list[tuple[str, str, str]]:
    """Label, text and tone of what is known of the batch, or of all of them."""
    known = desk.names.goods(goods.item)
    batches = held(desk.store, goods.place, goods.item)
    if goods.batch is None:
        return [("Batch", f"semua ({len(batches)})", "")]
    one = next((one for one in batches if one.batch == goods.batch), None)
    facts = [("Batch", goods.batch or "tanpa batch", "")]
    if one is None:
        return facts
    due = expiry(one.expires, today(desk))
    facts.append(("Kedaluwarsa", due.text.removeprefix("Kedaluwarsa ") or MISSING, due.tone))
    facts.append(("Sumber dana", funds(one.funds), ""))
    if one.packed:
        facts.append(("Sisa dalam kemasan", packed(one.amount, known, one.packed), ""))
    return facts


# ---- the lines


def _row(desk: Desk, line: Line, *, names: bool = True) -> Row:
    move: Any = line.entry.record
    scaled = _scaled(desk, move.barang, abs(line.amount))
    return Row(
        entry=line.entry.ref,
        date=_date(desk, desk.made(line.entry)),
        paper=move.bast or move.nomor or str(line.entry.ref),
        kind=MOVES.get(move.jenis, move.jenis),
        party=_party(desk, move, names=names),
        batch=line.batch,
        came=scaled if line.amount > 0 else "",
        went=scaled if line.amount < 0 else "",
        left=_scaled(desk, move.barang, line.left),
        minus=line.left < 0,
        note="; ".join(_notes(desk, move, line)),
        unsure=not desk.made_surely(line.entry),
    )


def _date(desk: Desk, at: int) -> str:
    day = desk.zone.at(at)
    return f"{day:%d-%m-%Y}"


def _scaled(desk: Desk, item: int, value: int) -> str:
    goods = desk.names.goods(item)
    return numbers.shown(value, goods.scale if goods else 0)


def _party(desk: Desk, move: Movement, *, names: bool) -> str:
    """From whom it came, or to whom it went."""
    if move.jenis == "terima_kiriman":
        sent = latest(desk.store, move.merujuk) if move.merujuk else None
        origin = getattr(sent.record, "gudang", None) if sent else None
        return desk.names.title(origin) if origin else f"kiriman {move.merujuk}"
    if move.jenis == "terima":
        return move.asal_nama or ORIGINS.get(move.asal or "", MISSING)
    named = (move.penerima or move.peminjam) if names else None
    place = desk.names.title(move.tujuan) if move.tujuan else ""
    return ", ".join(filter(None, (place, named)))


def _notes(desk: Desk, move: Movement, line: Line) -> Iterable[str]:
    if move.jenis == "terima_kiriman":
        lacks = (("rusak", move.rusak), ("kurang", move.kurang))
        yield from (f"{word} {_scaled(desk, move.barang, value)}" for word, value in lacks if value)
    if line.amount > 0 and not line.batch and move.kedaluwarsa is not None:
        yield f"kedaluwarsa {times.day_shown(move.kedaluwarsa)}"
    if move.kk is not None or move.jiwa is not None:
        yield f"{_or_missing(move.kk)} KK / {_or_missing(move.jiwa)} jiwa"
    if move.kondisi and move.kondisi != "baik":
        yield CONDITIONS.get(move.kondisi, move.kondisi).lower()
    if move.darurat:
        yield "keluar darurat"
    yield from filter(None, (move.alasan, move.seri and f"seri {move.seri}"))
    if line.entry.corrects is not None:
        yield f"koreksi dari {line.entry.corrects}"


def _or_missing(value: int | None) -> str:
    return MISSING if value is None else numbers.shown(value)


# ---- CSV


def _csv(desk: Desk, item: int, rows: Iterable[Row]) -> str:
    """Header and lines; a text that a spreadsheet would run is made harmless."""
    goods = desk.names.goods(item)
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow(HEADS)
    for one in rows:
        texts = (one.date, one.paper, one.kind, one.party, one.batch)
        amounts = (one.came, one.went, one.left)
        unit = goods.unit if goods else ""
        out.writerow([*map(_safe, texts), *map(_plain, amounts), unit, _safe(one.note), str(one.entry)])
    return written.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(shown: str) -> str:
    """A number as programs read it."""
    return shown.replace(".", "").replace(",", ".")
