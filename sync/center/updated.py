"""What the version before could not read is tried again when this one starts: a frame's sender may be gone for good."""

from sync.center.held import units_held
from sync.center.receive import take_again
from sync.center.store import Center

LATER = ("context", "unforeseen")
"""Why a frame is held that another version may take: tables or fields that came later, a fault of the program."""


def take_older(center: Center, *, now: int) -> int:
    """How many frames were taken at last; the others stay held. Raises DBAPIError."""
    with center.reader.connect() as conn:
        found = [(unit, reason) for reason in LATER for unit in units_held(conn, reason)]
    return sum(take_again(center, unit, reason, now=now).counts.new for unit, reason in found)
