"""A whole table held against the unit's picture: good lines, warnings, errors, and what a person has to say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.ledger import Booked
from field_node.records.movement import Movement
from field_node.records.record import InvalidRecord, Notice, Record, examined
from field_node.store import directory, views
from field_node.store.known import KnownNow, known_now
from field_node.store.stocktaking import booked, opened
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.stock.imports.heads import COLUMNS, Head
from field_node.web.stock.imports.matching import Catalogue
from field_node.web.stock.imports.order import Answers, Ask, Order
from field_node.web.stock.imports.reading import Finding, Read, Table, read_row
from field_node.web.stock.imports.sheet import Row

MOST_LINES = 5_000
PAPER = 40
"""Lines of one paper."""


@dataclass(frozen=True, slots=True)
class KnownOnce(KnownNow):
    """The picture during one check: what was looked up once stays."""

    seen: dict[object, Any] = field(default_factory=dict)
    shelf: dict[tuple[Ref, int, str], int] = field(default_factory=dict)
    opened: frozenset[tuple[int, str]] = frozenset()

    def record(self, ref: Ref) -> Record | None:
        if ref not in self.seen:
            self.seen[ref] = KnownNow.record(self, ref)
        found: Record | None = self.seen[ref]
        return found

    def balance(self, place: Ref, item: int, batch: str) -> int:
        return self.shelf.get((place, item, batch), 0)

    def booked(self, place: Ref, item: int, batch: str) -> Booked | None:
        """The book before the table: goods may stand in several of its rows."""
        left = self.balance(place, item, batch)
        counts = left > 0 or (item, batch) in self.opened
        return booked(self.store, place, (item, batch), left) if counts else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be kept, and the row that it came from."""

    row: int
    record: Movement


@dataclass(slots=True)
class Checked:
    """What became of every row. `asks`: each with the number of rows that wait for it."""

    lines: list[Line] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    errors: list[Finding] = field(default_factory=list)
    asks: dict[Ask, int] = field(default_factory=dict)
    skipped: list[Finding] = field(default_factory=list)
    wrong_rows: set[int] = field(default_factory=set)
    first_of: dict[tuple[int, str], int] = field(default_factory=dict)

    @property
    def odd_rows(self) -> int:
        """How many good rows have a warning."""
        return len({one.row for one in self.warnings if one.row not in self.wrong_rows})


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a table, row by row."""

    desk: Desk
    table: Table
    known: KnownOnce
    found: Checked = field(default_factory=Checked)

    def take(self, row: Row) -> None:
        """Looks at one more row."""
        read = read_row(row, self.table)
        for ask in read.asks:
            self.found.asks[ask] = self.found.asks.get(ask, 0) + 1
        if read.skipped and not read.wrong:
            told = _("Tidak dicatat: %(why)s.") % {"why": read.skipped}
            self.found.skipped.append(Finding(row.number, "", told, wrong=False))
            return
        line = None if read.wrong else self._examined(read)
        if line is None:
            self.found.wrong_rows.add(row.number)
        else:
            self._again(read, line)
            self.found.lines.append(line)
        self._told(read)

    def _examined(self, read: Read) -> Line | None:
        record = Movement(**read.values, **numbered(self.table.order, len(self.found.lines)))
        try:
            kept, notices = examined(record, self.known)
        except InvalidRecord as error:
            self._noted(read, error.notices)
            return None
        self._noted(read, notices)
        return Line(read.row.number, kept)  # type: ignore[arg-type]  # settled stays of its type

    def _noted(self, read: Read, notices: Sequence[Notice]) -> None:
        for one in notices:
            if one.field in COLUMNS:
                read.says(one.field, self.desk.sentence(one), wrong=one.blocks)
            else:
                told = self.desk.remark(Movement, one)
                read.findings.append(Finding(read.row.number, "", told, one.blocks))

    def _again(self, read: Read, line: Line) -> None:
        goods = (line.record.barang, line.record.batch or "")
        first = self.found.first_of.setdefault(goods, line.row)
        if first != line.row:
            read.says(
                "barang", _("Barang dan batch sama dengan baris %(row)s.") % {"row": first}, wrong=False
            )

    def _told(self, read: Read) -> None:
        self.found.errors += [one for one in read.findings if one.wrong]
        self.found.warnings += [one for one in read.findings if not one.wrong]


def numbered(order: Order, line: int) -> dict[str, Any]:
    """Number and line of a paper that came with the goods; a table longer than a paper goes on as (2), (3) ..."""
    paper, at = divmod(line, PAPER)
    if not order.number:
        return {"baris": at + 1}
    return {"nomor": f"{order.number} ({paper + 1})" if paper else order.number, "baris": at + 1}


def check_of(desk: Desk, head: Head, order: Order, answers: Answers, incident: Ref | None) -> Check:
    """A check that has seen no row yet."""
    catalogue = Catalogue(directory.all_goods(desk.store))
    now = known_now(desk.store, desk.clock, incident)
    shelf = {(one.place, one.item, one.batch): one.amount for one in views.stock(desk.store, order.store)}
    once: dict[str, Any] = {"shelf": shelf, "opened": frozenset(opened(desk.store, order.store))}
    known = KnownOnce(now.store, now.now, now.clock_trusted, now.unit, now.incident, **once)
    return Check(desk, Table(head, order, catalogue, answers), known)


def data_rows(rows: Sequence[Row], head: Head) -> Iterator[Row]:
    """The rows below the headings in which something stands."""
    return (row for row in rows if row.number > head.row and not row.empty)
