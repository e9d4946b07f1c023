"""A node's queue for the air: sixteen packets, the most urgent first, silent when it overflows."""

from typing import Any

from hardware.radio.antenna import HOLDS, AirPacket


class Waiting:
    """One packet that waits to be sent. `window`: the exponent of a relay's window; None: it is the node's own."""

    __slots__ = ("hop_limit", "key", "next_hop", "packet", "priority", "retry", "window")

    def __init__(
        self, packet: AirPacket, key: Any, priority: int, hop_limit: int, *, window: int | None = None
    ) -> None:
        self.packet = packet
        self.key = key
        self.priority = priority
        self.hop_limit = hop_limit
        self.window = window
        self.next_hop = packet.next_hop
        self.retry = False


class Queue:
    """First in, first out within a priority; `items`: the next to go first."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: list[Waiting] = []

    def __len__(self) -> int:
        return len(self.items)

    def offer(self, one: Waiting) -> tuple[bool, bool]:
        """Whether it was taken, and whether any packet was lost: itself, or the last one if that is less urgent."""
        items = self.items
        full = len(items) >= HOLDS
        if full and items[-1].priority >= one.priority:
            return False, True
        if full:
            items.pop()
        place = len(items)
        while place and items[place - 1].priority < one.priority:
            place -= 1
        items.insert(place, one)
        return True, full

    def pop(self) -> Waiting:
        """Take the next to go."""
        return self.items.pop(0)

    def holds(self, key: Any) -> bool:
        """Whether a packet of this sender and number waits."""
        return any(one.key == key for one in self.items)

    def cancel(self, key: Any) -> bool:
        """Drop the packet of this sender and number; whether there was one."""
        for place, one in enumerate(self.items):
            if one.key == key:
                del self.items[place]
                return True
        return False

    def clear(self) -> None:
        """Forget everything."""
        self.items.clear()
