"""What a simulated radio does wrong on purpose: named switches, each for ever or for a number of times."""

from collections.abc import Mapping
from dataclasses import dataclass

from hardware.errors import unknown

SWITCHES: Mapping[str, str] = {
    # the line
    "silent": "swallows what comes and answers nothing",
    "frozen": "neither reads nor writes; once cleared it goes on where it was",
    "freeze_after": "bytes of the next frame after which it freezes",
    "trickle": "seconds between single bytes",
    # the stream
    "log_text": "text in front of a frame",
    "garbage": "bytes of noise, framed, in front of a frame",
    "oversize": "length above 512 of a header in front of a frame",
    "truncate": "bytes that a frame loses at its end",
    "flip": "chance of one flipped bit in a frame",
    "unknown_field": "a FromRadio of a field that nobody knows, in front of a frame",
    # the queue
    "free": "free places that a QueueStatus tells",
    "res": "a packet is refused with this `res`",
    "swallow": "a packet gets `res` 0 and is gone",
    "no_status": "no QueueStatus for a packet",
    "status_delay": "seconds by which the QueueStatus of a packet is late",
    "status_id": "the QueueStatus of a packet names this id",
    "no_heartbeat": "a heartbeat gets no answer",
    "duty": "a packet gets `res` 9, a NAK and a clientNotification",
    # the acks
    "nak": "a packet is dropped and answered with this Routing.Error",
    "remote_nak": "the other end answers a packet with this Routing.Error",
    "no_ack": "acks and NAKs of a packet are kept back",
    "ack_twice": "an ack or NAK comes twice",
    "ack_unknown": "an ack names this id",
    "acks": "words that a want_ack packet gets in this order: repeated, acknowledged, unheard",
    # what is heard
    "twice": "a packet comes twice at once",
    "again_after": "seconds after which a packet comes again",
    "delay": "seconds by which a packet is late",
    "reorder": "packets that are kept and given in reverse order",
    "encrypted": "a packet comes undeciphered",
    "no_port": "a packet comes without portnum",
    "from_zero": "a packet comes from number 0",
    "port": "a packet comes on this portnum",
    "payload": "a packet has so many bytes",
    "flip_payload": "one bit of a packet's payload is flipped",
    "echo": "own packets come back",
    # the handshake
    "skip": "this step is left out",
    "double": "this step comes twice",
    "stop_after": "silence after this step",
    "nodes": "so many other nodes are told",
    # what it tells of itself
    "channel_use": "percent of channelUtilization",
    "air_use": "percent of airUtilTx",
    "battery": "percent of the battery",
}
"""Name -> what happens while it is on; the value, where there is one, is said first."""


@dataclass(slots=True)
class _Switch:
    value: str
    left: int | None


class Faults:
    """The switches of one radio. A value is text; what is only on or off has "1"."""

    def __init__(self) -> None:
        self._on: dict[str, _Switch] = {}

    def set(self, name: str, value: str | float = 1, times: int | None = None) -> None:
        """Switch on, for ever or for so many occasions. Raises UnknownDevice for a name that is none."""
        if name not in SWITCHES:
            raise unknown("fault", name, SWITCHES)
        self._on[name] = _Switch(str(value), times)

    def clear(self, name: str = "") -> None:
        """Switch one off, or all."""
        if name:
            self._on.pop(name, None)
        else:
            self._on.clear()

    def on(self) -> dict[str, str]:
        """Name and value of all that are on."""
        return {name: switch.value for name, switch in self._on.items()}

    def has(self, name: str) -> bool:
        """Whether it is on; uses up nothing."""
        return name in self._on

    def word(self, name: str) -> str | None:
        """The value, using up one occasion; None while it is off."""
        switch = self._on.get(name)
        if switch is None:
            return None
        if switch.left is not None:
            switch.left -= 1
            if switch.left <= 0:
                del self._on[name]
        return switch.value

    def number(self, name: str) -> float | None:
        """As `word`, as a number."""
        word = self.word(name)
        return None if word is None else float(word)

    def happens(self, name: str) -> bool:
        """As `word`, for what has no value."""
        return self.word(name) is not None
