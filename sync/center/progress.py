"""How far a unit has come after a bundle: what is here of it, and what it told that it knows."""

from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry
from sync.center.examine import Examined
from sync.center.spans import Received, joined
from sync.seal import spans_of


def with_told(received: Received, frames: Iterable[Examined]) -> Received:
    """With what the newest DIGEST says that the unit knows of its own numbers; one that says nothing knows nothing."""
    told = [(one.opened.counter, one) for one in frames if one.opened is not None and one.digest is not None]
    if not told:
        return received
    newest = max(told, key=itemgetter(0))[1]
    own = [each.upto for each in newest.digest.holdings if each.unit == newest.unit] if newest.digest else []
    form = max((upto for upto in own if upto < TRACK_START), default=1)
    return replace(received, told=(form, max([TRACK_START, *own])))


def closed_by(frames: Iterable[Examined]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """First and last seqs that do not come by radio, and those that never come: a full frame says so of numbers left out."""
    told = [one.contents for one in frames if one.contents]
    radio = [span for contents in told if not contents.full for span in contents.closed]
    return radio, [span for contents in told if contents.full for span in contents.closed]


def with_entries(
    received: Received,
    entries: Iterable[Entry],
    closed: Iterable[tuple[int, int]],
    lost: Iterable[tuple[int, int]] = (),
) -> Received:
    """The state of a unit after these entries are there and those seqs announced as not coming, by radio or ever."""
    there = [(entry.seq, entry.complete) for entry in entries]
    forms = [seq for seq, _ in there if seq < TRACK_START]
    left_out = tuple((first, last + 1) for first, last in sorted(lost) if first < TRACK_START)
    gaps = tuple((first, last + 1) for first, last in sorted([*closed, *lost]))
    return received.with_spans(
        has=joined(spans_of(forms), tuple(gap for gap in gaps if gap[0] < TRACK_START)),
        full=joined(spans_of(seq for seq, complete in there if complete and seq < TRACK_START), left_out),
        track=joined(
            spans_of(seq for seq, _ in there if seq >= TRACK_START),
            tuple(gap for gap in gaps if gap[0] >= TRACK_START),
        ),
    )
