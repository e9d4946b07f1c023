"""Since which context a field travels: what a context says of a type, and which contexts can say an entry."""

from collections.abc import Collection, Container, Sequence
from typing import NamedTuple

from field_node.records.record import Entry, Field, Record, fields

NEVER = 256
"""No context: their numbers are one byte."""


class Since(NamedTuple):
    """Of a type: (name, context) of each field that came after the first frames; since when it withholds from radio; since when it goes there."""

    newer: tuple[tuple[str, int], ...]
    withheld: int
    aired: int


_SINCE: dict[type[Record], Since] = {}


def fields_in(record_type: type[Record], context: int) -> tuple[Field, ...]:
    """What a context says of a type, in the order of the declaration."""
    return tuple(one for one in fields(record_type) if one.since <= context)


def aired(record_type: type[Record]) -> int:
    """The first context in which something of the type goes by radio; NEVER."""
    return _since(record_type).aired


def least_context(entries: Collection[Entry], *, full: bool) -> int:
    """The first context that says all of them wholly: every field that is there, and that some are withheld where they are."""
    young = {one: since for one in {type(each.record) for each in entries} if (since := _since(one)).newer}
    if not young:
        return 0
    told = [(one, young[type(one.record)]) for one in entries if type(one.record) in young]
    return max([_least(one, since, full) for one, since in told], default=0)


def parted(entries: Sequence[Entry], *, full: bool, together: Container[int]) -> list[Sequence[Entry]]:
    """By least context, each part in the order given, the first entry's first: a peer that lacks a context misses no other entry.

    together: seqs that go with the one among them that needs most, so that one frame can tell the hole between them.
    """
    if not any(_since(one).newer for one in {type(each.record) for each in entries}):
        return [entries]
    highest = least_context([one for one in entries if one.seq in together], full=full)
    parts: dict[int, list[Entry]] = {}
    for one in entries:
        least = highest if one.seq in together else least_context((one,), full=full)
        parts.setdefault(least, []).append(one)
    return list(parts.values())


def _least(entry: Entry, since: Since, full: bool) -> int:
    found = [context for name, context in since.newer if getattr(entry.record, name) is not None]
    if not full:
        found += [since.aired % NEVER, 0 if entry.complete else since.withheld]
    return max(found, default=0)


def _since(record_type: type[Record]) -> Since:
    found = _SINCE.get(record_type)
    if found is None:
        known = fields(record_type)
        found = _SINCE[record_type] = Since(
            tuple((one.name, one.since) for one in known if one.since),
            min((one.since for one in known if not one.radio), default=0),
            min((one.since for one in known if one.radio), default=NEVER),
        )
    return found
