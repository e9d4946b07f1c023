"""The formats with a schema, each derived from the declarations: Protobuf, Avro, ASN.1 in unaligned PER."""

import io
from collections.abc import Sequence
from functools import cache
from typing import Any

import asn1tools
import fastavro
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

from field_node.records import TYPES, kinds
from field_node.records.kinds import Kind
from field_node.records.record import Entry, may_radio
from tests.bench.wire_formats import Format
from tests.bench.wire_plain import ENVELOPE, SIGNED, TEXTS, Plain, plain, sent

SMALL = {"gap": 4, "quality": 5, "incident": 64, "author": 8, "back": 16}
"""Envelope numbers and what they usually stay below; `time` is signed, `reason` a text, `lacks` a flag."""
USED = tuple(number for number, kind in TYPES.items() if may_radio(kind))
Part = tuple[str, str, int]
"""Name, shape (flag, text, signed, count, counts) and what a number usually stays below."""


def parts(number: int) -> list[Part]:
    """The envelope, then the fields of that type."""
    envelope: list[Part] = [
        (name, "count", SMALL[name]) if name in SMALL else (name, _OTHER[name], 8) for name in ENVELOPE
    ]
    return envelope + [(one.name, *_shape(one.kind)) for one in sent(TYPES[number])]


_OTHER = {"time": "signed", "reason": "text", "lacks": "flag"}


def _shape(kind: Kind) -> tuple[str, int]:
    if isinstance(kind, kinds.Several):
        return "counts", 128
    if isinstance(kind, kinds.Flag):
        return "flag", 2
    if isinstance(kind, TEXTS):
        return "text", kind.most
    if isinstance(kind, kinds.Choice):
        return "choice", len(kind.codes())
    if isinstance(kind, (*SIGNED, kinds.Amount)):
        return ("signed", 512) if isinstance(kind, kinds.Degrees) else ("signed", 64)
    return "count", _usual(kind)


def _usual(kind: Kind) -> int:
    """What a number of that kind usually stays below; the declaration says it for counts."""
    if isinstance(kind, kinds.Count):
        return 1 << (2 * kind.usual - 1).bit_length()
    return {kinds.Reference: 256, kinds.Item: 128, kinds.UnitNumber: 32}.get(type(kind), 1 << 14)


def _rows(one: Plain) -> dict[str, Any]:
    rest = (*one.envelope, *one.values)
    return {
        name: value for (name, _, _), value in zip(parts(one.number), rest, strict=True) if value is not None
    }


def _plain(number: int, told: dict[str, Any]) -> Plain:
    rest = tuple(told.get(name) for name, _, _ in parts(number))
    return Plain(number, rest[: len(ENVELOPE)], rest[len(ENVELOPE) :])


# ---- Protobuf: one message a type, fields that may lack; numbers of fields by how often they are said

_PROTO = {"flag": 8, "text": 9, "signed": 18, "count": 4, "choice": 13, "counts": 4}
"""descriptor.proto: bool, string, sint64, uint64, uint32."""


@cache
def _frame_type() -> Any:
    file = descriptor_pb2.FileDescriptorProto(name="tagana.proto", package="t", syntax="proto2")
    frame = file.message_type.add(name="Frame")
    entry = file.message_type.add(name="Entry")
    frame.field.add(name="entries", number=1, type=11, type_name=".t.Entry", label=3)
    for place, number in enumerate(USED):
        inner = file.message_type.add(name=f"T{number}")
        for at, (name, shape, _) in enumerate(_by_use(number), 1):
            inner.field.add(name=name, number=at, type=_PROTO[shape], label=3 if shape == "counts" else 1)
        entry.field.add(name=f"t{number}", number=place + 1, type=11, type_name=f".t.T{number}", label=1)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("t.Frame"))


def _by_use(number: int) -> list[Part]:
    """Numbers 1 to 15 take one byte: time and the fields first, the rest of the envelope, said seldom, last."""
    rare = len(ENVELOPE)
    found = parts(number)
    return [found[1], *found[rare:], found[0], *found[2:rare]]


def _proto(entries: Sequence[Entry]) -> bytes:
    frame = _frame_type()()
    for one in plain(entries):
        inner = getattr(frame.entries.add(), f"t{one.number}")
        inner.SetInParent()
        for name, value in _rows(one).items():
            if isinstance(value, list):
                getattr(inner, name).extend(value)
            else:
                setattr(inner, name, value)
    return bytes(frame.SerializeToString())


def _from_proto(data: bytes) -> list[Plain]:
    frame = _frame_type().FromString(data)
    found = []
    for entry in frame.entries:
        ((inner, message),) = entry.ListFields()
        told = {one.name: list(value) if one.is_repeated else value for one, value in message.ListFields()}
        found.append(_plain(int(inner.name[1:]), told))
    return found


# ---- Avro without a schema in the data: a union of records, fields that may lack are unions with null

_AVRO: dict[str, Any] = {
    "flag": "boolean",
    "text": "string",
    "signed": "long",
    "count": "long",
    "choice": "long",
    "counts": {"type": "array", "items": "long"},
}


@cache
def _avro_schema() -> Any:
    records = [{"type": "record", "name": f"t{number}", "fields": _avro_fields(number)} for number in USED]
    return fastavro.parse_schema({"type": "array", "items": records})


def _avro_fields(number: int) -> list[dict[str, Any]]:
    """A field that must be there has no union."""
    needed = {"time"} | {one.name for one in sent(TYPES[number]) if one.required}
    return [
        {"name": name, "type": _AVRO[shape] if name in needed else ["null", _AVRO[shape]]}
        for name, shape, _ in parts(number)
    ]


def _avro(entries: Sequence[Entry]) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(
        out, _avro_schema(), [(f"t{one.number}", _rows(one)) for one in plain(entries)]
    )
    return out.getvalue()


def _from_avro(data: bytes) -> list[Plain]:
    told: Any = fastavro.schemaless_reader(io.BytesIO(data), _avro_schema(), None, return_record_name=True)
    return [_plain(int(name[1:]), fields) for name, fields in told]


# ---- ASN.1 UPER: optional fields are bits; a number is a CHOICE of its usual range or any, so that small ones stay small


@cache
def _asn1() -> Any:
    types = "\n".join(f"T{number} ::= SEQUENCE {{ {', '.join(_asn1_fields(number))} }}" for number in USED)
    choice = ", ".join(f"t{number} T{number}" for number in USED)
    text = f"Tagana DEFINITIONS AUTOMATIC TAGS ::= BEGIN\nFrame ::= SEQUENCE (SIZE (0..255)) OF Entry\nEntry ::= CHOICE {{ {choice} }}\n{types}\nEND"
    return asn1tools.compile_string(text, "uper")


def _asn1_fields(number: int) -> list[str]:
    needed = {"time"} | {one.name for one in sent(TYPES[number]) if one.required}
    return [
        f"{_asn1_name(name)} {_asn1_shape(shape, usual)}{'' if name in needed else ' OPTIONAL'}"
        for name, shape, usual in parts(number)
    ]


def _asn1_name(name: str) -> str:
    return "x-" + name.replace("_", "-")


def _asn1_shape(shape: str, usual: int) -> str:
    number = f"CHOICE {{ s INTEGER (0..{usual - 1}), l INTEGER (0..281474976710655) }}"
    return {
        "flag": "BOOLEAN",
        "text": f"CHOICE {{ a VisibleString (SIZE (1..{usual if usual > 8 else 160})), u UTF8String }}",
        "choice": f"INTEGER (0..{usual - 1})",
        "count": number,
        "signed": f"CHOICE {{ s INTEGER ({-usual}..{usual - 1}), l INTEGER }}",
        "counts": f"SEQUENCE (SIZE (1..255)) OF {number}",
    }[shape]


def _uper(entries: Sequence[Entry]) -> bytes:
    told = []
    for one in plain(entries):
        shapes = {name: (shape, usual) for name, shape, usual in parts(one.number)}
        told.append(
            (
                f"t{one.number}",
                {_asn1_name(name): _asn1_value(value, *shapes[name]) for name, value in _rows(one).items()},
            )
        )
    return bytes(_asn1().encode("Frame", told))


def _asn1_value(value: Any, shape: str, usual: int) -> Any:
    if shape in ("flag", "choice"):
        return value
    if shape == "counts":
        return [_asn1_value(one, "count", usual) for one in value]
    if shape == "text":
        return ("a" if value.isascii() and value.isprintable() else "u", value)
    least = -usual if shape == "signed" else 0
    return ("s" if least <= value < usual else "l", value)


def _from_uper(data: bytes) -> list[Plain]:
    return [
        _plain(int(name[1:]), _from_asn1(int(name[1:]), told)) for name, told in _asn1().decode("Frame", data)
    ]


def _from_asn1(number: int, told: dict[str, Any]) -> dict[str, Any]:
    shapes = {_asn1_name(name): (name, shape) for name, shape, _ in parts(number)}
    found = {}
    for key, value in told.items():
        name, shape = shapes[key]
        found[name] = (
            value
            if shape in ("flag", "choice")
            else [one[1] for one in value]
            if shape == "counts"
            else value[1]
        )
    return found


def schemas() -> list[Format]:
    return [
        Format("Protobuf", _proto, _from_proto),
        Format("Avro tanpa skema", _avro, _from_avro),
        Format("ASN.1 UPER", _uper, _from_uper),
    ]
