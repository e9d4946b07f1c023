"""Units come and go: enrolled with keys and a leaf, renewed, revoked, released from quarantine."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import segno
from sqlalchemy import Connection, insert, select, update

from field_node.file_sum import summed
from field_node.records import type_by_slug
from field_node.records.record import Record
from sync.center import feed, scope, spans, state
from sync.center.authority import (
    HOTSPOT,
    Authority,
    Leaf,
    host_in,
    host_of,
    make_leaf,
    renew_leaf,
)
from sync.center.dialect import writing
from sync.center.issue import issue_within
from sync.center.receive import Taken, take_again
from sync.center.schema import UNIT
from sync.center.scope import Scope
from sync.center.spans import Received
from sync.center.store import Center
from sync.center.units import oldest_epoch
from sync.frames import UNIT_NUMBERS
from sync.leaf import RENEW_DAYS, days_left
from sync.seal import UnitKeys

CA_CERT, CA_KEY = "ca-cert.pem", "ca-key.pem"


class NoSuchUnit(LookupError):
    """That number was never given."""

    permanent = True


class AlreadyRevoked(LookupError):
    """That unit was revoked before: nothing begins anew."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What one unit is handed: the whole content of its file."""

    keys: UnitKeys
    name: str
    center: str
    ca: str
    at: int
    leaf_cert: str
    leaf_key: str = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `tagana enroll` reads them."""
        names = ("name", "center", "ca", "at", "leaf_cert", "leaf_key")
        return summed(self.keys.to_dict() | {name: getattr(self, name) for name in names})

    def to_json(self) -> bytes:
        return msgspec.json.encode(self.to_dict())

    def qr(self) -> segno.QRCode:
        """The same as one code. Raises segno.DataOverflowError when it fits none."""
        return segno.make_qr(self.to_json(), error="l", boost_error=False)


def load_authority(center: Center) -> Authority:
    return Authority((center.secrets / CA_CERT).read_bytes(), (center.secrets / CA_KEY).read_bytes())


def enroll(
    center: Center,
    name: str,
    *,
    address: str,
    now: int,
    wilayah: str | None = None,
    within: Scope = scope.ALL,
    replaces: int | None = None,
) -> Enrolled:
    """A new unit, whose directory entry goes to all, under the host of the one it `replaces`. Raises InvalidRecord, NoSuchUnit."""
    authority = load_authority(center)
    with center.lock, writing(center.writer) as conn:
        number = state.next_unit(conn)
        _demand_number(number)
        epoch = state.read_operation(conn).epoch
        oldest = oldest_epoch(conn, epoch)
        leaf = make_leaf(authority, _host(conn, number, replaces), (HOTSPOT,), now)
        values = {"number": number, "name": name, "wilayah": wilayah, "scope": scope.to_text(within)}
        conn.execute(insert(UNIT).values(**values, **_fresh(leaf, oldest, epoch, now)))
        issue_within(center, conn, _directory(number, name, wilayah, revoked=None), now=now)
        feed.number_in_writer(conn)
    center.committed()
    keys = center.keys.for_unit(number, range(oldest, epoch + 1))
    ca, cert, key = (pem.decode() for pem in (authority.certificate, leaf.certificate, leaf.key))
    return Enrolled(keys, name, address, ca, now, cert, key)


def _demand_number(number: int) -> None:
    if number not in UNIT_NUMBERS:
        raise OverflowError("no unit numbers left")


def _host(conn: Connection, number: int, replaces: int | None) -> str:
    return host_of(number) if replaces is None else host_in(_row(conn, replaces).leaf)


def _fresh(leaf: Leaf, oldest: int, epoch: int, now: int) -> dict[str, Any]:
    return {
        "enrolled_at": now,
        "first_epoch": oldest,
        "epoch": epoch,
        "highest": -1,
        "received": spans.to_text(Received()),
        "leaf_key": leaf.public,
        "leaf": leaf.certificate,
    }


def _directory(number: int, name: str, wilayah: str | None, *, revoked: bool | None) -> Record:
    record_type: Any = type_by_slug("unit")
    unit: Record = record_type(nomor=number, nama=name, kode_wilayah=wilayah, dicabut=revoked)
    return unit


def revoke(center: Center, number: int, *, now: int) -> int:
    """Stops a unit at once and begins a new epoch, which the others get in their slips. The epoch. Raises AlreadyRevoked."""
    with center.lock, writing(center.writer) as conn:
        row = _row(conn, number)
        if row.revoked_at is not None:
            raise AlreadyRevoked(number)
        conn.execute(update(UNIT).where(UNIT.c.number == number).values(revoked_at=now))
        epoch = state.next_epoch(conn)
        issue_within(center, conn, _directory(number, row.name, row.wilayah, revoked=True), now=now)
        feed.number_in_writer(conn)
    center.committed()
    return epoch


def release(center: Center, number: int, *, now: int) -> Taken:
    """Ends a quarantine: what was held meanwhile is taken as if it came now. Frames of the clone stay held."""
    with center.lock, writing(center.writer) as conn:
        _row(conn, number)
        conn.execute(update(UNIT).where(UNIT.c.number == number).values(quarantined_at=None))
    return take_again(center, number, "quarantined", now=now)


def current_leaf(center: Center, number: int, *, now: int) -> bytes:
    """The certificate of a unit's pages as PEM, renewed when it ends within 60 days. Raises NoSuchUnit."""
    with center.reader.connect() as conn:
        row = _row(conn, number)
    if row.revoked_at is not None:
        raise NoSuchUnit(number)
    if days_left(row.leaf, now) >= RENEW_DAYS:
        return bytes(row.leaf)
    renewed = renew_leaf(load_authority(center), row.leaf_key, host_in(row.leaf), now)
    with center.lock, writing(center.writer) as conn:
        conn.execute(update(UNIT).where(UNIT.c.number == number).values(leaf=renewed))
    return renewed


def _row(conn: Connection, number: int) -> Any:
    row = conn.execute(select(UNIT).where(UNIT.c.number == number)).first()
    if row is None:
        raise NoSuchUnit(number)
    return row
