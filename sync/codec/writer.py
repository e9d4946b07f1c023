"""The end that writes: it collects symbols in reading order and folds them into one big integer."""

from collections.abc import Sequence

from sync.codec.coder import MOST_ONES, Coder
from sync.codec.numbers import EXACT, EXACTLY, SYMBOLS
from sync.codec.table import LETTER_BITS, Row, Step, Table

RUN, SMALL = 32, 1_000
"""After so many symbols so many at a time are folded by themselves before they meet the integer: that is what makes it quick."""
_LETTER_SLOTS = 1 << LETTER_BITS


class Writer(Coder):
    """Collects symbols in reading order; `finish` folds them from the last to the first into one integer."""

    __slots__ = ("_put", "_steps")

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
        try:
            self._put(table.steps[value])
        except KeyError as error:
            raise ValueError("outside the range of its table") from error
        return value

    def escaped(self, table: Table, value: int) -> int:
        if value >= table.last:
            return super().escaped(table, value)
        return self.symbol(table, value)

    def signed(self, table: Table, value: int) -> int:
        symbol = SYMBOLS[value]
        if symbol >= table.last or symbol >= EXACTLY:
            return super().signed(table, value)
        self._put(table.steps[symbol])
        return value

    def bucketed(self, table: Table, value: int) -> int:
        if value >= table.last or value >= EXACT:
            return super().bucketed(table, value)
        return self.symbol(table, value)

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
        start, after = row.starts[value : value + 2]
        self._put((after - start, _LETTER_SLOTS - after + start, start))
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
