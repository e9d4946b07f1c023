"""What makes a device a unit of an operation: the enrolment file, checked and kept as a secret."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

import click

from field_node.config import Config
from field_node.file_sum import is_whole, summed
from field_node.opened import opened_store
from field_node.setup import set_up
from field_node.store.durable import settle
from field_node.store.errors import StoreError
from field_node.store.identity import become, own_unit
from sync.errors import BadKeys, SyncError
from sync.leaf import days_left
from sync.ledger import Ledger
from sync.seal.keys import UnitKeys

FILE_NAME, CA_NAME, CERT_NAME, KEY_NAME = "enrolment.json", "ca.pem", "unit-cert.pem", "unit-key.pem"
LARGEST_FILE = 65_536
_ADDRESS = re.compile(
    r"[a-z]+://(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z.-]+)(:\d{1,5})?(/[!$&-;=A-Z_a-z~]*)?", re.ASCII
)
"""No user, no query, no sign that a log or a header would take for another (RFC 3986 section 3)."""
_MOMENTS = range(1 << 40)


class EnrolmentError(SyncError):
    """The device is no unit, or not by that file; the message is an Indonesian sentence."""

    permanent = True


class NotEnrolled(EnrolmentError):
    """No enrolment lies in the folder of secrets."""


class OtherUnit(EnrolmentError):
    """This device is already another unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What the center hands to one unit. center: its address; at: its clock then, UTC seconds.

    PEM texts: its CA; the leaf for the unit's own pages.
    """

    keys: UnitKeys
    name: str
    center: str
    ca: str = ""
    at: int = 0
    leaf_cert: str = ""
    leaf_key: str = field(default="", repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain values: the file."""
        names = ("name", "center", "ca", "at", "leaf_cert", "leaf_key")
        return summed(self.keys.to_dict() | {name: getattr(self, name) for name in names})

    def same_unit(self, other: "Enrolment") -> bool:
        """The same number of the same operation with the same root key."""
        mine, theirs = self.keys, other.keys
        return (mine.operation, mine.unit, mine.root) == (theirs.operation, theirs.unit, theirs.root)


def parse(data: bytes) -> Enrolment:
    """The enrolment in a file's bytes. Raises EnrolmentError."""
    plain = _plain(data)
    try:
        keys = UnitKeys.from_dict(plain)
    except BadKeys as error:
        raise _damaged(error.field) from error
    except (ValueError, OverflowError) as error:
        raise EnrolmentError("Berkas pendaftaran rusak pada bagian kunci.") from error
    texts = {name: _text(plain, name) for name in ("name", "center", "ca", "leaf_cert", "leaf_key")}
    _demand_address(texts["center"], texts["ca"])
    if not is_whole(plain):
        raise EnrolmentError(
            "Berkas pendaftaran rusak: isinya berubah sejak dibuat pusat. Minta berkas baru."
        )
    return Enrolment(keys=keys, at=_moment(plain), **texts)


def read(secrets_dir: Path) -> Enrolment:
    """The enrolment of this device. Raises NotEnrolled, EnrolmentError."""
    try:
        data = (secrets_dir / FILE_NAME).read_bytes()
    except FileNotFoundError as error:
        raise NotEnrolled("Perangkat belum terdaftar: jalankan 'tagana enroll BERKAS'.") from error
    except OSError as error:
        raise EnrolmentError(f"Berkas pendaftaran tidak bisa dibaca ({error.strerror}).") from error
    return parse(data)


def keep(secrets_dir: Path, enrolment: Enrolment) -> None:
    """Write the secrets, each file whole or not at all, mode 0600."""
    secrets_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, text in _beside(enrolment).items():
        write_whole(secrets_dir / name, text.encode(), mode=0o600)
    written = json.dumps(enrolment.to_dict(), indent=1).encode()
    write_whole(secrets_dir / FILE_NAME, written, mode=0o600)


def mend(secrets_dir: Path, enrolment: Enrolment) -> None:
    """Writes anew what beside the enrolment is not as it says. Raises OSError."""
    for name, text in _beside(enrolment).items():
        path = secrets_dir / name
        if not path.exists() or path.read_bytes() != text.encode():
            write_whole(path, text.encode(), mode=0o600)


def _beside(enrolment: Enrolment) -> dict[str, str]:
    """Names of the files that others read, with their text."""
    parts = {CA_NAME: enrolment.ca, CERT_NAME: enrolment.leaf_cert, KEY_NAME: enrolment.leaf_key}
    return {name: text for name, text in parts.items() if text}


def keep_epoch(secrets_dir: Path, enrolment: Enrolment, epoch: int, key: bytes) -> Enrolment:
    """The enrolment with one more group key, durably."""
    later = replace(enrolment, keys=enrolment.keys.with_epoch(epoch, key))
    keep(secrets_dir, later)
    return later


def keep_leaf(secrets_dir: Path, enrolment: Enrolment, certificate: str) -> Enrolment:
    """The enrolment with a newer certificate for its leaf's key, durably."""
    later = replace(enrolment, leaf_cert=certificate)
    keep(secrets_dir, later)
    return later


def enroll(config: Config, data: bytes, *, replace_other: bool) -> Enrolment:
    """Make this device the unit of that file. Raises OtherUnit, EnrolmentError, StoreError.

    The same unit again changes nothing but what the file has newer. Its counters go on where they are.
    """
    enrolment = parse(data)
    before = _before(config.secrets_dir)
    if before is not None and before.same_unit(enrolment):
        enrolment = _newer(before, enrolment)
    with opened_store(config) as store:
        if not replace_other:
            _demand_same(before, own_unit(store), enrolment)
        Ledger(store, enrolment.keys.unit).prepare()
        become(store, enrolment.keys.unit)
    keep(config.secrets_dir, enrolment)
    return enrolment


def _before(secrets_dir: Path) -> Enrolment | None:
    """None also for one that is damaged: nothing of it can be kept."""
    try:
        return read(secrets_dir)
    except EnrolmentError:
        return None


def _demand_same(before: Enrolment | None, unit: int | None, enrolment: Enrolment) -> None:
    """Raises OtherUnit unless this device is that unit, or none yet; `unit`: as its store says."""
    if before is None and unit in (None, enrolment.keys.unit):
        return
    if before is None or not before.same_unit(enrolment):
        name = f"{before.keys.unit} ({before.name})" if before else str(unit)
        raise OtherUnit(f"Perangkat ini sudah unit {name}. Pakai --ganti bila memang hendak diganti.")


def _newer(mine: Enrolment, theirs: Enrolment) -> Enrolment:
    """What a file says, with the epochs and the certificate that came meanwhile."""
    keys = theirs.keys
    for epoch, key in mine.keys.groups.items():
        keys = keys.with_epoch(epoch, key)
    renewed = mine.leaf_key == theirs.leaf_key and _ends_later(mine.leaf_cert, theirs.leaf_cert)
    return replace(theirs, keys=keys, leaf_cert=mine.leaf_cert if renewed else theirs.leaf_cert)


def _ends_later(mine: str, theirs: str) -> bool:
    return bool(mine and theirs) and days_left(mine.encode(), 0) > days_left(theirs.encode(), 0)


def ca_file(secrets_dir: Path) -> Path | None:
    """Our CA as a file, None when the center gave none (a center on this machine)."""
    path = secrets_dir / CA_NAME
    return path if path.exists() else None


def write_whole(path: Path, data: bytes, *, mode: int) -> None:
    """Replace a file at once and durably: a cut leaves the old one or the new one."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    settle(path.parent)


def _plain(data: bytes) -> Mapping[str, Any]:
    if len(data) > LARGEST_FILE:
        raise EnrolmentError("Ini bukan berkas pendaftaran: terlalu besar.")
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise EnrolmentError("Ini bukan berkas pendaftaran: bukan JSON.") from error
    if not isinstance(plain, dict):
        raise EnrolmentError("Ini bukan berkas pendaftaran.")
    return plain


def _text(plain: Mapping[str, Any], name: str) -> str:
    value = plain.get(name, "")
    if not isinstance(value, str) or (
        not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value)
    ):
        raise _damaged(name)
    return value


def _moment(plain: Mapping[str, Any]) -> int:
    """When the center made the file; 0 where it does not say."""
    value = plain.get("at", 0)
    if type(value) is not int or value not in _MOMENTS:
        raise _damaged("at")
    return value


def _demand_address(center: str, ca: str) -> None:
    """Raises EnrolmentError for an address that is more, or less, than scheme, host, port and path."""
    try:
        parts = urlsplit(center)
        sound = parts.scheme in {"https", "http"} and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise _damaged("center") from error
    if not sound or not _ADDRESS.fullmatch(center):
        raise _damaged("center")
    if parts.scheme == "https" and "BEGIN CERTIFICATE" not in ca:
        raise _damaged("ca")


def _damaged(part: str) -> EnrolmentError:
    return EnrolmentError(f"Berkas pendaftaran rusak pada bagian '{part}'.")


@click.command("enroll")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--ganti", is_flag=True, help="Mengganti pendaftaran lain yang sudah ada di perangkat ini")
@click.pass_obj
def enroll_command(config: Config, path: Path, ganti: bool) -> None:
    """Mendaftarkan unit dengan berkas dari pusat; menyiapkan penyimpanan bila belum."""
    try:
        parse(path.read_bytes())  # nothing is made for what is no enrolment file
        count = set_up(config)
        enrolment = enroll(config, path.read_bytes(), replace_other=ganti)
    except (EnrolmentError, StoreError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Penyimpanan unit siap di {config.data_dir}, {count} kode wilayah.")
    click.echo(f"Kunci dan sertifikat disimpan di {config.secrets_dir}. Hapus {path} dan gambar QR-nya.")
    click.echo(
        f"Perangkat ini sekarang unit {enrolment.keys.unit} ({enrolment.name}), pusatnya {enrolment.center}."
    )
