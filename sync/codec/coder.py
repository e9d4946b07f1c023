"""What a walk speaks to: one end of the big integer, which says symbols, and numbers by them."""

from abc import ABC, abstractmethod

from sync.codec.numbers import EXACT, EXACTLY, MOST_BUCKET, SMALL, SYMBOLS, bucket_of
from sync.codec.table import Row, Table
from sync.errors import BadFrame

MOST_ONES = 32
"""An exp-Golomb prefix has at most this many ones: values below 2^32 << k."""


class Coder(ABC):
    """A Writer takes each value and returns it; a Reader ignores it and returns what it read."""

    __slots__ = ()
    reads = False

    @abstractmethod
    def uniform(self, size: int, value: int) -> int:
        """One of `size` equally likely values, 0..size-1."""

    @abstractmethod
    def golomb(self, order: int, value: int) -> int:
        """A count from 0, exp-Golomb of that order: the shorter the smaller."""

    @abstractmethod
    def symbol(self, table: Table, value: int) -> int:
        """One of a table's symbols: the shorter the likelier."""

    @abstractmethod
    def letter(self, row: Row, value: int) -> int:
        """One of a row's symbols."""

    def escaped(self, table: Table, value: int) -> int:
        """A symbol, or the table's last one and by how much the value is above it."""
        last = table.last
        found = self.symbol(table, value if value < last else last)
        return found if found < last else last + self.golomb(0, value - last)

    def bucketed(self, table: Table, value: int) -> int:
        """A count from 0: a symbol for its size, then the bits that the size leaves open."""
        found = self.escaped(table, value if value < EXACT else bucket_of(value))
        return found if found < EXACT else self._within(found, value)

    def signed(self, table: Table, value: int) -> int:
        """A number of either sign, the likelier the shorter. Zero has no sign."""
        found = self.escaped(table, SYMBOLS[value])
        if found < EXACTLY:
            return SMALL[found]
        count = self._within(found + 1 >> 1, abs(value))
        return count if found & 1 else -count

    def _within(self, bucket: int, value: int) -> int:
        """The count of that bucket: its leading two bits are known."""
        if bucket > MOST_BUCKET:
            raise BadFrame("range")
        size = 1 << bucket // 2 - 2
        return (2 + (bucket & 1)) * size + self.uniform(size, value & size - 1)


def zigzag(coder: Coder, order: int, value: int) -> int:
    """A signed number: 0, 1, -1, 2, -2 as counts 0, 1, 2, 3, 4."""
    found = coder.golomb(order, value * 2 - 1 if value > 0 else -value * 2)
    return (found + 1) // 2 if found & 1 else -(found // 2)


def flag(coder: Coder, value: bool) -> bool:
    """One bit."""
    return coder.uniform(2, int(value)) == 1
