"""How much of a photo goes at once: so little that a frame beside it waits no longer than for a breath."""

from dataclasses import replace

from sync import session
from sync.session import LARGEST, SMALLEST, State

QUICK_S, SLOW_S = 1.0, 3.0
"""A piece that took less is followed by one of twice the size, one that took longer by half of it."""


def moved(state: State, took_s: float, size: int) -> State:
    """After a piece of `size` bytes was answered."""
    if took_s > SLOW_S:
        after = state.size // 2
    else:
        after = state.size * 2 if took_s < QUICK_S and size >= state.size else state.size
    return replace(session.woken(state), size=max(SMALLEST, min(LARGEST, after)))
