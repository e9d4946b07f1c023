"""The tables: fixed ones by dated migrations, one for each record type from the register."""

from collections.abc import Collection

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from field_node.records import TYPES
from field_node.records.record import Record
from field_node.store.fold_tables import FOLD_TABLES, MADE_AT, FoldTable
from field_node.store.storage import NAME, columns

migrations = Migrations("field_node")

JOURNAL = """
CREATE TABLE entry (
    pos INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL,
    type INTEGER NOT NULL, made_at INTEGER NOT NULL, quality INTEGER NOT NULL,
    boot INTEGER, uptime_ms INTEGER, incident_unit INTEGER, incident_seq INTEGER, author INTEGER NOT NULL,
    corrects_unit INTEGER, corrects_seq INTEGER, reason TEXT, complete INTEGER NOT NULL,
    carrier TEXT, received_at INTEGER, body TEXT NOT NULL, chain BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_name ON entry (unit, seq, version);
CREATE INDEX entry_type ON entry (type, pos);
CREATE INDEX entry_corrects ON entry (corrects_unit, corrects_seq) WHERE corrects_unit IS NOT NULL;
CREATE TRIGGER entry_is_never_edited BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TABLE self (
    id INTEGER PRIMARY KEY CHECK (id = 1), unit INTEGER, next_form INTEGER NOT NULL, next_track INTEGER NOT NULL,
    head BLOB NOT NULL, head_pos INTEGER NOT NULL, latest_trusted INTEGER NOT NULL, incarnation INTEGER
) STRICT;
INSERT INTO self VALUES (1, NULL, 1, 2147483648, x'', 0, 0, NULL);
CREATE TABLE delivery (
    unit INTEGER, seq INTEGER, class INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, at INTEGER,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_waiting ON delivery (class, seq) WHERE state < 3;
CREATE INDEX delivery_held ON delivery (seq) WHERE state = 4;
CREATE TABLE form_key (kunci TEXT PRIMARY KEY, names TEXT NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE fork (
    id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL,
    carrier TEXT NOT NULL, received_at INTEGER, body TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (unit, seq, content)
) STRICT;
CREATE TABLE status (name TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE request (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, asked_at INTEGER NOT NULL,
    taken_at INTEGER, done_at INTEGER, result TEXT, blob BLOB
) STRICT;
CREATE INDEX request_open ON request (id) WHERE taken_at IS NULL;
CREATE TABLE boot (
    boot INTEGER PRIMARY KEY, boot_id TEXT NOT NULL UNIQUE, offset_ms INTEGER, quality INTEGER NOT NULL DEFAULT 0,
    first_pos INTEGER NOT NULL
) STRICT;
CREATE TABLE wilayah (kode TEXT PRIMARY KEY, nama TEXT NOT NULL, level INTEGER NOT NULL, lat REAL, lon REAL) STRICT, WITHOUT ROWID;
CREATE INDEX wilayah_nama ON wilayah (nama COLLATE NOCASE);
"""

NEIGHBOURS = """
CREATE TABLE heard (
    unit INTEGER, seq INTEGER, type INTEGER NOT NULL, made_at INTEGER NOT NULL, quality INTEGER NOT NULL,
    incident_unit INTEGER, incident_seq INTEGER, author INTEGER NOT NULL, corrects_unit INTEGER, corrects_seq INTEGER,
    reason TEXT, complete INTEGER NOT NULL, body TEXT NOT NULL, key TEXT NOT NULL, said_at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX heard_key ON heard (type, key, said_at);
CREATE TABLE neighbour (
    unit INTEGER PRIMARY KEY, highest INTEGER NOT NULL, taken BLOB NOT NULL, heard_at INTEGER NOT NULL
) STRICT;
"""

QUEUE = """
CREATE TABLE waiting (
    class INTEGER NOT NULL, unit INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, at INTEGER,
    radio INTEGER NOT NULL DEFAULT 0, radio_at INTEGER, proof BLOB,
    PRIMARY KEY (class, unit, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (
    unit INTEGER NOT NULL, seq INTEGER NOT NULL, class INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER, proof BLOB,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_held ON receipt (seq) WHERE state = 4;
"""
"""Own entries that the center has not completely, and what it said of the others: a save writes only into the queue."""

CARRIED = "CREATE TABLE carried (pos INTEGER PRIMARY KEY, frame BLOB NOT NULL UNIQUE) STRICT"

BY_TIME = ("kebutuhan", "mutasi", "pembatalan")
"""Slugs of types whose entries are looked up by when they were made; saves of all others pay nothing for it."""

CREW = """
CREATE TABLE crew (
    number INTEGER PRIMARY KEY, name BLOB NOT NULL, role TEXT NOT NULL, pin TEXT NOT NULL,
    added_at INTEGER NOT NULL, revoked_at INTEGER
) STRICT;
CREATE TABLE tablet (
    number INTEGER PRIMARY KEY, name BLOB NOT NULL, proof BLOB NOT NULL, paired_at INTEGER NOT NULL, paired_by INTEGER,
    seen_at INTEGER NOT NULL, person INTEGER, revoked_at INTEGER
) STRICT;
CREATE TABLE session (
    tablet INTEGER PRIMARY KEY, person INTEGER NOT NULL, proof BLOB NOT NULL, boot INTEGER NOT NULL,
    began_s REAL NOT NULL, active_s REAL NOT NULL
) STRICT;
CREATE TABLE pairing (
    id INTEGER PRIMARY KEY, nonce BLOB NOT NULL, code BLOB NOT NULL, wrong INTEGER NOT NULL DEFAULT 0,
    boot INTEGER NOT NULL, until_s REAL NOT NULL, founder INTEGER NOT NULL, maker INTEGER
) STRICT;
CREATE TABLE tries (
    what TEXT PRIMARY KEY, wrong INTEGER NOT NULL, boot INTEGER NOT NULL, at_s REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""
"""People, tablets and their sign-ins: of this unit alone, in no entry of the journal, so on no link."""

PHOTOS = """
CREATE TABLE photo (
    sidik BLOB PRIMARY KEY, ukuran INTEGER NOT NULL, kept_at INTEGER NOT NULL, there INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER, incarnation INTEGER, proof BLOB, gone_at INTEGER
) STRICT, WITHOUT ROWID;
"""
"""Files of photos on this unit, and what the center said of each."""

TROUBLES = """
CREATE TABLE trouble (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
    since INTEGER NOT NULL, until INTEGER, times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX trouble_lasting ON trouble (name) WHERE until IS NULL;
"""
"""What was wrong with the unit: a log of so many rows, see `troubles`."""

FACTS = ("kedaluwarsa", "sumber_dana", "isi_per_kemasan")
BATCH_FACTS = ("gudang_unit", "gudang_seq", "barang", "batch", *FACTS)
"""What movements say of a batch: a store of 50,000 movements is shown from this index alone."""

VIEW_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "mutasi": (("merujuk_unit", "merujuk_seq"), ("nomor",), BATCH_FACTS),
    "tugas": (("tujuan",),),
    "pembatalan": (("entri_unit", "entri_seq"),),
    "ldp": (("per_waktu",),),
    "penerima": (("bast",),),
    "tanda_tangan": (("mutasi_unit", "mutasi_seq"),),
    "foto": (("sidik",), ("entri_unit", "entri_seq")),
}
"""Columns of typed tables by which a view looks things up."""


def _first_tables(db: Database) -> None:
    for statement in _statements(JOURNAL):
        db.execute(statement)
    create_folds(db)


def _neighbours(db: Database) -> None:
    for statement in _statements(NEIGHBOURS):
        db.execute(statement)


def _statements(script: str) -> list[str]:
    """The script's statements; a trigger keeps its inner semicolon."""
    lines = script.replace(";\n", "\0").split("\0")
    return [line for line in lines if line.strip()]


migrations(name="2026-11-22 journal, delivery, folds")(_first_tables)
migrations(name="2026-11-22 neighbours")(_neighbours)


@migrations(name="2026-11-22 claims keep the time of which they speak")
def _claims_keep_what_was_said(db: Database) -> None:
    if "said" in db.table("claim").columns_dict:
        return
    db.execute(f"ALTER TABLE claim ADD COLUMN said INTEGER NOT NULL DEFAULT {MADE_AT}")
    db.execute("UPDATE claim SET said = as_of WHERE timed < 2")


@migrations(name="2026-11-22 receipts bear a proof")
def _receipts_bear_a_proof(db: Database) -> None:
    db.execute("ALTER TABLE delivery ADD COLUMN proof BLOB")
    if db.execute("SELECT 1 FROM delivery WHERE state > 1 LIMIT 1").fetchone():
        db.execute("UPDATE delivery SET proof = receipt_proof(unit, seq, state, at) WHERE state > 1")


@migrations(name="2026-11-22 what waits lies apart from receipts")
def _queue_apart(db: Database) -> None:
    for statement in _statements(QUEUE):
        db.execute(statement)
    kept = "unit, seq, class, type, made_at, withheld, closed, state, at, proof"
    for name, states in (("waiting", "state < 3"), ("receipt", "state > 2")):
        db.execute(f"INSERT INTO {name} ({kept}) SELECT {kept} FROM delivery WHERE {states}")
    db.execute("DROP TABLE delivery")


@migrations(name="2026-11-22 track points make no claims")
def _tracks_make_no_claims(db: Database) -> None:
    numbers = [number for number, kind in TYPES.items() if kind.about.track]
    for table in ("claim", "newest"):
        db.execute(f"DELETE FROM {table} WHERE type IN ({', '.join('?' * len(numbers))})", numbers)


@migrations(name="2026-11-22 what is carried for others outlives a restart")
def _carried(db: Database) -> None:
    db.execute(CARRIED)


@migrations(name="2026-11-22 what a day's report counts is found by its time")
def _by_time(db: Database) -> None:
    numbers = {kind.about.slug: number for number, kind in TYPES.items()}
    for slug in BY_TIME:
        of_type = f"type = {numbers[slug]} AND version = 0"
        db.execute(f"CREATE INDEX entry_time_{slug} ON entry (made_at, unit, seq, quality) WHERE {of_type}")


@migrations(name="2026-11-22 people, tablets and their sign-ins")
def _crew(db: Database) -> None:
    for statement in _statements(CREW):
        db.execute(statement)


@migrations(name="2026-11-22 photos on this unit")
def _photos(db: Database) -> None:
    for statement in _statements(PHOTOS):
        db.execute(statement)


@migrations(name="2026-11-22 a log of faults")
def _troubles(db: Database) -> None:
    for statement in _statements(TROUBLES):
        db.execute(statement)


@migrations(name="2026-11-22 numbers left out by a restored unit")
def _lost(db: Database) -> None:
    db.execute("CREATE TABLE lost (first INTEGER PRIMARY KEY, stop INTEGER NOT NULL) STRICT")


@migrations(name="2026-11-22 photos that wait are counted")
def _waiting_photos(db: Database) -> None:
    db.execute("CREATE INDEX photo_waiting ON photo (sidik) WHERE received_at IS NULL")


def create_folds(db: Database) -> None:
    """The tables of the folds, empty."""
    for table in FOLD_TABLES:
        _create_fold(db, table)


def _create_fold(db: Database, table: FoldTable) -> None:
    names = tuple(table.columns)
    _create(db, table.name, dict(table.columns), table.key, not_null=set(names))
    for index in table.indexes:
        db.table(table.name).create_index(index)


def _create(
    db: Database, name: str, names: dict[str, type], key: tuple[str, ...], not_null: Collection[str] = ()
) -> None:
    """A strict table whose rows lie in the order of its key: one page less to write for each entry."""
    sql = db.create_table_sql(name, names, pk=key, not_null=set(not_null), strict=True)
    db.execute(f"{sql.rstrip().rstrip(';')}, WITHOUT ROWID")


def is_current(db: Database) -> bool:
    """True when neither a migration nor a table or column of a registered type is missing. Reads only."""
    whole = all(_lacks(db, kind) == {} for kind in TYPES.values())
    return whole and not migrations.pending(db) and not _lacks_index(db)


def _lacks_index(db: Database) -> bool:
    here = {(slug, tuple(index.columns)) for slug in VIEW_INDEXES for index in db.table(slug).indexes}
    return any((slug, index) not in here for slug, found in VIEW_INDEXES.items() for index in found)


def migrate(db: Database) -> None:
    """Makes what is missing; nothing that is there changes. To be called in a write transaction."""
    migrations.apply(db)
    for record_type in TYPES.values():
        _create_typed(db, record_type)


def _lacks(db: Database, record_type: type[Record]) -> dict[str, type]:
    """Columns of the type's table that are not there."""
    here = db.execute("SELECT name FROM pragma_table_info(?)", [record_type.about.slug]).fetchall()
    return {name: of for name, of in columns(record_type).items() if (name,) not in here}


def _create_typed(db: Database, record_type: type[Record]) -> None:
    missing, table = _lacks(db, record_type), db.table(record_type.about.slug)
    if NAME[0] in missing:
        _create(db, record_type.about.slug, missing, NAME)
    else:
        for name, of in missing.items():
            table.add_column(name, of)
    for index in VIEW_INDEXES.get(record_type.about.slug, ()):
        table.create_index(index, if_not_exists=True)
