"""A real center in a folder, and a unit that seals for it: what the tests of the center are made of."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry, Record, TimeQuality
from sync.bundle import read_bundle
from sync.center.enrolment import enroll
from sync.center.founding import init
from sync.center.receive import Taken, take
from sync.center.scope import ALL, Scope
from sync.center.store import Center, open_center
from sync.codec.contents import encode, pack
from sync.codec.digest import Digest, encode_digest
from sync.frames import MAX_CONTENTS, Kind
from sync.seal import Slip, UnitKeys, Window, open_broadcast, open_slip, seal_frame

START = 1_795_300_020
NOW = START + 86_400


def a_center(folder: Path) -> Center:
    """A new operation, opened."""
    init(folder, "Pusat Gladi", host="localhost", at=START)
    return open_center(folder)


@dataclass
class SealingUnit:
    """An enrolled unit that seals entries and reads what comes back."""

    keys: UnitKeys
    counter: int = 1_000
    next_form: int = 1
    next_fix: int = TRACK_START
    window: Window = field(default_factory=Window)

    @classmethod
    def enrolled(
        cls, center: Center, name: str = "Gladi", *, within: Scope = ALL, now: int = NOW
    ) -> "SealingUnit":
        given = enroll(center, name, address="http://localhost:8090", now=now, within=within)
        return cls(given.keys)

    def entry(self, record: Record, **given: Any) -> Entry:
        """The next entry of this unit."""
        if record.about.track:
            seq, self.next_fix = self.next_fix, self.next_fix + 1
        else:
            seq, self.next_form = self.next_form, self.next_form + 1
        made_at = NOW // 60 * 60
        return Entry(
            **{"unit": self.keys.unit, "seq": seq, "made_at": made_at, "quality": TimeQuality.GPS} | given,
            record=record,
        )

    def frame(self, *entries: Entry, full: bool = True, closed: frozenset[int] = frozenset()) -> bytes:
        return self.sealed(encode(entries, start=START, full=full, closed=closed))

    def frames(self, entries: Iterable[Entry], *, full: bool = True) -> list[bytes]:
        packed = pack(list(entries), start=START, full=full, room=MAX_CONTENTS)
        return [self.sealed(contents) for contents, _ in packed]

    def sealed(self, contents: bytes, kind: Kind = Kind.RECORDS) -> bytes:
        self.counter += 1
        return seal_frame(self.keys, kind, counter=self.counter, contents=contents)

    def digest(self, center_upto: int = 1) -> bytes:
        return self.sealed(encode_digest(Digest(center_upto)), Kind.DIGEST)

    def slip(self, frames: Iterable[bytes]) -> Slip | None:
        """The newest slip for this unit among those frames."""
        found = None
        for frame in frames:
            if frame[0] & 15 == Kind.RECEIPT:
                opened = open_slip(self.keys, frame, window=self.window, floor=None)
                if opened is not None:
                    found, self.window = opened[0].slip, opened[1]
        return found

    def broadcasts(self, frames: Iterable[bytes]) -> list[Entry]:
        from sync.codec.contents import decode

        heard = [frame for frame in frames if frame[0] & 15 == Kind.BROADCAST]
        opened = [open_broadcast(self.keys, frame, highest=-1, floor=None) for frame in heard]
        return [entry for one in opened for entry in decode(0, one.contents, start=START).entries]


def bring(center: Center, *frames: bytes, now: int = NOW) -> Taken:
    return take(center, frames, carrier="https", now=now)


def frames_of(body: bytes) -> tuple[bytes, ...]:
    return read_bundle(body).frames


def chance(size: int) -> bytes:
    return secrets.token_bytes(size)
