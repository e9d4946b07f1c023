"""Which photos lie on this unit, which of them the center lacks, and how far each has come."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from field_node.records.kinds import Ref
from field_node.store.connection import Store, writing

_IN_FORCE = "NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = f.entry_unit AND r.seq = f.entry_seq)"
_ROW = (
    "SELECT f.entry_unit, f.entry_seq, f.entri_unit, f.entri_seq, f.sidik, f.ukuran, f.jenis, f.keterangan,"
    " p.there, p.received_at, p.incarnation, p.proof, p.gone_at,"
    " p.received_at IS NULL OR p.incarnation IS (SELECT incarnation FROM self)"
)
_OF_ENTRY = (
    f"{_ROW} FROM foto f LEFT JOIN photo p ON p.sidik = f.sidik"
    f" WHERE f.entri_unit = ? AND f.entri_seq = ? AND {_IN_FORCE} ORDER BY f.entry_unit, f.entry_seq"
)
_LACKS = "(p.received_at IS NULL OR p.incarnation IS NOT (SELECT incarnation FROM self))"
"""Its receipt is missing, or is of a center that was put back from an older backup since: that one may not have it."""
_DUE = (
    "SELECT DISTINCT p.sidik FROM self s, photo p JOIN foto f ON f.sidik = p.sidik"
    f" WHERE f.entry_unit = s.unit AND {_LACKS}"
    " AND EXISTS (SELECT 1 FROM receipt r WHERE r.unit = s.unit AND r.seq = f.entry_seq AND r.state = 3)"
    f" AND {_IN_FORCE} ORDER BY p.gone_at IS NOT NULL, p.kept_at, p.sidik LIMIT ?"
)
_OLD = (
    "SELECT sidik FROM photo WHERE received_at < ? AND gone_at IS NULL"
    " AND incarnation IS (SELECT incarnation FROM self) ORDER BY received_at LIMIT 1"
)
_WAITING = (
    f"SELECT count(*) FROM photo p WHERE {_LACKS} AND p.gone_at IS NULL"
    " AND EXISTS (SELECT 1 FROM self s, foto f WHERE f.sidik = p.sidik AND f.entry_unit = s.unit"
    f" AND {_IN_FORCE})"
)
_UNSENT = (
    f"{_ROW} FROM self s, photo p JOIN foto f ON f.sidik = p.sidik"
    f" WHERE {_LACKS} AND p.gone_at IS NULL AND f.entry_unit = s.unit AND {_IN_FORCE} ORDER BY p.kept_at, p.sidik LIMIT ?"
)
_NAMELESS = f"SELECT sidik FROM photo p WHERE NOT EXISTS (SELECT 1 FROM foto f WHERE f.sidik = p.sidik AND {_IN_FORCE})"


class Where(Enum):
    """How far a photo has come; the page has the words. ASKED: its file is not here, nor has this center proven that it has it."""

    ELSEWHERE = "foto_di_unit_lain"
    HERE = "foto_di_unit"
    PARTLY = "foto_terkirim_sebagian"
    RECEIVED = "foto_diterima"
    ASKED = "foto_ditanyakan"
    BROKEN = "tanda_terima_rusak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A photo of the entry `of`. `at`: when the center had it, UTC seconds. `gone`: its file is at the center alone by now."""

    ref: Ref
    of: Ref
    digest: bytes
    size: int
    media: str
    caption: str
    where: Where
    there: int = 0
    at: int | None = None
    gone: bool = False


def note_kept(store: Store, digest: bytes, size: int, *, at: int) -> None:
    """The file lies here. Inside the transaction that names it; again, the center is asked again whether it has it."""
    with writing(store):
        store.run(
            "INSERT INTO photo (sidik, ukuran, kept_at) VALUES (?, ?, ?)"
            " ON CONFLICT (sidik) DO UPDATE SET gone_at = NULL, received_at = NULL, proof = NULL",
            (digest, size, at),
        )


def due(store: Store, limit: int) -> list[bytes]:
    """What to ask about and to send next, oldest first: only photos whose record the center has completely."""
    return [bytes(row[0]) for row in store.run(_DUE, (limit,))]


def is_gone(store: Store, digest: bytes) -> bool:
    """Its file made way for others because the center had it."""
    return bool(store.run("SELECT 1 FROM photo WHERE sidik = ? AND gone_at IS NOT NULL", (digest,)))


def is_kept(store: Store, digest: bytes) -> bool:
    """Its file has to lie here."""
    return bool(store.run("SELECT 1 FROM photo WHERE sidik = ? AND gone_at IS NULL", (digest,)))


def waiting(store: Store) -> int:
    """How many own photos in force wait here for the center."""
    return int(store.run(_WAITING)[0][0])


def unsent(store: Store, limit: int) -> list[Known]:
    """Those photos, in the order in which they go."""
    return [_known(store, row) for row in store.run(_UNSENT, (limit,))]


def note_there(store: Store, digest: bytes, there: int) -> None:
    """So many bytes are at the center."""
    with writing(store):
        store.run(
            "UPDATE photo SET there = ?, received_at = NULL, proof = NULL WHERE sidik = ?", (there, digest)
        )


def note_received(store: Store, digest: bytes, *, at: int) -> None:
    """The center has proven that it has the whole file."""
    with writing(store):
        (incarnation,) = store.run("SELECT incarnation FROM self")[0]
        proof = store.locker.file_proof(digest, at, incarnation)
        store.run(
            "UPDATE photo SET there = ukuran, received_at = ?, incarnation = ?, proof = ? WHERE sidik = ?",
            (at, incarnation, proof, digest),
        )


def of_entry(store: Store, refs: Sequence[Ref]) -> list[Known]:
    """The photos in force of an entry, under all the names that it had."""
    return [_known(store, row) for ref in refs for row in store.run(_OF_ENTRY, ref)]


def names(store: Store, digest: bytes) -> str | None:
    """The form of that picture when an entry in force names it, else None."""
    rows = store.run(f"SELECT jenis FROM foto f WHERE sidik = ? AND {_IN_FORCE} LIMIT 1", (digest,))
    return str(rows[0][0]) if rows else None


def oldest_received(store: Store, *, before: int) -> bytes | None:
    """One that the center has had for so long that its file may go when room is short."""
    rows = store.run(_OLD, (before,))
    return bytes(rows[0][0]) if rows else None


def note_gone(store: Store, digest: bytes, *, at: int) -> None:
    """Its file is no longer here."""
    with writing(store):
        store.run("UPDATE photo SET gone_at = ? WHERE sidik = ?", (at, digest))


def lying(store: Store) -> frozenset[bytes]:
    """All files that have to lie here."""
    return frozenset(bytes(row[0]) for row in store.run("SELECT sidik FROM photo WHERE gone_at IS NULL"))


def nameless(store: Store) -> list[bytes]:
    """Files that no entry in force names any more: somebody took the photo back."""
    return [bytes(row[0]) for row in store.run(_NAMELESS)]


def forget(store: Store, digest: bytes) -> None:
    """Nothing is known of that file."""
    with writing(store):
        store.run("DELETE FROM photo WHERE sidik = ?", (digest,))


def _known(store: Store, row: Sequence[Any]) -> Known:
    unit, seq, of_unit, of_seq, digest, size, media, caption, there, at, *receipt, gone_at, same = row
    gone = gone_at is not None
    where = _where(store, digest, (there, at, *receipt)) if same else Where.HERE
    if gone and where is not Where.RECEIVED:
        where = Where.ASKED
    return Known(
        ref=Ref(unit, seq),
        of=Ref(of_unit, of_seq),
        digest=digest,
        size=size,
        media=media,
        caption=caption or "",
        where=where,
        there=there or 0,
        at=at,
        gone=gone,
    )


def _where(store: Store, digest: bytes, said: tuple[Any, ...]) -> Where:
    there, at, incarnation, proof = said
    if there is None:
        return Where.ELSEWHERE
    if at is None:
        return Where.PARTLY if there else Where.HERE
    ours = store.locker.file_proof(digest, at, incarnation)
    return Where.RECEIVED if hmac.compare_digest(bytes(proof or b""), ours) else Where.BROKEN
