"""Reads a form: typed text -> record of any registered type, and back; how each kind of field is typed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from field_node.records import kinds
from field_node.records.kinds import InvalidValue, Kind, Several
from field_node.records.record import Field, InvalidRecord, Notice, Record, blocks, fields, flaws, settled
from field_node.web.said import numbers, times
from field_node.web.said.shown import UnreadableKind
from field_node.web.said.times import Zone

Form = Mapping[str, list[str]]
"""Every typed value under its name, in order."""


class UnknownField(ValueError):
    """The form holds names that its type does not have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading needs beside the text. `seal` raises InvalidValue while the unit has no key of the center."""

    zone: Zone
    seal: Callable[[str], bytes]
    skala_of: Callable[[int], int]
    skala: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind is typed: the name of its input in `_isian.html`, text -> value, value -> text."""

    widget: str
    read: Callable[[Any, str, Reading], Any]
    write: Callable[[Any, Any, Reading], str]


def _read_flag(_kind: Kind, text: str, _reading: Reading) -> bool:
    if text not in ("ya", "tidak"):
        raise InvalidValue("bukan_ya_tidak")
    return text == "ya"


def _read_count(_kind: Kind, text: str, _reading: Reading) -> int:
    return numbers.whole(text)


def _read_amount(_kind: Kind, text: str, reading: Reading) -> int:
    return numbers.scaled(text, reading.skala)


def _read_degrees(_kind: Kind, text: str, _reading: Reading) -> float:
    return numbers.degrees(text)


def _read_text(_kind: Kind, text: str, _reading: Reading) -> str:
    return text


def _read_moment(_kind: Kind, text: str, reading: Reading) -> int:
    try:
        return _after_1970(reading.zone.instant(text))
    except (ValueError, OverflowError) as error:
        raise InvalidValue("bukan_waktu") from error


def _read_day(_kind: Kind, text: str, _reading: Reading) -> int:
    try:
        return _after_1970(times.day_read(text))
    except ValueError as error:
        raise InvalidValue("bukan_tanggal") from error


def _after_1970(value: int) -> int:
    """A year like 0026 is a slip of whoever typed it, and no number for people."""
    if value < 0:
        raise ValueError(value)
    return value


def _read_reference(_kind: Kind, text: str, _reading: Reading) -> kinds.Ref:
    return kinds.Ref.parse(text)


def _read_digest(_kind: Kind, text: str, _reading: Reading) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise InvalidValue("sidik_rusak") from error


def _read_person(kind: kinds.Person, text: str, reading: Reading) -> bytes:
    if len(text.strip()) > kind.most:
        raise InvalidValue("teks_terlalu_panjang", most=kind.most)
    return reading.seal(text.strip())


def _plain(_kind: Kind, value: Any, _reading: Reading) -> str:
    return str(value)


def _write_flag(_kind: Kind, value: bool, _reading: Reading) -> str:
    return "ya" if value else "tidak"


def _write_amount(_kind: Kind, value: int, reading: Reading) -> str:
    return numbers.shown(value, reading.skala)


def _write_degrees(_kind: Kind, value: float, _reading: Reading) -> str:
    return numbers.degrees_shown(value)


def _write_moment(kind: kinds.Moment, value: int, reading: Reading) -> str:
    return reading.zone.typed(value, seconds=kind.resolution_s < 60)


def _write_day(_kind: Kind, value: int, _reading: Reading) -> str:
    return times.day_typed(value)


def _write_digest(_kind: Kind, value: bytes, _reading: Reading) -> str:
    return value.hex()


def _write_person(_kind: Kind, _value: bytes, _reading: Reading) -> str:
    return ""  # sealed: nobody here can read it back


WAYS: dict[type[Kind], Way] = {
    kinds.Flag: Way("pilihan", _read_flag, _write_flag),
    kinds.Count: Way("bilangan", _read_count, _plain),
    kinds.Amount: Way("jumlah", _read_amount, _write_amount),
    kinds.Degrees: Way("derajat", _read_degrees, _write_degrees),
    kinds.Choice: Way("pilihan", _read_text, _plain),
    kinds.Text: Way("teks", _read_text, _plain),
    kinds.Official: Way("teks", _read_text, _plain),
    kinds.Region: Way("wilayah", _read_text, _plain),
    kinds.Moment: Way("waktu", _read_moment, _write_moment),
    kinds.Day: Way("tanggal", _read_day, _write_day),
    kinds.Reference: Way("pilihan", _read_reference, _plain),
    kinds.Item: Way("pilihan", _read_count, _plain),
    kinds.UnitNumber: Way("pilihan", _read_count, _plain),
    kinds.Digest: Way("sidik", _read_digest, _write_digest),
    kinds.Person: Way("orang", _read_person, _write_person),
}


def way_of(kind: Kind) -> Way:
    """How the kind, or the kind inside a list, is typed. Raises UnreadableKind."""
    one = kind.kind if isinstance(kind, Several) else kind
    try:
        return WAYS[type(one)]
    except KeyError as error:
        raise UnreadableKind(type(one).__name__) from error


def read_form(record_type: type[Record], form: Form, reading: Reading, *, also: Iterable[str] = ()) -> Record:
    """The record that was typed, settled. `also`: names that the form may hold beside the fields.

    Raises InvalidRecord with a notice for each field that cannot be read, UnknownField for a name of no field.
    """
    of_type = fields(record_type)
    if unknown := form.keys() - {one.name for one in of_type} - set(also):
        raise UnknownField(", ".join(sorted(unknown)))
    told = replace(reading, skala=skala_in(record_type, form, reading))
    values: dict[str, Any] = {}
    notices: list[Notice] = []
    for one in of_type:
        try:
            values[one.name] = read_field(one, form.get(one.name, []), told)
        except InvalidValue as error:
            notices.append(blocks(error.code, one.name, **error.values))
    record = settled(record_type(**values))
    if notices:
        unread = {notice.field for notice in notices}
        raise InvalidRecord((*notices, *(flaw for flaw in flaws(record) if flaw.field not in unread)))
    return record


def read_field(one: Field, texts: list[str], reading: Reading) -> Any:
    """The value of one field, None when nothing was typed. Raises InvalidValue."""
    typed = [seen for text in texts if (seen := text.translate(kinds.UNSEEN)).strip()]
    read = way_of(one.kind).read
    if isinstance(one.kind, Several):
        inner = one.kind.kind
        return tuple(read(inner, text.strip(), reading) for text in _lines(typed)) or None
    if len(typed) > 1:
        raise InvalidValue("isian_ganda")
    return read(one.kind, typed[0], reading) if typed else None


def _lines(typed: list[str]) -> list[str]:
    return [line for text in typed for line in text.splitlines() if line.strip()]


def skala_in(record_type: type[Record], form: Form, reading: Reading) -> int:
    """Decimals of the amounts of this form: those of its goods; 0 while none are named."""
    named = [one for one in fields(record_type) if isinstance(one.kind, kinds.Item)]
    try:
        numbers_typed = [read_field(one, form.get(one.name, []), reading) for one in named]
    except InvalidValue:
        return 0
    return max((reading.skala_of(number) for number in numbers_typed if number), default=0)


def typed(record: Record, reading: Reading) -> dict[str, list[str]]:
    """The form that would give this record again; what is sealed stays empty."""
    goods = [getattr(record, one.name) for one in fields(type(record)) if isinstance(one.kind, kinds.Item)]
    told = replace(reading, skala=max((reading.skala_of(number) for number in goods if number), default=0))
    given = ((one, getattr(record, one.name)) for one in fields(type(record)))
    return {one.name: _texts(one.kind, value, told) for one, value in given if value is not None}


def _texts(kind: Kind, value: Any, reading: Reading) -> list[str]:
    write = way_of(kind).write
    if isinstance(kind, Several):
        return [write(kind.kind, one, reading) for one in value]
    return [write(kind, value, reading)]
