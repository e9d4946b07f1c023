"""How many reports residents may send: few from one client, not many in all, counted in this process."""

import threading
from collections import deque

WINDOW_S = 3_600
OF_ONE, OF_ALL = 3, 20
"""Reports within the window: a household has few, a radio channel carries few more."""
CLIENTS = 2_000


class Allowance:
    """Takes times as they come: a clock that is set back forgets what lies ahead of it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: deque[tuple[float, str]] = deque(maxlen=CLIENTS)

    def left(self, client: str, now: float) -> tuple[bool, bool]:
        """Whether this client, and whether everybody together, may send one more; "" is a client that nobody can tell apart."""
        with self._lock:
            recent = [who for at, who in self._all if 0 <= now - at < WINDOW_S]
        return client == "" or recent.count(client) < OF_ONE, len(recent) < OF_ALL

    def spend(self, client: str, now: float) -> None:
        """Counts one report."""
        with self._lock:
            self._all.append((now, client))
