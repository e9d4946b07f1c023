"""A center on disk for benches, and units that seal for it what they recorded."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry, Record, TimeQuality
from sync.center import tokens
from sync.center.dialect import writing
from sync.center.enrolment import Enrolled, enroll
from sync.center.founding import init
from sync.center.store import Center, open_center
from sync.frames import INTERNET_MTU
from sync.seal import UnitKeys, floor_at, seal_frame
from sync.sending import packed_up

AGE_S = 4 * 86_400
"""The operation is older than the oldest record of a bench."""


def found(folder: Path, *, host: str, now: int) -> None:
    """A new center that began some days ago."""
    init(folder, "Pusat Gladi", host=host, at=now - AGE_S)


@contextmanager
def opened(folder: Path) -> Iterator[Center]:
    """The center in that folder, in this process."""
    center = open_center(folder)
    try:
        yield center
    finally:
        center.close()


def enrolled(folder: Path, *, address: str, now: int) -> Enrolled:
    """One more unit."""
    with opened(folder) as center:
        return enroll(center, "Unit gladi", address=address, now=now)


def pull_token(center: Center, *, now: int) -> str:
    """A token that may read the feed."""
    with center.lock, writing(center.writer) as conn:
        return tokens.add_token(conn, "bench", frozenset({"pull"}), now=now, random=secrets.token_bytes)


@dataclass
class SealingUnit:
    """An enrolled unit that numbers and seals as a real one does."""

    keys: UnitKeys
    counter: int
    next_of: dict[bool, int] = field(default_factory=lambda: {False: 1, True: TRACK_START})

    @classmethod
    def of(cls, center: Center, number: int, *, now: int) -> "SealingUnit":
        """Enrolled here and now."""
        keys = enroll(center, f"Unit gladi {number}", address="http://127.0.0.1", now=now).keys
        return cls(keys, floor_at(now, start=keys.start) or 0)

    def entry(self, at: int, record: Record) -> Entry:
        """The next entry of this unit."""
        track, step_s = record.about.track, record.about.resolution_s
        seq = self.next_of[track]
        self.next_of[track] += 1
        return Entry(self.keys.unit, seq, at // step_s * step_s, TimeQuality.GPS, record)

    def frames(self, entries: list[Entry]) -> list[bytes]:
        """Sealed for the internet link, as many as it takes."""
        packed = packed_up(entries, start=self.keys.start, mtu=INTERNET_MTU, full=True)
        self.counter += len(packed)
        first = self.counter - len(packed)
        return [
            seal_frame(self.keys, one.kind, counter=first + place, contents=one.contents)
            for place, one in enumerate(packed)
        ]
