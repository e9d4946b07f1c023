"""Which files entries name, which of them are here, and what the feed says of that."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Index, delete, func, insert, select, update

from field_node.records import number_of
from field_node.records.photo import Photo
from field_node.records.record import Entry
from sync.center import feed
from sync.center.fold_tables import TABLES
from sync.center.render import FILE_AT, moment
from sync.center.schema import ENTRY, FILE
from sync.center.typed import table_of

_OF, _ENDED = table_of(Photo), TABLES["replaced"]
BY_FILE = Index("foto_by_file", _OF.c.sidik)
_STANDS = ~select(1).where(_ENDED.c.unit == _OF.c.of_unit, _ENDED.c.seq == _OF.c.of_seq).exists()


class Named(NamedTuple):
    """What the entry says of its file."""

    size: int
    media: str


class Here(NamedTuple):
    """A whole file. `at`: UTC seconds."""

    size: int
    media: str
    at: int


def named(conn: Connection, digest: bytes, *, unit: int | None = None) -> Named | None:
    """As an entry in force says it, of that unit when it is given; None when none does."""
    found = select(_OF.c.ukuran, _OF.c.jenis).where(_OF.c.sidik == digest, _STANDS)
    row = conn.execute(found if unit is None else found.where(_OF.c.of_unit == unit)).first()
    return None if row is None else Named(row.ukuran, row.jenis)


def here(conn: Connection, digest: bytes) -> Here | None:
    """The file that came whole under that name."""
    row = conn.execute(select(FILE).where(FILE.c.sha256 == digest)).first()
    return None if row is None else Here(row.size, row.media, row.received_at)


def brought(conn: Connection, unit: int) -> int:
    """Bytes of all whole files that came from that unit first."""
    return int(
        conn.execute(select(func.coalesce(func.sum(FILE.c.size), 0)).filter_by(unit=unit)).scalar_one()
    )


def nameless(conn: Connection) -> list[bytes]:
    """Files that no entry in force names any more: somebody took the photo back."""
    kept = select(1).where(_OF.c.sidik == FILE.c.sha256, _STANDS).exists()
    return [bytes(digest) for digest in conn.execute(select(FILE.c.sha256).where(~kept)).scalars()]


def forget(conn: Connection, digests: Sequence[bytes]) -> None:
    """Nothing is here under those names."""
    conn.execute(delete(FILE).where(FILE.c.sha256.in_(digests)))


def take_down(conn: Connection, digest: bytes, of: Named, *, unit: int, now: int) -> None:
    """The file is here; entries that name it come again in the feed and say so. In one write transaction."""
    if here(conn, digest) is None:
        values = {"size": of.size, "media": of.media, "unit": unit, "received_at": now}
        conn.execute(insert(FILE).values(sha256=digest, **values))
    _tell_again(conn, digest, moment(now))


def _tell_again(conn: Connection, digest: bytes, at: str) -> None:
    silent = [row for row in _lines_of(conn, digest) if msgspec.json.decode(row.line)[FILE_AT] is None]
    if not silent:
        return
    arrival = feed.arrive(conn)
    for row in silent:
        name = (ENTRY.c.unit == row.unit, ENTRY.c.seq == row.seq, ENTRY.c.version == row.version)
        conn.execute(update(ENTRY).where(*name).values(arrival=arrival, line=_with(row.line, at)))
    feed.number_in_writer(conn)


def _lines_of(conn: Connection, digest: bytes) -> Sequence[Any]:
    both = _OF.join(ENTRY, (ENTRY.c.unit == _OF.c.of_unit) & (ENTRY.c.seq == _OF.c.of_seq))
    columns = (ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version, ENTRY.c.line)
    of_type = ENTRY.c.type == number_of(Photo)
    return conn.execute(select(*columns).select_from(both).where(_OF.c.sidik == digest, of_type)).all()


def tell_at_once(conn: Connection, rows: Iterable[dict[str, Any]], entries: Iterable[Entry]) -> None:
    """Rows that are about to be written say so when their file is here already."""
    wanted = {entry.ref: entry.record.sidik for entry in entries if isinstance(entry.record, Photo)}
    if not wanted:
        return
    found = select(FILE.c.sha256, FILE.c.received_at).where(FILE.c.sha256.in_(wanted.values()))
    there = {bytes(row.sha256): moment(row.received_at) for row in conn.execute(found)}
    for row in rows:
        if (at := there.get(wanted.get((row["unit"], row["seq"]), b""))) is not None:  # type: ignore[call-overload]
            row["line"] = _with(row["line"], at)


def _with(line: str, at: str) -> str:
    return msgspec.json.encode({**msgspec.json.decode(line), FILE_AT: at}).decode()
