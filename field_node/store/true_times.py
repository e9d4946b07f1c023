"""When entries were made, by what is known by now: corrections of a clock are entries of their own."""

from collections.abc import Sequence
from typing import NamedTuple

from field_node.records.record import Entry
from field_node.store.connection import Store
from field_node.store.folds import trusted


class _Shift(NamedTuple):
    first: int
    last: int
    seconds: int


class TrueTimes:
    """One of these serves a whole page: it reads the corrections of a unit once, when an entry of unsure time asks."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_unit: dict[int, Sequence[_Shift]] = {}

    def made(self, entry: Entry) -> int:
        """UTC seconds, put right as far as a correction in force says."""
        return entry.made_at + self._shift(entry)

    def is_sure(self, entry: Entry) -> bool:
        """True when its clock was right, or was put right since."""
        return trusted(entry.quality) or self._shift(entry) != 0

    def _shift(self, entry: Entry) -> int:
        """Seconds to add; 0 for a time that was right."""
        if trusted(entry.quality):
            return 0
        if entry.unit not in self._of_unit:
            rows = self._store.run(_SHIFTS, (entry.unit,))
            self._of_unit[entry.unit] = [_Shift(*row) for row in rows]
        known = self._of_unit[entry.unit]
        return next((one.seconds for one in known if one.first <= entry.seq <= one.last), 0)


_SHIFTS = "SELECT first, last, shift_s FROM time_shift WHERE unit = ? ORDER BY seq DESC"
"""The newest correction of an entry counts."""
