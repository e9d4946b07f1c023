"""What was found in a table, as the page shows it: good lines, warnings, errors, and what a person has to say."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from field_node.records.kamus import kamus
from field_node.records.movement import FUND
from field_node.store import directory, imports
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.numbers import shown
from field_node.web.said.shown import amount
from field_node.web.said.times import day_shown
from field_node.web.stock.imports import order
from field_node.web.stock.imports.checking import Check, Checked, Line, check_of, data_rows
from field_node.web.stock.imports.heads import Head, head_of
from field_node.web.stock.imports.order import Answers, Ask
from field_node.web.stock.imports.parked import Parked
from field_node.web.stock.imports.saving import proof
from field_node.web.stock.imports.template import table_csv

LISTED, ASKED, SAMPLES = 100, 25, 10
FUNDS = dict(FUND.options)


class Sum(NamedTuple):
    """All lines of one item."""

    goods: str
    total: str
    lines: int


def begun(desk: Desk, parked: Parked) -> tuple[Check, Head]:
    """A check of that table that has seen no row yet."""
    head = head_of(parked.rows)
    if head is None:
        raise AssertionError("a table is parked only with its headings")
    return check_of(desk, head, parked.order, Answers(parked.given), None), head


def checked(desk: Desk, parked: Parked) -> Checked:
    """The whole table, checked."""
    check, head = begun(desk, parked)
    for row in data_rows(parked.rows, head):
        check.take(row)
    return check.found


def shown_table(desk: Desk, parked: Parked, found: Checked) -> dict[str, Any]:
    """Everything that the page says of it."""
    head = head_of(parked.rows)
    asks = list(found.asks.items())[:ASKED]
    return {
        "parked": parked,
        "store": desk.names.title(parked.order.store),
        "found": found,
        "counts": [shown(len(one)) for one in (found.lines, found.wrong_rows, found.skipped)],
        "odd": shown(found.odd_rows),
        "errors": found.errors[:LISTED],
        "warnings": [*found.warnings, *found.skipped][:LISTED],
        "listed": LISTED,
        "unused": head.unused if head else (),
        "unmeasured": head is not None and "satuan" not in head.at,
        "samples": [_sample(desk, one) for one in found.lines[:SAMPLES]],
        "sums": _sums(desk, found.lines),
        "asks": [(one, rows, parked.given.get(one.name, ""), _options(desk, one)) for one, rows in asks],
        "same": same_file(desk, parked),
    }


def same_file(desk: Desk, parked: Parked) -> dict[str, Any] | None:
    """The import that the same file became earlier, unless it was taken back."""
    key = imports.with_content(desk.store, proof(desk, parked))
    one = imports.imported(desk.store, key) if key else None
    if one is None:
        return None
    first = desk.entry(one.lines[0])
    return {"key": one.key, "lines": shown(len(one.lines)), "age": desk.age_of(first)}


def _sample(desk: Desk, line: Line) -> dict[str, str]:
    move, goods = line.record, desk.names.goods(line.record.barang)
    return {
        "row": str(line.row),
        "goods": desk.names.goods_name(move.barang),
        "amount": amount(move.jumlah or 0, goods),
        "batch": move.batch or "",
        "expiry": day_shown(move.kedaluwarsa) if move.kedaluwarsa is not None else "",
        "fund": _(FUNDS[move.sumber_dana]) if move.sumber_dana else "",
    }


def _sums(desk: Desk, lines: Sequence[Line]) -> list[Sum]:
    sums = dict[int, list[int]]()
    for one in lines:
        sums.setdefault(one.record.barang, []).append(one.record.jumlah or 0)
    found = ((desk.names.goods(item), amounts) for item, amounts in sums.items())
    told = [Sum(goods.name, amount(sum(all_), goods), len(all_)) for goods, all_ in found if goods]
    return sorted(told, key=lambda one: one.goods)


# ---- what a person has to say


def _options(desk: Desk, ask: Ask) -> list[tuple[str, str, bool]]:
    """(value, label, likely) of what may be answered; none for a number."""
    if ask.what == order.GOODS:
        goods = {one.code: f"{one.name} ({_(one.unit)})" for one in directory.all_goods(desk.store)}
        rest = [code for code in goods if code not in ask.near]
        return [(code, goods[code], True) for code in ask.near] + [
            (code, goods[code], False) for code in rest
        ]
    if ask.what == order.UNIT:
        return [(code, _(one.label), False) for code, one in kamus().measures.items()]
    return [(code, _(label), False) for code, label in FUND.options] if ask.what == order.FUND else []


# ---- the refused rows as a table of their own


def refused_csv(parked: Parked, found: Checked) -> str:
    """The rows that were refused, under their own headings, with why: corrected, this file can be imported by itself."""
    return table_csv(_refused(parked, found))


def _refused(parked: Parked, found: Checked) -> Iterator[list[str]]:
    head = head_of(parked.rows)
    width = len(head.titles) if head else 0
    yield [*(head.titles if head else ()), _("Baris asal"), _("Kesalahan")]
    why = dict[int, list[str]]()
    for one in found.errors:
        why.setdefault(one.row, []).append(f"{one.column}: {one.sentence}" if one.column else one.sentence)
    for row in parked.rows:
        if row.number in why:
            cells = [*row.cells, *[""] * (width - len(row.cells))][:width]
            yield [*cells, str(row.number), " ".join(why[row.number])]
