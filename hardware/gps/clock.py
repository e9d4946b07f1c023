"""The times that a GPS driver is handed: the unit's clock, how far it is trusted, and a way to wait."""

import time
from collections.abc import Callable
from dataclasses import dataclass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Clock:
    """utc and monotonic in seconds; `trusted` says whether utc may refuse a fix; `wait` rests at most its seconds."""

    utc: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    trusted: Callable[[], bool] = _never
    wait: Callable[[float], object] = time.sleep
