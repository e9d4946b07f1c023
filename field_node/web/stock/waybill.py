"""The text of a surat jalan: its lines as plain columns, so that goods are received where no network ever was. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from field_node.records.kinds import Count, Day, InvalidValue, Item, Kind, Moment, Ref, Reference, Text
from field_node.records.movement import FUND, PARTS

MOST_LINES = 40
TAB, LINE = "\t", "\n"
_NONE = "\\-"
"""An empty column at the beginning of the text, where readers eat spaces."""
_DIGITS = 12
"""More than the largest number of any column has."""


class InvalidWaybill(ValueError):
    """What was read is no surat jalan that can be received. `code` has a sentence, `values` fill it."""

    code: ClassVar[str] = "bukan_surat_jalan"
    permanent: ClassVar[bool] = True

    def __init__(self, **values: object) -> None:
        super().__init__(self.code)
        self.values = values


class NotAWaybill(InvalidWaybill):
    """Something else altogether."""


class TornWaybill(InvalidWaybill):
    """A surat jalan by its first letters, but not whole."""

    code: ClassVar[str] = "surat_jalan_rusak"


class WaybillTooLong(InvalidWaybill):
    """More than a surat jalan can say."""

    code: ClassVar[str] = "surat_jalan_terlalu_panjang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One line of goods on their way. `ref`: the kirim. `amount`: base units, above 0."""

    ref: Ref
    item: int
    batch: str | None
    amount: int
    kedaluwarsa: int | None = None
    sumber_dana: str | None = None
    isi_per_kemasan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waybill:
    """A surat jalan: who sent what where to. `made_at`: UTC seconds."""

    nomor: str | None
    made_at: int
    gudang: Ref
    gudang_name: str
    tujuan: Ref
    tujuan_name: str
    kendaraan: str | None
    pengemudi: str | None
    lines: tuple[Sent, ...]


_HEAD: tuple[tuple[str, Kind, bool], ...] = (
    ("nomor", Text(40), False),
    ("made_at", Moment(1), True),
    ("gudang", Reference("lokasi"), True),
    ("gudang_name", Text(60), True),
    ("tujuan", Reference("lokasi"), True),
    ("tujuan_name", Text(60), True),
    ("kendaraan", Text(40), False),
    ("pengemudi", Text(60), False),
)
_LINE: tuple[tuple[str, Kind, bool], ...] = (
    ("ref", Reference("mutasi"), True),
    ("item", Item(), True),
    ("batch", Text(24), False),
    ("amount", PARTS, True),
    ("kedaluwarsa", Day(), False),
    ("sumber_dana", FUND, False),
    ("isi_per_kemasan", Count(99_999), False),
)
"""The columns: name, what it may hold, whether it must be there."""


def text_of(waybill: Waybill) -> str:
    """The surat jalan as text: one line for its head, one for each of its goods. Never ends with a space or an empty column."""
    rows = [_row(waybill, _HEAD), *(_row(one, _LINE) for one in waybill.lines)]
    return LINE.join(rows)


def waybill_of(text: str) -> Waybill:
    """The surat jalan that the text tells. Raises TornWaybill for any other text."""
    first, *rest = text.split(LINE)
    if not 0 < len(rest) <= MOST_LINES:
        raise TornWaybill()
    lines = tuple(Sent(**_columns(row, _LINE)) for row in rest)
    if len({one.ref for one in lines}) != len(lines) or any(one.amount == 0 for one in lines):
        raise TornWaybill()
    return Waybill(**_columns(first, _HEAD), lines=lines)


def _row(said: object, columns: Sequence[tuple[str, Kind, bool]]) -> str:
    values = (getattr(said, name) for name, _, _ in columns)
    first, *rest = ("" if one is None else _escaped(str(one)) for one in values)
    return TAB.join((first or _NONE, *rest)).rstrip(TAB)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(LINE, "\\n")


def _said(text: str) -> str:
    """Each pair that begins with a backslash as the letter it stands for. Raises TornWaybill for any other pair."""
    found, letters = [], iter(text)
    for letter in letters:
        found.append(_PAIRS.get(next(letters, ""), "") if letter == "\\" else letter)
        if not found[-1]:
            raise TornWaybill()
    return "".join(found)


_PAIRS = {"n": LINE, "\\": "\\"}


def _columns(row: str, columns: Sequence[tuple[str, Kind, bool]]) -> dict[str, Any]:
    texts = row.split(TAB)
    if len(texts) > len(columns):
        raise TornWaybill()
    texts += [""] * (len(columns) - len(texts))
    texts[0] = texts[0] if texts[0] != _NONE else ""
    return {name: _value(text, kind, must) for text, (name, kind, must) in zip(texts, columns, strict=True)}


def _value(text: str, kind: Kind, must: bool) -> Any:
    if not text and not must:
        return None
    try:
        value = _READ.get(type(kind), _number)(_said(text))
        kind.check(value)
    except InvalidValue as error:
        raise TornWaybill() from error
    return value


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS) or str(int(text)) != text:
        raise InvalidValue("bukan_bilangan")
    return int(text)


_READ: dict[type[Kind], Callable[[str], Any]] = {
    Text: str,
    type(FUND): str,
    Reference: Ref.parse,
}
"""How a kind is read; all others are whole numbers."""
