"""The two ends of the big integer: a Writer puts symbols in, a Reader takes them out in the same order."""

from collections.abc import Sequence
from typing import Protocol

from sync.errors import BadFrame

RUN = 32
"""So many symbols are folded by themselves before they meet the large integer: that is what makes it quick."""
MOST_ONES = 32
"""An exp-Golomb prefix has at most this many ones: values below 2^32 << k."""


class Coder(Protocol):
    """What a walk speaks to. A Writer takes the value and returns it; a Reader ignores it and returns what it read."""

    reads: bool

    def uniform(self, size: int, value: int) -> int:
        """One of `size` equally likely values, 0..size-1."""

    def golomb(self, order: int, value: int) -> int:
        """A count from 0, exp-Golomb of that order: the shorter the smaller."""


class Writer:
    """Collects symbols in reading order; `finish` folds them from the last to the first into one integer."""

    reads = False

    def __init__(self) -> None:
        self._steps: list[tuple[int, int]] = []

    def uniform(self, size: int, value: int) -> int:
        """Raises ValueError for a value outside 0..size-1: nonsense never leaves."""
        if not 0 <= value < size:
            raise ValueError("outside the range of its symbol")
        self._steps.append((size, value))
        return value

    def golomb(self, order: int, value: int) -> int:
        """Raises ValueError below 0 or with more than 32 ones."""
        shifted = (value >> order) + 1
        width = shifted.bit_length() - 1
        if value < 0 or width > MOST_ONES:
            raise ValueError("outside the range of its count")
        ones = (1 << width) - 1
        low = value & ((1 << order) - 1)
        symbols = ones | (shifted & ones) << width + 1 | low << 2 * width + 1
        self._steps.append((1 << 2 * width + 1 + order, symbols))
        return value

    def mark(self) -> int:
        """Where it stands, for `back`."""
        return len(self._steps)

    def back(self, mark: int) -> None:
        """Forgets all symbols since the mark."""
        del self._steps[mark:]

    def finish(self) -> bytes:
        """The integer, big-endian, first byte not 0."""
        number = 1
        for end in range(len(self._steps), 0, -RUN):
            size, value = _folded(self._steps[max(0, end - RUN) : end])
            number = number * size + value
        return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _folded(steps: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Symbols as one symbol."""
    all_sizes, number = 1, 0
    for size, value in reversed(steps):
        all_sizes *= size
        number = number * size + value
    return all_sizes, number


class Reader:
    """Takes symbols out of one integer. Raises BadFrame as soon as it is used up."""

    reads = True

    def __init__(self, data: bytes) -> None:
        if not data or data[0] == 0:
            raise BadFrame("contents")
        self._number = int.from_bytes(data, "big")

    def uniform(self, size: int, value: int) -> int:
        if size & (size - 1):
            number, found = divmod(self._number, size)
        else:
            number, found = self._number >> (size.bit_length() - 1), self._number & (size - 1)
        if number == 0:
            raise BadFrame("contents")
        self._number = number
        return found

    def golomb(self, order: int, value: int) -> int:
        number = self._number
        low = number & 0x1FFFFFFFF
        width = (~low & (low + 1)).bit_length() - 1
        if width > MOST_ONES:
            raise BadFrame("contents")
        number >>= width + 1
        rest = (number & ((1 << width) - 1)) + (1 << width) - 1
        number >>= width
        found = (rest << order) | (number & ((1 << order) - 1))
        self._number = number >> order
        if self._number == 0:
            raise BadFrame("contents")
        return found

    def finish(self) -> None:
        """Raises BadFrame unless everything was read and nothing is left."""
        if self._number != 1:
            raise BadFrame("contents")


def zigzag(coder: Coder, order: int, value: int) -> int:
    """A signed number: 0, 1, -1, 2, -2 as counts 0, 1, 2, 3, 4."""
    found = coder.golomb(order, value * 2 - 1 if value > 0 else -value * 2)
    return (found + 1) // 2 if found & 1 else -(found // 2)


def flag(coder: Coder, value: bool) -> bool:
    """One bit."""
    return coder.uniform(2, int(value)) == 1
