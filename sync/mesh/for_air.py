"""A frame of the center that a gateway holds for the air."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForAir:
    """Not before `from_at`. `units`: whom its slips name, empty for a broadcast. `answers_sos`: one of them calls for help."""

    frame: bytes
    units: frozenset[int]
    from_at: float
    answers_sos: bool = False
