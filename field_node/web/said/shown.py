"""How each kind of field is shown: a recorded value -> text in Bahasa Indonesia."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, pairwise
from typing import Any, Protocol

from field_node.records import kinds
from field_node.records.ground import FIX_FIELDS, FIX_SOURCE
from field_node.records.kamus import Goods
from field_node.records.kinds import Kind, Ref, Several
from field_node.records.record import Field, Record, TimeQuality, fields
from field_node.web.said import numbers, times
from field_node.web.said.language import _
from field_node.web.said.times import Zone

MISSING = "belum didata"
GAP = "…"
NBSP = "\u00a0"
"""Between a number and its unit: they stay on one line."""
LONGEST = 60
PAIR = ("kk", "jiwa")
"""Households and persons always come together, also when one of them is not known."""
PLACE = re.compile(r"\{\w+\}")
SPEAKING = (kinds.Choice, kinds.Text, kinds.Region, kinds.Item, kinds.Reference)
SEALED_WHOLE = "Data tersegel, hanya bisa dibaca pusat"
SEALED = "tersegel, hanya bisa dibaca pusat"
QUALITY = {
    TimeQuality.NONE: "jam belum tepat",
    TimeQuality.RTC: "jam unit",
    TimeQuality.GPS: "jam satelit",
    TimeQuality.NTP: "jam jaringan",
    TimeQuality.CENTER: "jam pusat",
}


class UnreadableKind(TypeError):
    """A kind of field that a reader has no line for: add one, nothing is guessed."""


class Names(Protocol):
    """What things are called here."""

    def title(self, ref: Ref) -> str:
        """A short name of the entry; its number when it is not here."""

    def unit(self, number: int) -> str:
        """The name of a unit; its number when it is not known."""

    def goods(self, number: int) -> Goods | None:
        """The item of that number, None when the kamus here is older."""

    def region(self, code: str) -> str:
        """The full name of the area, or the code."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What showing needs beside the value."""

    zone: Zone
    names: Names
    goods: Goods | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record as a page shows it. `missing`: nobody looked, which is not zero."""

    name: str
    label: str
    group: str
    text: str
    missing: bool
    linked: str = ""
    speaks: bool = False
    """True when the text is clear without its label."""
    template: bool = False
    paired: bool = False
    """True for the jiwa that follows its KK."""
    beside: bool = False
    """True for what a receiver would say of a position and did not, or said with its name: no line of its own."""


def _text(_kind: Kind, value: str, _speech: Speech) -> str:
    return value


def _flag(_kind: Kind, value: bool, _speech: Speech) -> str:
    return _("ya") if value else _("tidak")


def _count(_kind: Kind, value: int, _speech: Speech) -> str:
    return numbers.shown(value)


def _amount(_kind: Kind, value: int, speech: Speech) -> str:
    return numbers.shown(value, speech.goods.scale if speech.goods else 0)


def amount(value: int, goods: Goods | None) -> str:
    """Goods with their unit: -9989990 of rice -> `-998.999 kg`."""
    return f"{numbers.shown(value, goods.scale)}{NBSP}{_(goods.unit)}" if goods else numbers.shown(value)


def _degrees(_kind: Kind, value: float, _speech: Speech) -> str:
    return numbers.degrees_shown(value)


def _choice(kind: kinds.Choice, value: str, _speech: Speech) -> str:
    return _(dict(kind.options).get(value, value))


def _moment(_kind: Kind, value: int, speech: Speech) -> str:
    return speech.zone.long(value)


def _day(_kind: Kind, value: int, _speech: Speech) -> str:
    return times.day_shown(value)


def _reference(_kind: Kind, value: Ref, speech: Speech) -> str:
    return speech.names.title(value)


def _item(_kind: Kind, value: int, speech: Speech) -> str:
    goods = speech.names.goods(value)
    return f"{goods.name} ({goods.code})" if goods else _("barang nomor %(nomor)s") % {"nomor": value}


def _unit(_kind: Kind, value: int, speech: Speech) -> str:
    return speech.names.unit(value)


def _region(_kind: Kind, value: str, speech: Speech) -> str:
    return speech.names.region(value)


def _digest(_kind: Kind, value: bytes, _speech: Speech) -> str:
    return value.hex()


def _person(_kind: Kind, _value: bytes, _speech: Speech) -> str:
    return _(SEALED)


SHOWN: dict[type[Kind], Callable[[Any, Any, Speech], str]] = {
    kinds.Flag: _flag,
    kinds.Count: _count,
    kinds.Amount: _amount,
    kinds.Degrees: _degrees,
    kinds.Choice: _choice,
    kinds.Text: _text,
    kinds.Official: _text,
    kinds.Region: _region,
    kinds.Moment: _moment,
    kinds.Day: _day,
    kinds.Reference: _reference,
    kinds.Item: _item,
    kinds.UnitNumber: _unit,
    kinds.Digest: _digest,
    kinds.Person: _person,
}


def shown(kind: Kind, value: Any, speech: Speech) -> str:
    """The value as text. Raises UnreadableKind for a kind without a line in SHOWN."""
    if value is None:
        return _(MISSING)
    if isinstance(kind, Several):
        return ", ".join(shown(kind.kind, one, speech) for one in value)
    try:
        show = SHOWN[type(kind)]
    except KeyError as error:
        raise UnreadableKind(type(kind).__name__) from error
    return show(kind, value, speech)


def lines(record: Record, zone: Zone, names: Names) -> list[Line]:
    """Every field of the record, in the order of its type."""
    return list(_each(record, _speech(record, zone, names)))


def _speech(record: Record, zone: Zone, names: Names) -> Speech:
    return Speech(zone, names, next((names.goods(number) for number in _item_numbers(record)), None))


def _each(record: Record, speech: Speech, *, whole: bool = True) -> Iterator[Line]:
    """The lines one by one: a summary needs only the first few. Not `whole`: without fields that it never tells."""
    before = ""
    for one in fields(type(record)):
        value, paired = getattr(record, one.name), before.endswith("kk")
        before = one.name
        told = value is not None and not isinstance(one.kind, kinds.Digest)
        if whole or told or before.endswith(PAIR):
            line = _line(one, value, speech, paired=paired)
            yield (
                _filled(line, record, speech) if line.template and "{" in line.text else _fixed(line, record)
            )


def fix_told(record: Record) -> str:
    """Which receiver gave the position, and how well: `GPS tablet, ±12 m`; "" where none is said."""
    source, metres = (getattr(record, name, None) for name in FIX_FIELDS)
    told = [_(dict(FIX_SOURCE.options)[source])] if source else []
    return ", ".join([*told, f"±{numbers.shown(metres)}{NBSP}m"] if metres is not None else told)


def _fixed(line: Line, record: Record) -> Line:
    """The line; that of the receiver says its accuracy too."""
    if line.name not in FIX_FIELDS:
        return line
    if line.missing or (line.name == FIX_FIELDS[1] and getattr(record, FIX_FIELDS[0], None)):
        return replace(line, beside=True)
    return replace(line, text=fix_told(record))


def _item_numbers(record: Record) -> list[int]:
    named = (getattr(record, one.name) for one in fields(type(record)) if isinstance(one.kind, kinds.Item))
    return [number for number in named if number is not None]


def _line(one: Field, value: Any, speech: Speech, *, paired: bool = False) -> Line:
    text, unit = shown(one.kind, value, speech), unit_of(one, speech.goods)
    return Line(
        name=one.name,
        label=_(one.label),
        group=_(one.group) if one.group else "",
        text=f"{text}{NBSP}{unit}" if unit and value is not None else text,
        missing=value is None,
        linked=str(value) if isinstance(value, Ref) else "",
        speaks=type(one.kind) in SPEAKING or (unit != "" and _(one.label).endswith(unit)),
        template=value is not None and isinstance(one.kind, kinds.Choice),
        paired=paired,
    )


def _filled(line: Line, record: Record, speech: Speech) -> Line:
    """A template of the kamus ("Data pengungsi di {lokasi}") with what the record says in its place."""
    named = {f"{{{one.name}}}": one for one in fields(type(record))}

    def told(place: re.Match[str]) -> str:
        one = named.get(place[0])
        value = getattr(record, one.name) if one else None
        return GAP if one is None or value is None else _line(one, value, speech).text

    return replace(line, text=PLACE.sub(told, line.text))


def unit_of(one: Field, goods: Goods | None) -> str:
    """The unit beside a number: the field's own, or that of the goods for an amount."""
    if one.unit or not isinstance(one.kind, kinds.Amount):
        return _(one.unit) if one.unit else ""
    return _(goods.unit) if goods else ""


def summary(record: Record, zone: Zone, names: Names, *, most: int = 4) -> str:
    """The first filled fields on one line, for lists."""
    if sealed(record):
        return _(SEALED_WHOLE)
    found = pairwise(chain(_each(record, _speech(record, zone, names), whole=False), (None,)))
    told = (
        text for line, after in found if line and line.name not in FIX_FIELDS and (text := _part(line, after))
    )
    fix = fix_told(record)
    return " · ".join([*islice(told, most), *([fix] if fix else [])]) or _(MISSING)


def sealed(record: Record) -> bool:
    """True when nothing of the record can be read here."""
    given = [one for one in fields(type(record)) if getattr(record, one.name) is not None]
    return bool(given) and all(isinstance(one.kind, kinds.Person) for one in given)


def _part(line: Line, after: Line | None) -> str:
    """What a list says of a field, "" for nothing; KK and jiwa always come together."""
    if line.name.endswith("kk") and after is not None and after.paired and after.name.endswith("jiwa"):
        both = (
            f"{_(word)}{NBSP}{_(MISSING)}" if one.missing else one.text
            for word, one in (("KK", line), ("jiwa", after))
        )
        return "" if line.missing and after.missing else " / ".join(both)
    if line.missing or (line.name.endswith("jiwa") and line.paired):
        return ""
    return _brief(line)


def _brief(line: Line) -> str:
    told = line.text if len(line.text) <= LONGEST else line.text[: LONGEST - 3] + "..."
    if line.speaks:
        return told
    label, _, last = line.label.rpartition(" ")
    doubled = label and told.casefold().startswith(f"{last} ".casefold())
    return f"{label if doubled else line.label} {told}"
