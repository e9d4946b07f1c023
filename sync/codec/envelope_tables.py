"""The tables of an entry's envelope, and the walks of the types, that a context learnt."""

from dataclasses import dataclass
from typing import Any

from field_node.records import TYPES, number_of
from field_node.records.kinds import Ref
from field_node.records.record import REASON, Field, Record
from sync.codec.fitted import fitted
from sync.codec.here import Fitted
from sync.codec.model import Model, Tables
from sync.codec.numbers import BUCKETS, SIGNED
from sync.codec.since import NEVER
from sync.codec.spot import Spot
from sync.codec.taught import Steps, Taught
from sync.errors import BadFrame

KNOWN = 33
"""Types that a context tells apart, 0 for none before."""
PEOPLE, TICKS = 9, 8
FAR_TICKS = 47
"""So many ticks from fix to fix have a symbol of their own, none to 46; the last one says another number."""
ON_TRACK = KNOWN
"""The context of the first type of a trail."""


@dataclass(frozen=True, slots=True)
class EnvelopeTables:
    """What each says stands in the walks of `Strand`."""

    types: Tables
    usual: Tables
    gap: Tables
    time: Tables
    ticks: Tables
    far: Tables
    changes: Tables
    quality: Tables
    author: Tables
    incident: Tables
    unit: Tables
    seq: Tables
    corrects: Tables
    back: Tables
    reason: Tables


def envelope_tables(model: Model) -> EnvelopeTables:
    """Raises ValueError for a model that learnt no envelope."""
    shapes: dict[str, tuple[int, ...]] = {
        "types": (2 * KNOWN + 2, KNOWN + 1),
        "usual": (8, KNOWN),
        "gap": (BUCKETS,),
        "time": (SIGNED, KNOWN, 2),
        "ticks": (FAR_TICKS + 1, TICKS),
        "far": (SIGNED,),
        "changes": (16,),
        "quality": (8, 8),
        "author": (BUCKETS, PEOPLE),
        "incident": (2,),
        "unit": (BUCKETS,),
        "seq": (BUCKETS,),
        "corrects": (3,),
        "back": (BUCKETS,),
        "reason": (2,),
    }
    found = {name: model.tables(f"entry {name}", *shape) for name, shape in shapes.items()}
    if None in found.values():
        raise ValueError("a model without an envelope")
    return EnvelopeTables(**found)  # type: ignore[arg-type]


class Dialect:
    """One context: a model, and what it makes of each type in a full and in a radio copy."""

    def __init__(self, model: Model, context: int = NEVER) -> None:
        """context: its number, which says what fields it knows; all by default."""
        self.model, self.context = model, context
        self.tables = envelope_tables(model)
        self.reason: Fitted = fitted(Spot("entri", _REASON, {"alasan": 0}, model))
        began = model.fact("incident", None)
        self.incident = None if began is None else Ref(*began)
        self._made: dict[bool, dict[type[Record], Taught]] = {False: {}, True: {}}

    def of(self, record_type: type[Record], full: bool) -> Taught:
        found = self._made[full].get(record_type)
        if found is None:
            number = number_of(record_type)
            found = Taught(record_type, number, full, (self.model, self.context, self._steps(number)))
            self._made[full][record_type] = found
        return found

    def numbered(self, number: int, full: bool) -> Taught:
        """Raises BadFrame for a number that no type has here."""
        record_type = TYPES.get(number)
        if record_type is None:
            raise BadFrame("context")
        return self.of(record_type, full)

    def _steps(self, number: int) -> Steps:
        """What a type's entries take of the envelope's tables."""
        at, tables = min(number, KNOWN - 1), self.tables
        return Steps(tables.types[at], tables.usual[at], (tables.time[2 * at], tables.time[2 * at + 1]))


_REASON: Any = Field("alasan", REASON, "", False, True, "", "", "")
