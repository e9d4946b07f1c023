"""Which symbol says a number: one for its size, the likelier the smaller."""

EXACT = 8
"""Counts below have a symbol of their own; above, two symbols for each power of two."""
BUCKETS, SIGNED = 66, 131
"""Symbols that say every number below 2^32."""
MOST_BUCKET = 128
SMALL = (0, *(half if sign else -half for half in range(1, EXACT) for sign in (True, False)))
"""The numbers that symbols say by themselves."""
EXACTLY = len(SMALL)
USUAL = 512
"""The symbols of numbers up to this size are known beforehand."""


def bucket_of(value: int) -> int:
    """The symbol for a count of that size."""
    if value < EXACT:
        return value
    width = value.bit_length()
    return 2 * width + (value >> width - 2 & 1)


class _Symbols(dict[int, int]):
    """The symbol of every number of either sign; zero has none."""

    def __missing__(self, value: int) -> int:
        return _symbol_of(value)


def _symbol_of(value: int) -> int:
    return 2 * bucket_of(value) - 1 if value > 0 else 2 * bucket_of(-value)


SYMBOLS = _Symbols({value: _symbol_of(value) for value in range(-USUAL, USUAL + 1)})


def class_of(size: int, most: int) -> int:
    """0, 1, 2, 3, 4-5, 6-7, 8-11, 12-15, 16-23, ...: at most `most`. Sizes below 0 are of class 0."""
    if size < 4:
        return size if size > 0 else 0
    width = size.bit_length()
    found = 2 * width - 2 + (size >> width - 2 & 1)
    return found if found < most else most
