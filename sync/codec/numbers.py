"""How numbers are said with a table: a symbol for the size, then the bits that the size leaves open."""

from sync.codec.coder import Coder
from sync.codec.table import Table
from sync.errors import BadFrame

EXACT = 8
"""Counts below have a symbol of their own; above, two symbols for each power of two."""
BUCKETS, SIGNED = 66, 131
"""Symbols that say every number below 2^32."""
MOST_BUCKET = 128
_SMALL = (0, *(half if sign else -half for half in range(1, EXACT) for sign in (True, False)))
EXACTLY = len(_SMALL)
_SMALL_AT = {value: symbol for symbol, value in enumerate(_SMALL)}


def escaped(coder: Coder, table: Table, value: int) -> int:
    """A symbol, or the table's last one and by how much the value is above it."""
    last = table.last
    found = coder.symbol(table, value if value < last else last)
    return found if found < last else last + coder.golomb(0, value - last)


def bucket_of(value: int) -> int:
    """The symbol for a count of that size."""
    if value < EXACT:
        return value
    width = value.bit_length()
    return 2 * width + (value >> width - 2 & 1)


def bucketed(coder: Coder, table: Table, value: int) -> int:
    """A count from 0."""
    symbol, last = value if value < EXACT else bucket_of(value), table.last
    found = coder.symbol(table, symbol if symbol < last else last)
    if found == last:
        found += coder.golomb(0, symbol - last)
    return found if found < EXACT else _within(coder, found, value)


def _within(coder: Coder, bucket: int, value: int) -> int:
    """The count of that bucket: its leading two bits are known."""
    if bucket > MOST_BUCKET:
        raise BadFrame("range")
    width = bucket // 2 - 2
    size = 1 << width
    return (2 + (bucket & 1)) * size + coder.uniform(size, value & size - 1)


def signed(coder: Coder, table: Table, value: int) -> int:
    """A number of either sign, the likelier the shorter. Zero has no sign."""
    symbol, last = _SMALL_AT.get(value), table.last
    if symbol is None:
        symbol = _symbol_of(value)
    found = coder.symbol(table, symbol if symbol < last else last)
    if found == last:
        found += coder.golomb(0, symbol - last)
    if found < EXACTLY:
        return _SMALL[found]
    count = _within(coder, found + 1 >> 1, abs(value))
    return count if found & 1 else -count


def _symbol_of(value: int) -> int:
    return 2 * bucket_of(value) - 1 if value > 0 else 2 * bucket_of(-value)


def class_of(size: int, most: int) -> int:
    """0, 1, 2, 3, 4-5, 6-7, 8-11, 12-15, 16-23, ...: at most `most`. Sizes below 0 are of class 0."""
    if size < 4:
        return size if size > 0 else 0
    width = size.bit_length()
    found = 2 * width - 2 + (size >> width - 2 & 1)
    return found if found < most else most
