"""Frames in: judged before, kept in one transaction, receipted after it."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from sync.center import feed, units
from sync.center.alarms import sound
from sync.center.asked import Asked, asked_in
from sync.center.claims import heed
from sync.center.dialect import insert_many, unless_there, writing
from sync.center.examine import UNFORESEEN, Examined, Junk, accepted, examine, name_of
from sync.center.held import CLONE, Room, frames_held, let_go
from sync.center.keep import FORK, Keeper
from sync.center.progress import closed_by, with_entries, with_told
from sync.center.render import Arrival
from sync.center.schema import FRAME
from sync.center.store import Center
from sync.center.suspects import judge
from sync.center.tell_senders import tell
from sync.center.units import Unit, read_units
from sync.frames import Kind

PIECE, PORTION = 64, 5_000
"""Frames that are looked at together; entries that one transaction keeps, or one frame if that has more."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the frames of one bundle."""

    new: int = 0
    known: int = 0
    held: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """`heard`: units with a valid tag. `asked`: what the newest DIGEST of each live unit says it has of the center.

    `brought`: of each unit the frames that it has proven to have sent and that are new or held, and the entries in them;
    `positions`: how many of those are track points.
    """

    counts: Counts
    heard: tuple[int, ...]
    asked: tuple[Asked, ...]
    brought: Mapping[int, tuple[int, int]]
    positions: int = 0


def take(
    center: Center,
    frames: Iterable[bytes],
    *,
    carrier: str,
    now: int,
    junk: Junk | None = None,
    most_entries: int | None = None,
) -> Taken:
    """Keeps what is new in the frames. When it returns all is committed; raises DBAPIError when the store cannot.

    A large bundle is committed in portions, so that nobody else waits long. Of a unit that has brought `most_entries`
    in this bundle the rest is refused.
    """
    taken = _take(center, list(frames), _Way(carrier, now, junk or Junk(1 << 20), most_entries=most_entries))
    heed(center, taken.asked, now=now)
    tell(center, now=now)
    return taken


def take_again(center: Center, unit: int, reason: str, *, now: int) -> Taken:
    """Takes what was held for that reason as if it came now; each frame stays held until what it says is kept."""
    with center.reader.connect() as conn:
        frames = frames_held(conn, unit, reason)
    return _take(center, frames, _Way("held", now, Junk(1 << 20), again=True))


@dataclass(frozen=True, slots=True)
class _Way:
    """How some frames came here. `again`: they lay here, held. `most_entries`: of one unit, None for any number."""

    carrier: str
    now: int
    junk: Junk
    again: bool = False
    most_entries: int | None = None


def _take(center: Center, frames: Sequence[bytes], way: _Way) -> Taken:
    done: list[Examined] = []
    for at in range(0, len(frames), PIECE):
        within, over = _within(frames[at : at + PIECE], done, way.most_entries)
        examined = examine(center, within, way.now, junk=way.junk, again=way.again)
        done += [Examined(frame, "refused", reason="quota") for frame in over]
        for portion in _portions(examined):
            done += _taken_in(center, portion, way)
    return _taken(done)


def _within(
    frames: Sequence[bytes], done: Iterable[Examined], most: int | None
) -> tuple[list[bytes], list[bytes]]:
    """Those of units that have brought less than `most`, and the others."""
    if most is None:
        return list(frames), []
    over = {unit.to_bytes(2, "big") for unit, (_, entries) in _brought(done).items() if entries >= most}
    return [each for each in frames if each[1:3] not in over], [each for each in frames if each[1:3] in over]


def _taken_in(center: Center, portion: list[Examined], way: _Way) -> list[Examined]:
    if any(one.verdict in {"new", "held"} for one in portion):
        portion = _keep(center, portion, way)
        center.committed()
        judge(center, portion, now=way.now)
    return [
        replace(one, frame=b"", contents=None, entries=_entries(one), positions=_positions(one))
        for one in portion
    ]


def _portions(examined: Iterable[Examined]) -> Iterator[list[Examined]]:
    """In their order, so many entries at once as are kept well within a second."""
    portion, size = list[Examined](), 0
    for one in examined:
        if size + _entries(one) > PORTION and portion:
            yield portion
            portion, size = [], 0
        portion.append(one)
        size += _entries(one)
    yield portion


def _entries(one: Examined) -> int:
    return len(one.contents.entries) if one.contents is not None else one.entries


def _positions(one: Examined) -> int:
    return sum(entry.on_track for entry in one.contents.entries) if one.contents is not None else 0


def _keep(center: Center, examined: list[Examined], way: _Way) -> list[Examined]:
    """In one transaction. If a frame breaks it that no check foresaw: frame by frame, and that one is held."""
    try:
        return _commit(center, examined, way)
    except UNFORESEEN:
        _log.exception("a bundle could not be kept; again frame by frame")
        return [_keep_alone(center, one, way) for one in examined]


def _keep_alone(center: Center, one: Examined, way: _Way) -> Examined:
    try:
        return _commit(center, [one], way)[0]
    except UNFORESEEN:
        return _commit(center, [_held(one, "unforeseen")], way)[0]


def _commit(center: Center, examined: list[Examined], way: _Way) -> list[Examined]:
    with center.lock, writing(center.writer) as conn:
        if way.again:
            let_go(conn, [one for one in examined if one.verdict in {"new", "held"}])
        return _Bundle(center, conn, way.carrier, way.now).keep(examined)


def _taken(examined: Sequence[Examined]) -> Taken:
    counts = Counter[str](one.verdict for one in examined)
    heard = sorted({one.unit for one in examined if one.opened is not None})
    positions = sum(one.positions for one in examined if one.verdict == "new")
    return Taken(Counts(**counts), tuple(heard), asked_in(examined), _brought(examined), positions)


def _brought(examined: Iterable[Examined]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for one in examined:
        if one.opened is not None and one.verdict in {"new", "held"}:
            frames, entries = found.get(one.unit, (0, 0))
            found[one.unit] = frames + 1, entries + one.entries
    return found


class _Bundle:
    """One bundle inside its transaction."""

    def __init__(self, center: Center, conn: Connection, carrier: str, now: int) -> None:
        self._center, self._conn, self._carrier, self._now = center, conn, carrier, now
        self._units: dict[int, Unit] = {}
        self._tags = defaultdict[tuple[int, int], set[bytes]](set)
        self._room = Room(conn, now)

    def keep(self, examined: Sequence[Examined]) -> list[Examined]:
        self._units = read_units(self._conn, {one.unit for one in examined if one.unit}, lock=True)
        self._recall(examined)
        judged = [self._suspected(one) if one.claimed else self._judged(one) for one in examined]
        arrival = Arrival(feed.arrive(self._conn), self._now, self._carrier)
        if not self._keep_entries(judged, arrival):
            feed.forget(self._conn, arrival.number)
        rows = [self._row(one, arrival) for one in judged if one.verdict in {"new", "held"}]
        insert_many(self._conn, unless_there(self._conn, FRAME), rows)
        feed.number_in_writer(self._conn)
        return judged

    def _recall(self, examined: Iterable[Examined]) -> None:
        counters: dict[int, list[int]] = {}
        for one in examined:
            if proven := one.opened or one.claimed:
                both = (proven.counter, ~proven.counter) if one.claimed else (proven.counter,)
                counters.setdefault(one.unit, []).extend(both)
        for unit, wanted in counters.items():
            for _, counter, tag in accepted(self._conn, unit, wanted):
                self._tags[unit, counter].add(tag)

    def _judged(self, one: Examined) -> Examined:
        """Once more under the lock: somebody else may have brought the same, or revoked the unit, meanwhile."""
        if one.opened is None or one.verdict == "refused" or one.reason == "question":
            return one
        unit, counter, tag = name_of(one)
        tags = self._tags[unit, counter]
        if tag in tags:
            return replace(one, verdict="known")
        if tags:
            return self._cloned(one, counter) if len(tags) == 1 else replace(one, verdict="refused")
        tags.add(tag)
        if one.verdict == "new" and not self._units[unit].is_live:
            one = _held(one, "revoked" if self._units[unit].revoked else "quarantined")
        return self._within_room(one)

    def _suspected(self, one: Examined) -> Examined:
        """Nothing is kept of what the unit is known to have sealed, nor twice of the same."""
        unit, counter, tag = name_of(one)
        is_known = any(tag in self._tags[unit, each] for each in (counter, ~counter))
        self._tags[unit, counter].add(tag)
        return replace(one, verdict="refused") if is_known else one

    def _within_room(self, one: Examined) -> Examined:
        if one.verdict != "held":
            return one
        if one.opened is not None and one.opened.header.kind is Kind.DIGEST:
            return replace(one, verdict="known")
        return one if self._room.takes(one) else replace(one, verdict="refused")

    def _cloned(self, one: Examined, counter: int) -> Examined:
        """Two cards speak under one number: from here on nothing of that unit is taken until a person decides."""
        units.quarantine(self._conn, one.unit, self._now)
        self._units[one.unit] = replace(self._units[one.unit], quarantined=True)
        sound(self._conn, CLONE, one.unit, counter, self._now)
        self._tags[one.unit, counter].add(name_of(one)[2])
        return self._within_room(_held(one, CLONE))

    def _keep_entries(self, judged: Iterable[Examined], arrival: Arrival) -> int:
        """How many rows were written."""
        keeper = Keeper(self._conn, self._center.rest, arrival)
        by_unit: dict[int, list[Examined]] = {}
        for one in judged:
            if one.verdict == "new" and one.opened is not None:
                by_unit.setdefault(one.unit, []).append(one)
        for number, frames in sorted(by_unit.items()):
            self._keep_unit(keeper, self._units[number], frames)
        for unit, seq in keeper.forks:
            sound(self._conn, FORK, unit, seq, self._now)
            units.quarantine(self._conn, unit, self._now)
        return keeper.flush()

    def _keep_unit(self, keeper: Keeper, unit: Unit, frames: Sequence[Examined]) -> None:
        entries = [entry for one in frames if one.contents for entry in one.contents.entries]
        keeper.look_up(unit.number, {entry.seq for entry in entries})
        for entry in entries:
            keeper.keep(entry, unit.scope)
        opened = [one.opened for one in frames if one.opened is not None]
        after = replace(
            unit,
            highest=max(unit.highest, *(each.counter for each in opened)),
            epoch=max(unit.epoch, *(each.epoch for each in opened)),
            received=with_entries(with_told(unit.received, frames), entries, *closed_by(frames)),
        )
        units.save(self._conn, after, self._now)

    def _row(self, one: Examined, arrival: Arrival) -> dict[str, Any]:
        unit, counter, tag = name_of(one)
        held = one.verdict == "held"
        return {
            "unit": unit,
            "counter": counter,
            "tag": tag,
            "arrival": None if held else arrival.number,
            "at": self._now,
            "carrier": self._carrier,
            "held": one.reason if held else None,
            "sealed": one.frame if held else None,
        }


def _held(one: Examined, reason: str) -> Examined:
    return replace(one, verdict="held", reason=reason, contents=None, digest=None)
