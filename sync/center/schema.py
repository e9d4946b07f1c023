"""The center's own tables; those beside `entry`, one for each record type, are in typed.py."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

Long = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit number that SQLite can also number by itself."""
METADATA = MetaData()

OPERATION = Table(
    "operation",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("incarnation", SmallInteger, nullable=False),
    Column("epoch", Long, nullable=False),
    Column("reserved", Long, nullable=False),
    Column("next_unit", Integer, nullable=False),
)
INCARNATION = Table(
    "incarnation",
    METADATA,
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("ended", Long, nullable=False),
)
UNIT = Table(
    "enrolled",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("wilayah", Text),
    Column("scope", Text, nullable=False),
    Column("enrolled_at", Long, nullable=False),
    Column("revoked_at", Long),
    Column("quarantined_at", Long),
    Column("heard_at", Long),
    Column("first_epoch", Long, nullable=False),
    Column("epoch", Long, nullable=False),
    Column("highest", Long, nullable=False),
    Column("received", Text, nullable=False),
    Column("leaf_key", LargeBinary),
    Column("leaf", LargeBinary),
)
FRAME = Table(
    "frame",
    METADATA,
    Column("unit", Integer, primary_key=True, autoincrement=False),
    Column("counter", Long, primary_key=True, autoincrement=False),
    Column("tag", LargeBinary, primary_key=True),
    Column("arrival", Long),
    Column("at", Long, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("held", Text),
    Column("sealed", LargeBinary),
)
ENTRY = Table(
    "entry",
    METADATA,
    Column("unit", Integer, primary_key=True, autoincrement=False),
    Column("seq", Long, primary_key=True, autoincrement=False),
    Column("version", SmallInteger, primary_key=True, autoincrement=False),
    Column("type", SmallInteger, nullable=False),
    Column("made_at", Long, nullable=False),
    Column("quality", SmallInteger, nullable=False),
    Column("received_at", Long, nullable=False),
    Column("arrival", Long, nullable=False),
    Column("carrier", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("incident_unit", Integer),
    Column("incident_seq", Long),
    Column("author", Integer, nullable=False),
    Column("corrects_unit", Integer),
    Column("corrects_seq", Long),
    Column("reason", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("held", Text),
    Column("private", LargeBinary),
    Column("line", Text, nullable=False),
)
INBOX = Table("inbox", METADATA, Column("arrival", Long, primary_key=True), sqlite_autoincrement=True)
FEED = Table(
    "feed",
    METADATA,
    Column("pos", Long, primary_key=True),
    Column("arrival", Long, nullable=False, unique=True),
    sqlite_autoincrement=True,
)
ISSUED = Table(
    "issued",
    METADATA,
    Column("seq", Long, primary_key=True, autoincrement=False),
    Column("contents", LargeBinary, nullable=False),
)
BROADCAST = Table(
    "broadcast",
    METADATA,
    Column("mtu", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Long, primary_key=True, autoincrement=False),
    Column("first_seq", Long, primary_key=True, autoincrement=False),
    Column("last_seq", Long, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
UNREAD = Table(
    "unread",
    METADATA,
    Column("mtu", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Long, primary_key=True, autoincrement=False),
    Column("seq", Long, primary_key=True, autoincrement=False),
)
"""The center's own that no frame of that size and epoch says yet: only another release can read them."""
TOKEN = Table(
    "token",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made_at", Long, nullable=False),
    Column("revoked_at", Long),
)
ALARM = Table(
    "alarm",
    METADATA,
    Column("id", Long, primary_key=True),
    Column("at", Long, nullable=False),
    Column("kind", Text, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("number", Long, nullable=False),
    sqlite_autoincrement=True,
)
READING = Table(
    "reading",
    METADATA,
    Column("id", Long, primary_key=True),
    Column("at", Long, nullable=False),
    Column("token", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("records", Integer, nullable=False),
    sqlite_autoincrement=True,
)
FILE = Table(
    "file",
    METADATA,
    Column("sha256", LargeBinary, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media", Text, nullable=False),
    Column("unit", Integer, nullable=False),
    Column("received_at", Long, nullable=False),
)
"""Whole files and who brought each first; their bytes lie in a folder."""
DUE_NEWS = Table(
    "kabar_menunggu",
    MetaData(),
    Column("unit", Integer, primary_key=True, autoincrement=False),
    Column("seq", Long, primary_key=True, autoincrement=False),
    Column("at", Long, nullable=False, index=True),
)
"""Lines of surat jalan of which there may be news, and from when on that is looked at; made by due_news."""
Index("file_by_unit", FILE.c.unit)
Index("entry_by_arrival", ENTRY.c.arrival, ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version)
ASIDE = Index(
    "entry_set_aside",
    ENTRY.c.unit,
    ENTRY.c.seq,
    sqlite_where=ENTRY.c.held.is_not(None),
    postgresql_where=ENTRY.c.held.is_not(None),
)
HELD = Index(
    "frame_held",
    FRAME.c.unit,
    sqlite_where=FRAME.c.held.is_not(None),
    postgresql_where=FRAME.c.held.is_not(None),
)
