"""The chain over the journal: checked for each row that leaves, and wholly by the doctor."""

import hmac
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from field_node.records.record import Entry
from field_node.store.connection import Store
from field_node.store.rows import ROW_COLUMNS, Row, entry_of, link

_ROW = f"SELECT {ROW_COLUMNS}, chain FROM entry"
_OWN = f"{_ROW} WHERE unit = ? AND seq = ? ORDER BY version DESC LIMIT 1"
_BEFORE = "SELECT chain FROM entry WHERE pos < ? ORDER BY pos DESC LIMIT 1"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not what was written, or the place where rows are missing."""

    pos: int
    unit: int
    seq: int
    type: int
    what: str


def sound_entries(store: Store, unit: int, seqs: Sequence[int]) -> list[Entry]:
    """Entries of that unit by number whose rows are as they were written."""
    rows = [row for seq in seqs for row in store.run(_OWN, (unit, seq))]
    return [_entry(store, Row(*row[:-1])) for row in rows if _is_sound(store, row)]


def _is_sound(store: Store, row: Sequence[object]) -> bool:
    before = store.run(_BEFORE, (row[0],))
    sound = _linked(store, before[0][0] if before else b"", row)
    if not sound:
        _log.error("row %s of the journal is damaged: entry %s-%s", row[0], row[1], row[2])
    return sound


def _linked(store: Store, previous: object, row: Sequence[object]) -> bool:
    """Also where a flipped bit left no link at all, of this row or of the one before."""
    written = row[-1]
    if not isinstance(previous, bytes):
        return False
    expected = link(store.locker.chain_key, previous, row[:-1])
    return isinstance(written, bytes) and hmac.compare_digest(expected, written)


def _entry(store: Store, row: Row) -> Entry:
    incident, corrects = (row.incident_unit, row.incident_seq), (row.corrects_unit, row.corrects_seq)
    envelope = (row.unit, row.seq, row.type, row.made_at, row.quality, *incident, row.author)
    return entry_of((*envelope, *corrects, row.reason, row.complete, row.body), store.locker)


def bad_rows(store: Store) -> Iterator[BadRow]:
    """Every row of the journal against the chain, and the end of the journal against the head that was noted."""
    previous, expected_pos = b"", 1
    for row in store.conn.execute(f"{_ROW} ORDER BY pos"):
        if row[0] != expected_pos:
            yield BadRow(row[0], row[1], row[2], row[4], "rows before it are missing")
        elif not _linked(store, previous, row):
            yield BadRow(row[0], row[1], row[2], row[4], "it is not as it was written")
        previous, expected_pos = row[-1], row[0] + 1
    yield from _bad_end(store, previous, expected_pos - 1)


def _bad_end(store: Store, head: bytes, pos: int) -> Iterator[BadRow]:
    known: tuple[bytes, int] = store.run("SELECT head, head_pos FROM self")[0]
    if known[1] > pos:
        yield BadRow(pos, 0, 0, 0, f"the journal ends here, {known[1] - pos} later rows are missing")
    elif known != (head, pos):
        yield BadRow(pos, 0, 0, 0, "the head of the chain is not the one that was noted")
