"""Record, Entry and what is wrong with them: the shapes that every other part speaks of."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, ClassVar, Protocol

from field_node.records.kinds import PRIVATE, TRACK_START, Amount, InvalidValue, Item, Kind, Ref, Text
from field_node.records.ledger import Ledger
from field_node.records.notice import Goods, InvalidRecord, Notice, blocks, warns
from field_node.records.picture import Picture, odd

__all__ = ["InvalidRecord", "Notice", "blocks", "warns"]
"""Said elsewhere, spoken of here: everything else of this module is its own."""

REASON = Text(160)


class Urgency(IntEnum):
    """The class of a record when a link has little room; lower goes first."""

    SOS = 0
    COUNT = 1
    STOCK = 2
    POSITION = 3
    CHATTER = 4


class TimeQuality(IntEnum):
    """How good `made_at` is."""

    NONE = 0
    RTC = 1
    GPS = 2
    NTP = 3
    CENTER = 4


class Author(Enum):
    """Who may make a record of a type."""

    UNIT = "unit"
    CENTER = "pusat"
    BOTH = "semua"


@dataclass(frozen=True, slots=True)
class Newest:
    """A view keeps the newest live entry per `key`; newest by the field `by`, or by made_at when it is "".

    A key names fields of the type, or of the entry: "unit" is the unit that made it, "incident" its kejadian,
    unless the type itself has a field of that name. None is a key like any other.
    """

    key: tuple[str, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Variants:
    """A type whose form depends on one choice: `by` names that field, `shows` the other fields of each of its codes."""

    by: str
    shows: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class About:
    """What a record type is. `slug` names its table, address and API; `menu` is its heading on the tablet, "" hides it."""

    slug: str
    label: str
    urgency: Urgency
    author: Author = Author.UNIT
    menu: str = ""
    newest: Newest | None = None
    resolution_s: int = 60
    merged: bool = False
    """True: only the newest of a key is sent by radio; older ones go by other links."""
    variants: Variants | None = None
    track: bool = False
    """True: numbered on the line of track points, from 2^31 up."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type. `unit` is shown beside the number, `group` heads it on the form.

    `offers`: the codes that a person at the form may choose, all of the kind's when it is (); for a Flag ("ya",) is
    one box to tick, since nobody would say no or "belum didata". `since`: the first context of the wire that says it.
    """

    name: str
    kind: Kind
    label: str
    required: bool
    radio: bool
    unit: str
    hxl: str
    group: str
    offers: tuple[str, ...] = ()
    since: int = 0


def holds(
    kind: Kind,
    label: str,
    *,
    required: bool = False,
    radio: bool = True,
    unit: str = "",
    hxl: str = "",
    group: str = "",
    offers: tuple[str, ...] = (),
    since: int = 0,
) -> Any:
    """Declares a field of a record type. Every field may be None; `required` ones only while the form is open.

    since: the number of the wire's context that it came with. Raises ValueError for one that came later and is
    required: entries of before lack it for ever.
    """
    if required and since:
        raise ValueError("a field that came later may not be required")
    facts = (kind, label, required, radio and not isinstance(kind, PRIVATE), unit, hxl, group, offers, since)
    return dataclasses.field(default=None, metadata={"facts": facts})


@dataclass(frozen=True, slots=True)
class Shift:
    """One movement of goods between accounts. `account`: saldo (on the shelf), jalan (on the way), pinjam (lent)."""

    account: str
    place: Ref
    item: int
    batch: str
    amount: int


class Known(Picture, Ledger, Protocol):
    """What a record may be held against: the picture of the unit that saves it."""

    @property
    def now(self) -> int:
        """UTC seconds by the clock of this machine."""

    @property
    def clock_trusted(self) -> bool:
        """False: what compares with today only warns."""

    @property
    def unit(self) -> int:
        """Who saves: number of this unit, 0 at the center."""

    @property
    def incident(self) -> Ref | None:
        """The kejadian that the record will belong to."""

    @property
    def corrects(self) -> Ref | None:
        """The entry that the record will correct."""

    @property
    def siaga_opens_gate(self) -> bool:
        """Setting: goods may leave under siaga_darurat too. Default False."""

    def newest(self, record_type: "type[Record]", *key: object) -> "Record | None":
        """The newest live record under that key of its type's view."""

    def region_center(self, code: str) -> tuple[float, float] | None:
        """(lat, lon) of the middle of that region, or None when nobody imported it."""

    def same_line(self, move: "Record") -> bool:
        """True when a live mutasi says the same: paper, line, store, goods, batch and jenis."""


class Record:
    """A plain fact. Types are frozen, slotted, keyword-only dataclasses whose fields are made by `holds`."""

    __slots__ = ()
    about: ClassVar[About]

    def check(self, known: Known) -> Iterator[Notice]:
        """What concerns several fields, or the picture so far. Warn rather than block."""
        yield from ()

    def shifts(self) -> tuple[Shift, ...]:
        """Goods that this record moves."""
        return ()

    def replaces(self) -> Ref | None:
        """The entry that this record takes out of force, beside a correction's own."""
        return None

    def correcting(self, _old: Any) -> Any:
        """What it says when it stands for `_old`, a record of its type. Raises InvalidRecord."""
        return self


_FIELDS: dict[object, tuple[Field, ...]] = {}


def fields(record_type: type[Record]) -> tuple[Field, ...]:
    """The fields of a type in the order of their declaration, which is their order on the wire."""
    if record_type not in _FIELDS:
        found = dataclasses.fields(record_type)  # type: ignore[arg-type]
        _FIELDS[record_type] = tuple(Field(one.name, *one.metadata["facts"]) for one in found)
    return _FIELDS[record_type]


def field(record_type: type[Record], name: str) -> Field:
    """One field by name. Raises KeyError."""
    return {one.name: one for one in fields(record_type)}[name]


def settled(record: Record) -> Record:
    """The same record as it will be kept: quantised, cleaned."""
    given = ((one, getattr(record, one.name)) for one in fields(type(record)))
    return type(record)(**{one.name: one.kind.settle(value) for one, value in given if value is not None})


def flaws(record: Record) -> tuple[Notice, ...]:
    """What its kinds refuse, field by field; () when every field holds what it may."""
    given = [(one, getattr(record, one.name)) for one in fields(type(record))]
    item = next((value for one, value in given if isinstance(one.kind, Item) and value is not None), None)
    return tuple(notice for one, value in given for notice in _flaw(one, value, item))


def _flaw(one: Field, value: Any, item: int | None) -> Iterator[Notice]:
    if value is None:
        if one.required:
            yield blocks("wajib_diisi", one.name)
        return
    try:
        one.kind.check(value)
    except InvalidValue as error:
        yield blocks(error.code, one.name, **_bounds(one.kind, error.values, item))


def _bounds(kind: Kind, said: Mapping[str, object], item: int | None) -> dict[str, object]:
    """What a kind said of its range; base units of goods as Goods, so that a page says them as they are typed."""
    if not isinstance(kind, Amount) or type(item) is not int:
        return dict(said)
    return {name: Goods(item, value) if type(value) is int else value for name, value in said.items()}


def _odd_values(record: Record, known: Known) -> Iterator[Notice]:
    for one in fields(type(record)):
        value = getattr(record, one.name)
        if value is not None:
            yield from odd(one.kind, one.name, value, known)


def examined(record: Record, known: Known) -> tuple[Record, tuple[Notice, ...]]:
    """The settled record and its warnings. Raises InvalidRecord with all notices when one blocks."""
    kept = settled(record)
    wrong = flaws(kept)
    notices = wrong or (*_odd_values(kept, known), *kept.check(known))
    if any(notice.blocks for notice in notices):
        raise InvalidRecord(notices)
    return kept, notices


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in a journal. `(unit, seq)` is its name for ever.

    made_at: UTC seconds on the grid of its type. incident: its kejadian. author: number of the person on that
    unit, 0 = the unit itself. corrects: the entry that this one stands for now, with its `reason`.
    complete: False while fields that are withheld from radio have not arrived.
    """

    unit: int
    seq: int
    made_at: int
    quality: TimeQuality
    record: Record
    incident: Ref | None = None
    author: int = 0
    corrects: Ref | None = None
    reason: str | None = None
    complete: bool = True

    @property
    def ref(self) -> Ref:
        return Ref(self.unit, self.seq)

    @property
    def on_track(self) -> bool:
        return self.seq >= TRACK_START


def withheld(record: Record) -> bool:
    """True when the record holds something that may not travel by radio."""
    return any(not one.radio and getattr(record, one.name) is not None for one in fields(type(record)))


def may_radio(record_type: type[Record]) -> bool:
    """True when at least one field of the type may travel by radio."""
    return any(one.radio for one in fields(record_type))
