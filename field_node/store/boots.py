"""The unit's boots: their count, the time learnt in each, and the corrected times of what was made before it was learnt."""

from collections.abc import Iterator, Sequence
from typing import Any

from field_node.clock import Offset, Stamp
from field_node.records import type_by_slug
from field_node.records.kinds import TRACK_START
from field_node.records.record import TimeQuality
from field_node.store.connection import Store, writing
from field_node.store.folds import TIME_CORRECTION
from field_node.store.identity import own_unit
from field_node.store.journal import append_all

GRID_S = 60
"""The coarsest grid of `made_at`: a shift is known no better than this from one entry."""
_UNSURE = (
    "SELECT seq, uptime_ms, made_at FROM entry WHERE pos > ? AND boot = ? AND unit = ? AND quality < ? AND version = 0"
    " ORDER BY seq"
)


class StoreBoots:
    """This boot as all processes of the unit know it; a door of `field_node.clock`."""

    def __init__(self, store: Store, boot_id: str) -> None:
        self._store = store
        self._number = _registered(store, boot_id)

    def number(self) -> int:
        """This boot, rising by one with each start of the machine."""
        return self._number

    def offset(self) -> Offset | None:
        """The trusted offset learnt in this boot by any process."""
        rows = self._store.run("SELECT offset_ms, quality FROM boot WHERE boot = ?", (self._number,))
        return None if rows[0][0] is None else Offset(rows[0][0] / 1000, TimeQuality(rows[0][1]))

    def remember(self, offset: Offset, uptime_s: float) -> None:
        """Shares a trusted offset; the first of a boot is followed by corrected times for what was made before."""
        with writing(self._store):
            first = self.offset() is None
            self._store.run(
                "UPDATE boot SET offset_ms = ?, quality = ? WHERE boot = ?",
                (round(offset.seconds * 1000), int(offset.quality), self._number),
            )
            if first:
                self._correct(offset, uptime_s)

    def latest(self) -> int:
        """The latest trusted time of an own entry or of the center's; 0 without one."""
        latest: int = self._store.run("SELECT latest_trusted FROM self")[0][0]
        return latest

    def _correct(self, offset: Offset, uptime_s: float) -> None:
        unit = own_unit(self._store)
        correction: Any = type_by_slug(TIME_CORRECTION)
        start = self._store.run("SELECT first_pos FROM boot WHERE boot = ?", (self._number,))[0][0]
        rows = self._store.run(_UNSURE, (start, self._number, unit, int(TimeQuality.GPS)))
        found = [
            correction(dari_seq=first, sampai_seq=last, selisih_s=shift_s)
            for first, last, shift_s in runs(rows, offset.seconds)
        ]
        if found:
            stamp = Stamp(int(uptime_s + offset.seconds), offset.quality, self._number, uptime_s)
            append_all(self._store, found, stamp=stamp)


def runs(rows: Sequence[Sequence[int]], offset_s: float) -> Iterator[tuple[int, int, int]]:
    """Runs of entries that were late by the same: first seq, last seq, seconds to add. Rows: seq, uptime_ms, made_at.

    made_at was rounded down to its grid, so each shift is too great by up to that, and the least of a run is the nearest.
    """
    run: list[tuple[int, int]] = []
    for seq, uptime_ms, made_at in rows:
        late = int(uptime_ms / 1000 + offset_s - made_at)
        if run and not _goes_on(run, seq, late):
            yield from _closed(run)
            run = []
        run.append((seq, late))
    yield from _closed(run)


def _goes_on(run: Sequence[tuple[int, int]], seq: int, late: int) -> bool:
    """`run` holds (seq, seconds late)."""
    shifts = [late, *(each[1] for each in run[-64:])]
    same_line = (seq >= TRACK_START) == (run[0][0] >= TRACK_START)
    return same_line and max(shifts) - min(shifts) <= GRID_S


def _closed(run: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    shift_s = min((late for _, late in run), default=0)
    if not 0 <= shift_s < GRID_S:
        yield run[0][0], run[-1][0], shift_s


def _registered(store: Store, boot_id: str) -> int:
    with writing(store):
        rows = store.run("SELECT boot FROM boot WHERE boot_id = ?", (boot_id,))
        if rows:
            number: int = rows[0][0]
            return number
        sql = "INSERT INTO boot (boot_id, first_pos) SELECT ?, head_pos FROM self RETURNING boot"
        made: int = store.run(sql, (boot_id,))[0][0]
        return made
