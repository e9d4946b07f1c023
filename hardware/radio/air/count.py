"""What happened on the air, counted."""

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(slots=True)
class Count:
    """Of one node, or summed over many. `air_s`: seconds on air.

    Transmissions: `sent` all, of them `relays`, `retries`, `acks`. Receptions: `heard` whole (first times and repeats),
    `collided` with another packet, `deaf` because the node itself was sending, `faded` by the link's loss. Packets:
    `delivered` to the computer, `known` already and dropped, `cancelled` relays, `dropped` by a full queue or `limited`
    by the duty limit, `overflowed` before the computer fetched them; `unheard` given up after all tries.
    """

    air_s: float = 0.0
    sent: int = 0
    relays: int = 0
    retries: int = 0
    acks: int = 0
    heard: int = 0
    collided: int = 0
    deaf: int = 0
    faded: int = 0
    delivered: int = 0
    known: int = 0
    cancelled: int = 0
    dropped: int = 0
    limited: int = 0
    overflowed: int = 0
    unheard: int = 0


def total(counts: Iterable[Count]) -> Count:
    """The sum, field by field."""
    listed = list(counts)
    return Count(**{each.name: sum(getattr(one, each.name) for one in listed) for each in fields(Count)})
