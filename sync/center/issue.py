"""The center's own entries: the journal of unit 0, numbered without a gap, in the feed like all others."""

from collections.abc import Iterable

from sqlalchemy import Connection

from field_node.records.kinds import Ref
from field_node.records.record import (
    Author,
    Entry,
    InvalidRecord,
    Notice,
    Record,
    TimeQuality,
    blocks,
    flaws,
    settled,
)
from sync.center import feed
from sync.center.dialect import writing
from sync.center.issued import keep_issued, newest_issued
from sync.center.store import Center
from sync.frames import CENTER


def issue(
    center: Center,
    record: Record,
    *,
    now: int,
    incident: Ref | None = None,
    corrects: Ref | None = None,
    reason: str | None = None,
) -> Entry:
    """One entry of unit 0, committed. Raises InvalidRecord for what its kinds refuse or what the center may not say."""
    with center.lock, writing(center.writer) as conn:
        entry = issue_within(
            center, conn, record, now=now, incident=incident, corrects=corrects, reason=reason
        )
        feed.number_in_writer(conn)
    center.committed()
    return entry


def issue_within(
    center: Center,
    conn: Connection,
    record: Record,
    *,
    now: int,
    incident: Ref | None = None,
    corrects: Ref | None = None,
    reason: str | None = None,
) -> Entry:
    """The same inside a write transaction of the caller, who numbers the feed."""
    kept, made_at = allowed(record), _in_steps(record, now)
    name = CENTER, newest_issued(conn) + 1
    entry = Entry(*name, made_at, TimeQuality.CENTER, kept, incident, corrects=corrects, reason=reason)
    keep_issued(conn, (entry,), rest=center.rest, start=center.keys.start, now=now)
    return entry


def issue_all_within(
    center: Center, conn: Connection, records: Iterable[tuple[Record, int]], *, now: int
) -> None:
    """Several in one write of each table, under numbers in their order; each was `allowed`, and says of which UTC second it is."""
    first = newest_issued(conn) + 1
    entries = [
        Entry(CENTER, seq, _in_steps(record, at), TimeQuality.CENTER, record)
        for seq, (record, at) in enumerate(records, first)
    ]
    if entries:
        keep_issued(conn, entries, rest=center.rest, start=center.keys.start, now=now)


def allowed(record: Record) -> Record:
    """As the center says it. Raises InvalidRecord for what its kinds refuse or what the center may not say."""
    kept = settled(record)
    notices = flaws(kept) or _not_ours(kept)
    if notices:
        raise InvalidRecord(notices)
    return kept


def _in_steps(record: Record, at: int) -> int:
    return at // record.about.resolution_s * record.about.resolution_s


def _not_ours(record: Record) -> tuple[Notice, ...]:
    return (blocks("bukan_wewenang_pusat"),) if record.about.author is Author.UNIT else ()
