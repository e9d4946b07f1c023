"""An opname: from what was counted to the differences that correct the book, and what agrees with it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from field_node.records.balance import Balance
from field_node.records.movement import Movement
from field_node.records.record import InvalidRecord, Notice, blocks, warns
from field_node.store import stocktaking, views
from field_node.store.stock_cards import Goods, moved_between, moved_since
from field_node.web.desk import Desk
from field_node.web.stock.amounts import packed
from field_node.web.stock.drafts import Composed, Draft
from field_node.web.stock.keeping import Piece
from field_node.web.stock.reading import Line

OPENED = "dibuka"
"""The input that says how far the journal was when the unit showed the page; a kept form does not know."""
MOST_DIGITS = 11


def counted(draft: Draft) -> Composed:
    """A difference becomes a penyesuaian and wants its reason; what agrees is stated as it was counted."""
    wrong, pieces = list(_twice(draft)), list[Piece]()
    odd = tuple(_moved_meanwhile(draft))
    for piece, line in zip(draft.moved(draft.lines), draft.lines, strict=True):
        if line.amount is None:
            wrong.append(blocks("belum_dihitung", f"{line.prefix}jumlah"))
            continue
        pieces.append(_difference(draft, piece, line, wrong))
    if wrong:
        raise InvalidRecord((*wrong, *odd))
    return Composed(sorted(pieces, key=lambda one: not isinstance(one.record, Movement)), odd)


def _moved_meanwhile(draft: Draft) -> Iterator[Notice]:
    """Goods that moved since the page was opened: who counted before that must count again."""
    opened = next(iter(draft.form.get(OPENED, ())), "")
    if not (opened.isascii() and opened.isdecimal() and len(opened) <= MOST_DIGITS):
        return
    for line in draft.lines:
        goods, book = Goods(draft.gudang, line.item, line.batch), _book(draft, line)
        moved = moved_since(draft.desk.store, goods, int(opened)) - _later(draft, goods)
        if moved and line.amount is not None:
            item = draft.desk.names.goods(line.item)
            before, after = packed(book - moved, item, None), packed(book, item, None)
            yield warns("bergerak_saat_dihitung", f"{line.prefix}jumlah", awal=before, buku=after)


def _twice(draft: Draft) -> Iterator[Notice]:
    """Goods that lay in two places are one figure: each alone would be a difference."""
    seen = set[tuple[int, str]]()
    for line in draft.lines:
        if (line.item, line.batch) in seen:
            yield blocks("barang_dua_kali", f"{line.prefix}jumlah")
        seen.add((line.item, line.batch))


def _book(draft: Draft, line: Line) -> int:
    """The balance when it was counted: what a tablet brings later is held against no movement made since."""
    goods = Goods(draft.gudang, line.item, line.batch)
    return views.balance(draft.desk.store, draft.gudang, line.item, line.batch) - _later(draft, goods)


def _later(draft: Draft, goods: Goods) -> int:
    """What moved after the count, while it waited in a tablet."""
    at = draft.desk.now
    return moved_between(draft.desk.store, goods, at, at + draft.age_s) if draft.age_s else 0


def _difference(draft: Draft, piece: Piece, line: Line, wrong: list[Notice]) -> Piece:
    book, counted = _book(draft, line), line.amount or 0
    move = cast("Movement", piece.record)
    if counted == book:
        known = draft.shelf.get((line.item, line.batch))
        state = Balance(
            gudang=draft.gudang,
            barang=line.item,
            batch=line.batch or None,
            jumlah=book,
            per_waktu=draft.desk.now // 60 * 60,
            kedaluwarsa=known.expires if known else None,
            sumber_dana=move.sumber_dana,
            minimum=stocktaking.minimums(draft.desk.store, draft.gudang).get(line.item),
        )
        return Piece(state, line.prefix, piece.own, piece.names)
    if not line.said.get("alasan"):
        wrong.append(_unexplained(draft.desk, line, book))
    return piece._replace(record=replace(move, jumlah=counted - book, fisik=max(counted, 0)))


def _unexplained(desk: Desk, line: Line, book: int) -> Notice:
    goods, counted = desk.names.goods(line.item), line.amount or 0
    return blocks(
        "selisih_tanpa_alasan",
        f"{line.prefix}alasan",
        buku=packed(book, goods, None),
        fisik=packed(counted, goods, None),
        selisih=packed(counted - book, goods, None),
    )
