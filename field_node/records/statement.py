"""Rules of every as-of statement: its time against the clock and its kejadian, its parts against their total."""

from collections.abc import Iterator

from field_node.records.incident import Incident
from field_node.records.kinds import Count, Moment, Text
from field_node.records.notice import Span
from field_node.records.record import Known, Notice, Record, blocks, fields, warns

AS_OF = Moment()
SOURCE = Text(60)
AHEAD_S = 600


def as_of_rules(as_of: int, known: Known) -> Iterator[Notice]:
    """Warns of a time more than 10 minutes ahead of the clock, or older than the kejadian."""
    if as_of > known.now + AHEAD_S:
        yield warns("per_waktu_di_depan", "per_waktu", jarak=Span(as_of - known.now))
    incident = known.record(known.incident) if known.incident is not None else None
    if isinstance(incident, Incident) and as_of < incident.mulai:
        yield warns("per_waktu_sebelum_kejadian", "per_waktu")


def nothing_counted(record: Record) -> Iterator[Notice]:
    """Refuses a statement in which not one number stands: as the newest one it would hide what was counted before."""
    numbers = [one.name for one in fields(type(record)) if isinstance(one.kind, Count)]
    if all(getattr(record, name) is None for name in numbers):
        yield blocks("hitungan_kosong", numbers[0])


def whole(*parts: int | None) -> int | None:
    """The sum; None when a part is belum didata."""
    given = [part for part in parts if part is not None]
    return sum(given) if len(given) == len(parts) else None


def at_least(*parts: int | None) -> int | None:
    """The sum of what was counted; None when nothing was."""
    given = [part for part in parts if part is not None]
    return sum(given) if given else None


def exceeds(part: int | None, total: int | None) -> bool:
    """True when both were counted and the part is larger."""
    return part is not None and total is not None and part > total
