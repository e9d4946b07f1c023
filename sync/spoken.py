"""Slips in the words of the outbox, and what is here in the words of a DIGEST."""

from collections.abc import Sequence
from dataclasses import replace

from field_node.store.outbox import Receipt
from sync.seal.slip import Slip
from sync.seal.spans import Spans

MOST_RUNS = 8


def runs_from(upto: int, held: Sequence[int]) -> tuple[int, ...]:
    """Numbers above `upto`, in order, as a Holding says them: so many missing, so many held, missing, held ..."""
    runs, at = list[int](), upto
    for seq in held:
        if seq == at and runs:
            runs[-1] += 1
        elif len(runs) >= MOST_RUNS:
            break
        else:
            runs += [seq - at, 1]
        at = seq + 1
    return tuple(runs)


def receipt_of(slip: Slip, known: tuple[int, int]) -> Receipt:
    """What a slip says, in the words of the outbox, to a unit that knows the fate of all below `known` (forms, track).

    Of a line where others may be set aside that we do not know of, it covers nothing: it only names.
    """
    track = slip.track if known[1] >= slip.checks.track_from else None
    plain = Receipt(held=_held(slip.checks.spans), incarnation=slip.incarnation)
    if track is not None:
        plain = replace(plain, track_upto=track.upto, track_has=_ranges(track.has))
    if known[0] < slip.checks.form_from:
        return plain
    return replace(plain, upto=slip.upto, complete=slip.complete or 1, has=_ranges(slip.has))


def _held(spans: Spans) -> frozenset[int]:
    return frozenset(seq for first, stop in spans for seq in range(first, stop))


def _ranges(spans: Spans) -> tuple[range, ...]:
    return tuple(range(first, stop) for first, stop in spans)
