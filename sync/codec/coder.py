"""The two ends of the big integer: a Writer puts symbols in, a Reader takes them out in the same order."""

from collections.abc import Sequence
from typing import Protocol

from sync.codec.table import BITS, LETTER_BITS, LOOKS, Row, Table
from sync.errors import BadFrame

RUN, SMALL = 32, 1_000
"""After so many symbols so many at a time are folded by themselves before they meet the integer: that is what makes it quick."""
LOOK_BITS = LOOKS.bit_length() - 1
_SLOTS, _LETTER_SLOTS = (1 << BITS) - 1, (1 << LETTER_BITS) - 1
MOST_ONES = 32
"""An exp-Golomb prefix has at most this many ones: values below 2^32 << k."""


Step = tuple[int, int, int]
"""x becomes x + x // first * second + third. A symbol: its frequency, that of all others, that of those before it; a choice of n: 1, n - 1, value."""


class Coder(Protocol):
    """What a walk speaks to. A Writer takes the value and returns it; a Reader ignores it and returns what it read."""

    reads: bool

    def uniform(self, size: int, value: int) -> int:
        """One of `size` equally likely values, 0..size-1."""

    def golomb(self, order: int, value: int) -> int:
        """A count from 0, exp-Golomb of that order: the shorter the smaller."""

    def symbol(self, table: Table, value: int) -> int:
        """One of a table's symbols: the shorter the likelier."""

    def letter(self, row: Row, value: int) -> int:
        """One of a row's symbols."""


class Writer:
    """Collects symbols in reading order; `finish` folds them from the last to the first into one integer."""

    reads = False

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._put = self._steps.append

    def uniform(self, size: int, value: int) -> int:
        """Raises ValueError for a value outside 0..size-1: nonsense never leaves."""
        if not 0 <= value < size:
            raise ValueError("outside the range of its symbol")
        self._put((1, size - 1, value))
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
        self._put((1, (1 << 2 * width + 1 + order) - 1, symbols))
        return value

    def symbol(self, table: Table, value: int) -> int:
        """Raises ValueError for a value that the table has no symbol for."""
        if value < 0:
            raise ValueError("outside the range of its table")
        try:
            self._put(table.steps[value])
        except IndexError as error:
            raise ValueError("outside the range of its table") from error
        return value

    def all_of(self, steps: Sequence[Step]) -> None:
        """Symbols that were said before in just this way."""
        self._steps.extend(steps)

    def since(self, mark: int) -> tuple[Step, ...]:
        """What was said since the mark."""
        return tuple(self._steps[mark:])

    def letter(self, row: Row, value: int) -> int:
        """Raises ValueError for a value that the row has no symbol for."""
        if not 0 <= value < row.size:
            raise ValueError("outside the range of its row")
        self._put(row.step(value))
        return value

    def mark(self) -> int:
        """Where it stands, for `back`."""
        return len(self._steps)

    def back(self, mark: int) -> None:
        """Forgets all symbols since the mark."""
        del self._steps[mark:]

    def finish(self) -> bytes:
        """The integer, big-endian, first byte not 0."""
        number, first = 1, max(0, len(self._steps) - SMALL)
        for frequency, others, below in reversed(self._steps[first:]):
            number += number // frequency * others + below
        for last in range(first, 0, -RUN):
            number = _folded(self._steps[max(0, last - RUN) : last], number)
        return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _folded(steps: Sequence[Step], number: int) -> int:
    """The integer after these steps, the last one first.

    All of them see only the remainder by the product of their frequencies: the large integer is divided once.
    """
    over = out = 1
    for frequency, others, _ in steps:
        over *= frequency
        out *= frequency + others
    high, low = divmod(number, over)
    for frequency, others, below in reversed(steps):
        low += low // frequency * others + below
    return high * out + low


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

    def symbol(self, table: Table, value: int) -> int:
        number = self._number
        slot = number & _SLOTS
        found = table.look[slot >> LOOK_BITS]
        frequency, _, below = table.steps[found]
        while slot - below >= frequency:
            found += 1
            frequency, _, below = table.steps[found]
        self._number = number = frequency * (number >> BITS) + slot - below
        if number == 0:
            raise BadFrame("contents")
        return found

    def letter(self, row: Row, value: int) -> int:
        number = self._number
        slot = number & _LETTER_SLOTS
        found = row.at(slot)
        frequency, _, below = row.step(found)
        self._number = number = frequency * (number >> LETTER_BITS) + slot - below
        if number == 0:
            raise BadFrame("contents")
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
