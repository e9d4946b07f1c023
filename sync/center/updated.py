"""What the version before could not read is tried again after an update: a frame's sender may be gone for good."""

from sync.center.held import units_held
from sync.center.receive import Counts, take_again
from sync.center.store import Center

LATER = ("context", "unforeseen")
"""Why a frame is held that another version may take: tables or fields that came later, a fault of the program."""


def take_older(center: Center, *, now: int) -> Counts:
    """What became of them: `new` were taken at last, `held` stay. Raises DBAPIError."""
    with center.reader.connect() as conn:
        found = [(unit, reason) for reason in LATER for unit in units_held(conn, reason)]
    counts = [take_again(center, unit, reason, now=now).counts for unit, reason in found]
    return Counts(new=sum(one.new for one in counts), held=sum(one.held for one in counts))
