"""How much one carrier and one unit may bring: buckets in memory, cheap to ask."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_s`."""

    burst: float
    per_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Per carrier: requests, junk (frames that cost a search in vain), idle (known or refused).

    Per unit, new or held and with a valid tag: frames, entries; of photos: bytes, and bytes in all. `file_floor`: room
    on the disk that photos leave alone.
    """

    requests: Rate = Rate(600, 60)
    junk: Rate = Rate(2_000, 50)
    idle: Rate = Rate(20_000, 200)
    frames: Rate = Rate(4_096, 40)
    entries: Rate = Rate(120_000, 1_000)
    file_bytes: Rate = Rate(64 << 20, 1 << 20)
    files_of_unit: int = 8 << 30
    file_floor: int = 1 << 30
    waiters: int = 4
    wait_s: float = 25.0


class Buckets:
    """One bucket a key; the key that was idle longest is forgotten first, which fills its bucket."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._kept: OrderedDict[object, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def left(self, key: object, now: float) -> float:
        """What may be spent now."""
        with self._lock:
            return self._left(key, now)

    def spend(self, key: object, amount: float, now: float) -> None:
        """Takes it, below zero too: then `left` is negative until time has made up for it."""
        with self._lock:
            left = max(self._left(key, now) - amount, -self._rate.burst)
            self._kept[key] = (left, now)
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEYS:
                self._kept.popitem(last=False)

    def wait_s(self, key: object, now: float) -> int:
        """Whole seconds until something may be spent again."""
        return max(1, int((1 - self.left(key, now)) / self._rate.per_s) + 1)

    def _left(self, key: object, now: float) -> float:
        left, since = self._kept.get(key, (self._rate.burst, now))
        return min(self._rate.burst, left + max(0.0, now - since) * self._rate.per_s)
