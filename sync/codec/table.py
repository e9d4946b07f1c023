"""Tables of frequencies: what a symbol costs."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

BITS, LETTER_BITS = 12, 16
"""The frequencies of a table sum to 2^12, those of letters to 2^16."""
MOST_SYMBOLS, LOOKS = 256, 16


LEVELS = (*range(1, 9), *(step << size for size in range(1, 10) for step in (5, 6, 7, 8)))
"""Frequencies that a file may name, each by a letter from `0` on: 1 to 8, then 10, 12, 14, 16, 20, ..."""


def named(row: str) -> list[int]:
    """The frequencies of a row of letters; `*` marks the likeliest, which has what the others leave of 2^12."""
    found = [0 if letter == "*" else LEVELS[ord(letter) - ord("0")] for letter in row]
    found[row.index("*")] = (1 << BITS) - sum(found)
    return found


Step = tuple[int, int, int]
"""x becomes x + x // first * second + third. A symbol: its frequency, that of all others, that of those before it; a choice of n: 1, n - 1, value."""


class Table:
    """Symbols 0..size-1, each with a frequency of at least 1, in sum exactly 2^12. `last`: the escape of a table that has one.

    `steps`: each symbol as the step of the integer that says it. `cells`: as the reader meets it: frequency, that of those before it, itself. `look`: the cell of every sixteenth of the 2^12 remainders: whole tables of them would not stay in the processor's cache.
    """

    __slots__ = ("cells", "last", "look", "size", "steps")

    def __init__(self, frequencies: Sequence[int]) -> None:
        """Raises ValueError for frequencies that are no table."""
        total = 1 << BITS
        if min(frequencies) < 1 or sum(frequencies) != total or len(frequencies) > MOST_SYMBOLS:
            raise ValueError("frequencies do not make a table")
        below = list(accumulate(frequencies, initial=0))
        self.steps = {
            symbol: (one, total - one, before)
            for symbol, (one, before) in enumerate(zip(frequencies, below, strict=False))
        }
        self.cells = tuple(
            (one, before, symbol)
            for symbol, (one, before) in enumerate(zip(frequencies, below, strict=False))
        )
        self.look = tuple(self.cells[bisect_right(below, slot) - 1] for slot in range(0, total, LOOKS))
        self.size, self.last = len(frequencies), len(frequencies) - 1


class Row:
    """The symbols 0..size-1 of one place in a text; frequencies of at least 1, in sum exactly 2^16.

    `starts`: the sum of the frequencies before each symbol, and of all.
    """

    __slots__ = ("size", "starts")

    def __init__(self, frequencies: Sequence[int]) -> None:
        """Raises ValueError for frequencies that are no row."""
        if min(frequencies) < 1 or sum(frequencies) != 1 << LETTER_BITS:
            raise ValueError("frequencies do not make a row")
        self.starts = array("I", accumulate(frequencies, initial=0))
        self.size = len(frequencies)
