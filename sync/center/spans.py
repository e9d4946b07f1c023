"""What is here of one unit, as spans of seqs: the state that its slips tell."""

from dataclasses import dataclass, replace

import msgspec

from field_node.records.kinds import TRACK_START
from sync.seal import Spans, Track

MOST_SPANS = 4_000
"""Of each line the lowest; what lies above so many holes is forgotten here, and comes again, until those are filled."""


@dataclass(frozen=True, slots=True)
class Received:
    """`has`: at the center, or announced as not coming by radio; `full`: there with all fields; `track`: the
    line of track points; `told`: below these (forms, track) the unit knows of each seq what became of it."""

    has: Spans = ()
    full: Spans = ()
    track: Spans = ()
    told: tuple[int, int] = (1, TRACK_START)

    def with_spans(self, *, has: Spans, full: Spans, track: Spans) -> "Received":
        return replace(
            self,
            has=joined(self.has, has)[:MOST_SPANS],
            full=joined(self.full, full)[:MOST_SPANS],
            track=joined(self.track, track)[:MOST_SPANS],
        )

    def line(self) -> tuple[int, Spans]:
        """upto and what is there above it."""
        return _split(self.has, 1)

    def complete(self) -> int:
        return _split(self.full, 1)[0]

    def track_line(self) -> Track | None:
        if not self.track:
            return None
        return Track(*_split(self.track, TRACK_START))


def joined(one: Spans, two: Spans) -> Spans:
    """The spans that hold what either holds."""
    if not two:
        return one
    merged: list[tuple[int, int]] = []
    for first, stop in sorted((*one, *two)):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((first, stop))
    return tuple(merged)


def to_text(received: Received) -> str:
    return msgspec.json.encode(received).decode()


def from_text(text: str) -> Received:
    """What `to_text` wrote."""
    return msgspec.json.decode(text, type=Received)


def _split(spans: Spans, start: int) -> tuple[int, Spans]:
    if spans and spans[0][0] <= start:
        return spans[0][1], spans[1:]
    return start, spans
