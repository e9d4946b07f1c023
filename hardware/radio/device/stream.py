"""Frames of the stream between a Meshtastic radio and its client: 94 C3, two bytes of length, one protobuf."""

START = b"\x94\xc3"
MOST = 512
"""Bytes of the longest message (meshtastic/firmware MAX_TO_FROM_RADIO_SIZE)."""
_HEADER = 4


def framed(message: bytes) -> bytes:
    """One message, ready for the stream."""
    return START + len(message).to_bytes(2, "big") + message


class Frames:
    """Bytes in any pieces in, whole messages out; whatever is between frames is skipped."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The messages that are whole with these bytes."""
        self._rest += data
        whole: list[bytes] = []
        while (message := self._next()) is not None:
            whole.append(message)
        return whole

    def _next(self) -> bytes | None:
        while self._at_start() and len(self._rest) >= _HEADER:
            length = int.from_bytes(self._rest[2:_HEADER], "big")
            if length > MOST:
                self._rest = self._rest[_HEADER:]
            elif len(self._rest) < _HEADER + length:
                return None
            else:
                message = self._rest[_HEADER : _HEADER + length]
                self._rest = self._rest[_HEADER + length :]
                return message
        return None

    def _at_start(self) -> bool:
        """Drop what comes before the next start; False while none is there."""
        at = self._rest.find(START)
        if at < 0:
            self._rest = self._rest[-1:] if self._rest.endswith(START[:1]) else b""
            return False
        self._rest = self._rest[at:]
        return True
