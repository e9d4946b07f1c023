"""How each kind is TYPED: one text of the command line into the value that a record holds."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from field_node.records import kinds
from field_node.records.kamus import kamus
from field_node.records.kinds import InvalidValue, Kind, Ref, Several
from field_node.records.record import InvalidRecord, Notice, Record, blocks, field
from field_node.web.said.times import Zone

AS_WRITTEN = re.compile(r"\d{2}-\d{2}-\d{4} \d{2}[.:]\d{2}")
YES, NO = frozenset({"ya", "y", "1", "true"}), frozenset({"tidak", "t", "0", "false"})


class UnknownKind(TypeError):
    """A kind that this reader does not know: register it in READ."""

    permanent = True


def read_record(record_type: type[Record], given: Mapping[str, str], zone: Zone) -> Record:
    """The record of `field=value` texts, times without an offset in that zone. Raises InvalidRecord with what could not be read."""
    values: dict[str, Any] = {}
    wrong: list[Notice] = []
    for name, text in given.items():
        try:
            values[name] = read_value(field(record_type, name).kind, text, zone)
        except KeyError:
            wrong.append(blocks("isian_tidak_dikenal", name))
        except InvalidValue as error:
            wrong.append(blocks(error.code, name, **error.values))
    if wrong:
        raise InvalidRecord(tuple(wrong))
    return record_type(**values)


def read_value(kind: Kind, text: str, zone: Zone) -> Any:
    """Raises InvalidValue, or UnknownKind."""
    if isinstance(kind, Several):
        return tuple(read_value(kind.kind, part.strip(), zone) for part in text.split(",") if part.strip())
    if isinstance(kind, kinds.Moment):
        return _moment(text.strip(), zone)
    try:
        return READ[type(kind)](text.strip())
    except KeyError as error:
        raise UnknownKind(type(kind).__name__) from error


def _flag(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise InvalidValue("bukan_ya_tidak")
    return text.lower() in YES


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise InvalidValue("bukan_bilangan") from error


def _degrees(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidValue("bukan_koordinat") from error


def _moment(text: str, zone: Zone) -> int:
    """`22-11-2026 17.00` as our sentences write it, or ISO 8601; without an offset it is the time of that zone."""
    day, _, clock = text.partition(" ")
    if AS_WRITTEN.fullmatch(text):
        text = f"{'-'.join(reversed(day.split('-')))}T{clock.replace('.', ':')}"
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return zone.instant(found.isoformat(timespec="seconds"))
        return int(found.astimezone(UTC).timestamp())
    except (ValueError, OverflowError) as error:
        raise InvalidValue("bukan_waktu") from error


def _day(text: str) -> int:
    try:
        return (date.fromisoformat(text) - date(1970, 1, 1)).days
    except ValueError as error:
        raise InvalidValue("bukan_tanggal") from error


def _item(text: str) -> int:
    """A code of the kamus, or its number."""
    found = [goods.number for goods in kamus().goods.values() if goods.code == text]
    return found[0] if found else _whole(text)


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise InvalidValue("sidik_rusak") from error


def _nobody(_text: str) -> Any:
    raise InvalidValue("data_orang_belum_disegel")


def _same(text: str) -> str:
    return text


READ: dict[type[Kind], Callable[[str], Any]] = {
    kinds.Flag: _flag,
    kinds.Count: _whole,
    kinds.Amount: _whole,
    kinds.UnitNumber: _whole,
    kinds.Degrees: _degrees,
    kinds.Choice: _same,
    kinds.Text: _same,
    kinds.Region: _same,
    kinds.Official: _same,
    kinds.Day: _day,
    kinds.Item: _item,
    kinds.Reference: Ref.parse,
    kinds.Digest: _digest,
    kinds.Person: _nobody,
}
