"""Finding what a frame does not say: the counter above its low 16 bits, the epoch above its low two."""

from collections.abc import Iterator
from itertools import chain, islice

STEP = 1 << 16  # 72.8 h of floor
AHEAD_STEPS = 10  # 30 days: as far as one wrong clock may take a sender (counter.LEAP_S)
LISTEN_STEPS = 30  # 91 days: how long a unit without a clock may have heard nothing
LISTEN_EPOCHS = 12  # how many rotations such a unit may have missed
MAX_TRIES = 2_048  # some 160 after 90 days of weekly epochs, 1,700 after a year
NOTHING_YET = -1  # the highest counter of a sender never heard


def nearest(low: int, reference: int) -> int:
    """The counter >= 0 with those low 16 bits that is nearest to `reference`."""
    below = reference - ((reference - low) & STEP - 1)
    best = below if reference - below <= STEP // 2 else below + STEP
    return best if best >= 0 else best + STEP


def near(low: int, *, highest: int, floor: int | None) -> tuple[int, ...]:
    """The one or two likely counters: near the highest accepted, near the own trusted floor."""
    by_highest = [nearest(low, highest)] if highest > NOTHING_YET else []
    by_floor = [nearest(low, floor)] if floor is not None else []
    return tuple(dict.fromkeys(by_highest + by_floor)) or (low,)


def at_center(low: int, *, highest: int, floor: int) -> Iterator[int]:
    """Likely ones first, then back to 0 (a stick may be weeks late), then ahead (a sender's clock may be wrong)."""
    likely = near(low, highest=highest, floor=floor)
    top = max(likely)
    back = (counter for counter in range(top, -1, -STEP) if counter not in likely)
    return chain(likely, back, range(top + STEP, top + STEP * AHEAD_STEPS + 1, STEP))


def at_unit(low: int, *, highest: int, floor: int | None) -> Iterator[int]:
    """For the center's frames: likely ones, and ahead of them where no clock says how far the center is."""
    likely = near(low, highest=highest, floor=floor)
    steps = LISTEN_STEPS if floor is None else 0
    return chain(likely, range(likely[0] + STEP, likely[0] + STEP * steps + 1, STEP))


def at_unit_late(low: int, *, highest: int, floor: int | None) -> Iterator[int]:
    """The same, and before those ahead back to 0: what the center sealed once, or what came on a stick, may be weeks old."""
    likely = near(low, highest=highest, floor=floor)
    back = islice(range(max(likely), -1, -STEP), LISTEN_STEPS + 1)
    ahead = (counter for counter in at_unit(low, highest=highest, floor=floor) if counter not in likely)
    return chain(likely, (counter for counter in back if counter not in likely), ahead)


def heard(low: int, *, highest: int, floor: int | None, late: bool) -> Iterator[int]:
    """What a unit tries for the center's frames; not `late`: the likely ones only."""
    if late:
        return at_unit_late(low, highest=highest, floor=floor)
    return iter(near(low, highest=highest, floor=floor))


def epochs_back(low: int, *, newest: int, first: int) -> range:
    """Epochs with those two bits from `newest` down to `first`."""
    return range(newest - ((newest - low) & 3), first - 1, -4)


def epochs_ahead(low: int, *, held: int) -> range:
    """Epochs with those two bits from the one before the newest held: a slip may be of an epoch not yet here."""
    oldest = max(held - 1, 0)
    return range(oldest + ((low - oldest) & 3), held + LISTEN_EPOCHS + 1, 4)


def pairs(counters: Iterator[int], epochs: range) -> Iterator[tuple[int, int]]:
    """(counter, epoch) in order of likelihood, at most MAX_TRIES."""
    return islice(((counter, epoch) for counter in counters for epoch in epochs), MAX_TRIES)
