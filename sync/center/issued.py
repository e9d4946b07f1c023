"""The journal of unit 0: what the center itself said, in the order of its numbers."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from field_node.records.record import Entry
from sync.center import feed
from sync.center.at_rest import AtRest
from sync.center.keep import Keeper
from sync.center.render import Arrival
from sync.center.schema import ISSUED
from sync.codec.contents import encode

CARRIER = "pusat"
_NEWEST = select(func.coalesce(func.max(ISSUED.c.seq), 0))


def newest_issued(conn: Connection) -> int:
    """The last seq of the center's own journal, 0 when it is empty."""
    found: int = conn.execute(_NEWEST).scalar_one()
    return found


def keep_issued(conn: Connection, entries: Sequence[Entry], *, rest: AtRest, start: int, now: int) -> None:
    """Entries under numbers that were never given, into the journal and into the feed, which the caller numbers."""
    contents = ((one.seq, encode([one], start=start, full=True)) for one in entries)
    conn.execute(insert(ISSUED), [{"seq": seq, "contents": rest.lock(each)} for seq, each in contents])
    keeper = Keeper(conn, rest, Arrival(feed.arrive(conn), now, CARRIER))
    for one in entries:
        keeper.keep(one, None)
    keeper.flush()
