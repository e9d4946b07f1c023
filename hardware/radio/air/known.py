"""The packets that a node knows again: a ring without expiry, so that old ones surface when it has turned."""

from typing import Any


class Known:
    """The newest `size` packets, by sender and number (meshtastic/firmware PacketHistory.cpp)."""

    __slots__ = ("_at", "_keys", "_ring")

    def __init__(self, size: int) -> None:
        self._ring: list[Any] = [None] * size
        self._keys: set[Any] = set()
        self._at = 0

    def __contains__(self, key: Any) -> bool:
        return key in self._keys

    def add(self, key: Any) -> None:
        """Know it from here on; the oldest is forgotten. A known one keeps its place."""
        if key in self._keys:
            return
        self._keys.discard(self._ring[self._at])
        self._ring[self._at] = key
        self._keys.add(key)
        self._at = (self._at + 1) % len(self._ring)

    def clear(self) -> None:
        """Know nothing."""
        self._ring = [None] * len(self._ring)
        self._keys.clear()
