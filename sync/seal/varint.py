"""Unsigned LEB128 and a reader of bytes that ends where the bytes end."""

from sync.errors import BadFrame

SEQS = range((1 << 32) + 1)  # one past the last is an end
_LONGEST = 5


def varint(value: int) -> bytes:
    """Seven bits a byte, lowest first; ValueError outside 0..2^32."""
    if value not in SEQS:
        raise ValueError(f"{value} is no seq")
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


class Cursor:
    """Reads a slip body from its start; BadFrame("slip_body") past its end."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise BadFrame("slip_body")
        part, self._at = self._data[self._at : end], end
        return part

    def byte(self) -> int:
        return self.take(1)[0]

    def varint(self) -> int:
        """A value of 0..2^32 in its shortest form."""
        value = 0
        for shift in range(0, 7 * _LONGEST, 7):
            byte = self.byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return self._whole(value, shortest=byte > 0 or shift == 0)
        raise BadFrame("slip_body")

    def finish(self) -> None:
        """Nothing may follow."""
        if self._at != len(self._data):
            raise BadFrame("slip_body")

    def _whole(self, value: int, *, shortest: bool) -> int:
        if value not in SEQS or not shortest:
            raise BadFrame("slip_body")
        return value
