"""The end that reads: it takes symbols out of one big integer, in the order in which a Writer put them in."""

from bisect import bisect_right

from sync.codec.coder import MOST_ONES, Coder
from sync.codec.numbers import EXACTLY, SMALL
from sync.codec.table import BITS, LETTER_BITS, LOOKS, Row, Table
from sync.errors import BadFrame

LOOK_BITS = LOOKS.bit_length() - 1
_SLOTS, _LETTER_SLOTS = (1 << BITS) - 1, (1 << LETTER_BITS) - 1


class Reader(Coder):
    """Takes symbols out of one integer. Raises BadFrame as soon as it is used up."""

    __slots__ = ("_number",)
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
        frequency, below, found = table.look[slot >> LOOK_BITS]
        while slot - below >= frequency:
            frequency, below, found = table.cells[found + 1]
        self._number = number = frequency * (number >> BITS) + (slot - below)
        if number == 0:
            raise BadFrame("contents")
        return found

    def signed(self, table: Table, value: int) -> int:
        found = self.symbol(table, 0)
        if found < EXACTLY and found != table.last:
            return SMALL[found]
        return self._large(table, found)

    def _large(self, table: Table, found: int) -> int:
        """The number that a symbol for many begins."""
        if found == table.last:
            found += self.golomb(0, 0)
        if found < EXACTLY:
            return SMALL[found]
        count = self._within(found + 1 >> 1, 0)
        return count if found & 1 else -count

    def letter(self, row: Row, value: int) -> int:
        number = self._number
        slot = number & _LETTER_SLOTS
        found = bisect_right(row.starts, slot) - 1
        below, after = row.starts[found : found + 2]
        self._number = number = (after - below) * (number >> LETTER_BITS) + (slot - below)
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
