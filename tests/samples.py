"""Seeded records of any type, made from its declaration alone: for golden contents, fills and floods."""

import random
import string
from collections.abc import Callable
from typing import Any

from field_node.records import kinds
from field_node.records.kinds import Kind, Ref
from field_node.records.record import Entry, Record, TimeQuality
from sync.codec.since import NEVER, fields_in

WORDS = (
    "akses",
    "air",
    "bersih",
    "beras",
    "tenda",
    "selimut",
    "posko",
    "longsor",
    "putus",
    "padam",
    "perlu",
    "perahu",
)
STRANGE = "Sanggar “Bakti” – Jl. Merpati №5\nété 水"


def sample(
    record_type: type[Record],
    chance: random.Random,
    *,
    fill: float = 0.7,
    now: int = 1_790_000_000,
    context: int = NEVER,
) -> Record:
    """A record whose optional fields are there with probability `fill`; settled, and right by its kinds.

    context: one that is to say it, so without fields that came later.
    """
    there = [one for one in fields_in(record_type, context) if one.required or chance.random() < fill]
    return record_type(**{one.name: one.kind.settle(value(one.kind, chance, now)) for one in there})


def extreme(
    record_type: type[Record], most: bool, *, now: int = 1_790_000_000, context: int = NEVER
) -> Record:
    """Every field that the context knows at one end of what it may hold."""
    return record_type(**{one.name: _end(one.kind, most, now) for one in fields_in(record_type, context)})


def sealed(record: Record, seq: int, **envelope: Any) -> Entry:
    """The record in an envelope of unit 7, quality GPS, at the newest minute."""
    given = {"unit": 7, "made_at": 1_790_000_000, "quality": TimeQuality.GPS} | envelope
    step_s = record.about.resolution_s
    given["made_at"] -= given["made_at"] % step_s
    return Entry(seq=seq + (kinds.TRACK_START if record.about.track else 0), record=record, **given)


def value(kind: Kind, chance: random.Random, now: int) -> Any:
    """One value of a kind. Raises KeyError for a kind that this file does not know."""
    return _VALUES[type(kind)](kind, chance, now)


def _text(kind: Any, chance: random.Random, now: int) -> str:
    if chance.random() < 0.1:
        return STRANGE[: kind.most].strip()
    return " ".join(chance.choices(WORDS, k=chance.randrange(1, 9)))[: kind.most].strip()


def _region(kind: Any, chance: random.Random, now: int) -> str:
    return chance.choice(("32", "32.12", "32.12.01", "32.12.01.2001", "11.01", "96.71.02.1001"))


def _several(kind: Any, chance: random.Random, now: int) -> tuple[Any, ...]:
    many = (
        kind.kind.settle(value(kind.kind, chance, now))
        for _ in range(chance.randrange(1, min(kind.most, 6) + 1))
    )
    return tuple(dict.fromkeys(many))


_VALUES: dict[type[Kind], Callable[[Any, random.Random, int], Any]] = {
    kinds.Flag: lambda kind, chance, now: chance.random() < 0.5,
    kinds.Count: lambda kind, chance, now: min(kind.most, int(chance.expovariate(1 / kind.usual))),
    kinds.Amount: lambda kind, chance, now: max(kind.least, min(kind.most, int(chance.gauss(0, kind.usual)))),
    kinds.Degrees: lambda kind, chance, now: chance.gauss(0, kind.limit / 9),
    kinds.Choice: lambda kind, chance, now: chance.choice(kind.codes()),
    kinds.Moment: lambda kind, chance, now: now - int(chance.expovariate(1 / 3600)),
    kinds.Day: lambda kind, chance, now: now // 86_400 + chance.randrange(-400, 900),
    kinds.Text: _text,
    kinds.Official: _text,
    kinds.Region: _region,
    kinds.Reference: lambda kind, chance, now: Ref(chance.choice((0, 7)), chance.randrange(1, 400)),
    kinds.Item: lambda kind, chance, now: chance.randrange(1, 88),
    kinds.UnitNumber: lambda kind, chance, now: chance.randrange(0, 40),
    kinds.Digest: lambda kind, chance, now: chance.randbytes(32),
    kinds.Person: lambda kind, chance, now: chance.randbytes(49 + chance.randrange(min(40, 4 * kind.most))),
    kinds.Several: _several,
}


def _end(kind: Any, most: bool, now: int) -> Any:
    ends = {
        kinds.Flag: (False, True),
        kinds.Degrees: (-float(getattr(kind, "limit", 0)), float(getattr(kind, "limit", 0))),
        kinds.Moment: (0, _grid(kinds.END_OF_TIME, kind)),
        kinds.Day: (0, 2_932_896),
        kinds.Region: ("10", "99.99.99.9999"),
        kinds.Reference: (Ref(0, 1), Ref(65_535, kinds.SEQ_LIMIT - 1)),
        kinds.Item: (1, 1023),
        kinds.UnitNumber: (0, 65_535),
        kinds.Digest: (bytes(32), b"\xff" * 32),
    }
    found = ends.get(type(kind)) or _bounds(kind, now)
    return found[most]


def _grid(moment: int, kind: Any) -> int:
    return moment - moment % getattr(kind, "resolution_s", 1)


def _bounds(kind: Any, now: int) -> tuple[Any, Any]:
    if isinstance(kind, kinds.Text):
        return "a", (string.ascii_letters * 20)[: kind.most - 1] + "é"
    if isinstance(kind, kinds.Person):
        return bytes(49), b"\xff" * (48 + 4 * kind.most)
    if isinstance(kind, kinds.Choice):
        return kind.codes()[0], kind.codes()[-1]
    if isinstance(kind, kinds.Several):
        inner = [_end(kind.kind, most, now) for most in (False, True)]
        return (inner[0],), tuple(dict.fromkeys(inner))[: kind.most]
    return getattr(kind, "least", 0), kind.most
