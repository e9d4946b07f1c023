"""The file link: a bundle on a stick to the center or to a unit with a connection, and the receipts back."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.records.kinds import TRACK_START
from field_node.store import outbox
from field_node.store.errors import StoreError, StoreFull
from sync import enrolment
from sync.backup.errors import FULL, LOCKED
from sync.bundle import read_bundle, write_bundle
from sync.enrolment import EnrolmentError
from sync.errors import BadFrame, CannotSend, LinkDown, SyncError
from sync.frames import CENTER_KINDS, INTERNET_MTU, may_carry, parse_header
from sync.links import Heard, Link, LinkTrouble
from sync.links.internet import Internet
from sync.session import LARGEST, how_many_fit
from sync.standing import SENTENCES
from sync.unit_end import UnitEnd, opened_end

CARRIER = "file"
TRIES, PAUSE_S = 3, 2.0
CARD_FULL = "memori unit penuh. Hapus dulu berkas lain di kartunya (bukan data unit), lalu ulangi. Catatan yang tersimpan tetap ada."
"""A counter is written down before it seals a frame, so an export needs a little room."""


@dataclass(frozen=True, slots=True)
class Export:
    """A bundle of what the center lacks. `positions`: of the `entries`; `left`: what the counters of today do not reach."""

    data: bytes
    entries: int
    positions: int
    frames: int
    left: int


@dataclass(frozen=True, slots=True)
class Cargo:
    """What lies in a file: `up` goes to the center unopened, `down` came from it; `torn`: bytes of a broken tail."""

    up: tuple[bytes, ...]
    down: tuple[bytes, ...]
    torn: int


def export_bundle(end: UnitEnd) -> Export:
    """All that the center has not receipted, sealed, and a DIGEST that asks for a receipt. Raises CannotSend."""
    due = end.waiting(1 << 40)
    sealed = end.sealed(due, room=1 << 40, mtu=INTERNET_MTU, full=True)
    held = {one.seq for one in due} & {seq for one in sealed for seq in one.seqs}
    data = write_bundle([*(one.frame for one in sealed), end.digest()])
    positions = sum(seq >= TRACK_START for seq in held)
    return Export(data, len(held), positions, len(sealed), len(due) - len(held))


def write_file(path: Path, data: bytes) -> None:
    """Whole and on the medium, or not at all."""
    enrolment.write_whole(path, data, mode=0o600)


def read_file(path: Path) -> Cargo:
    """The frames of a bundle file. Raises BadFrame for what is no bundle."""
    bundle = read_bundle(path.read_bytes())
    down = tuple(frame for frame in bundle.frames if _from_center(frame))
    up = tuple(frame for frame in bundle.frames if not _from_center(frame) and may_carry(frame))
    return Cargo(up, down, bundle.left)


def carry(link: Link, frames: Sequence[bytes], *, rest: Callable[[float], object]) -> tuple[bytes, ...]:
    """Frames of anybody to the center, unopened; what the center answers. Raises LinkDown."""
    answers, left = list[bytes](), list(frames)
    while left:
        count = how_many_fit([len(frame) + 2 for frame in left], LARGEST)
        answers += _tried(link, left[:count], rest).frames
        left = left[count:]
    return tuple(answers)


def _tried(link: Link, frames: Sequence[bytes], rest: Callable[[float], object]) -> Heard:
    for _ in range(TRIES - 1):
        try:
            return link.exchange(frames, 0)
        except LinkTrouble as trouble:
            rest(trouble.retry_after_s or PAUSE_S)
    return link.exchange(frames, 0)


def _from_center(frame: bytes) -> bool:
    try:
        return parse_header(frame).kind in CENTER_KINDS
    except BadFrame:
        return False


@click.command("export")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export_command(config: Config, path: Path) -> None:
    """Menulis yang belum diterima pusat ke satu berkas."""
    try:
        with opened_store(config) as store:
            end = opened_end(store, opened_clock(store, config), config.secrets_dir)
            _demand_sending(end)
            export, photos = export_bundle(end), outbox.counts(store).photos
        write_file(path, export.data)
    except OSError as error:
        raise click.ClickException(f"Ekspor tidak jadi: {path} tidak bisa ditulis. {_why(error)}") from error
    except StoreFull as error:
        raise click.ClickException(f"Ekspor tidak jadi: {CARD_FULL}") from error
    except (EnrolmentError, StoreError, CannotSend) as error:
        raise click.ClickException(f"Ekspor tidak jadi: {error}") from error
    records = export.entries - export.positions
    click.echo(
        f"{records} catatan dan {export.positions} posisi ditulis ke {path} ({export.frames} bingkai)."
    )
    if export.left:
        click.echo(f"{export.left} lagi belum muat hari ini; ekspor lagi nanti.")
    if photos:
        click.echo(f"{photos} foto tidak ikut: tetap di kartu unit ini dan hanya terkirim lewat internet.")


def _why(error: OSError) -> str:
    if error.errno in FULL:
        return "Tempatnya penuh: kosongkan, atau pakai yang lain."
    if error.errno in LOCKED:
        return "Tempatnya tidak boleh ditulisi."
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "Foldernya tidak ada: pasang USB, atau pakai folder lain."
    return "Tempatnya tercabut atau rusak."


def _demand_sending(end: UnitEnd) -> None:
    if reason := end.stopped():
        raise EnrolmentError(SENTENCES.get(reason, reason))


@click.command("import")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--balasan", type=click.Path(path_type=Path), help="Berkas untuk tanda terima dari pusat")
@click.pass_obj
def import_command(config: Config, path: Path, balasan: Path | None) -> None:
    """Membaca berkas ekspor (diteruskan ke pusat) atau berkas tanda terima."""
    try:
        cargo = read_file(path)
        with opened_store(config) as store:
            end = opened_end(store, opened_clock(store, config), config.secrets_dir)
            answers = _forwarded(config, end, cargo)
            taken = end.take((*cargo.down, *answers), carrier=CARRIER)
        if answers:
            _write_answers(balasan or path.with_name(f"{path.stem}-balasan.tgn"), answers)
    except BadFrame as error:
        raise click.ClickException(f"{path} bukan berkas ekspor.") from error
    except LinkDown as error:
        raise click.ClickException(f"Pusat tidak terhubung, tidak ada yang hilang: {error}.") from error
    except StoreFull as error:
        raise click.ClickException(f"Impor tidak jadi: {CARD_FULL}") from error
    except (SyncError, StoreError, OSError) as error:
        raise click.ClickException(f"Impor tidak jadi: {error}") from error
    told = (
        "Tanda terima untuk unit ini sudah dicatat."
        if taken.receipt
        else "Tidak ada tanda terima baru untuk unit ini."
    )
    click.echo(f"{len(cargo.up)} bingkai diteruskan ke pusat, {taken.entries} entri baru dari pusat. {told}")
    if cargo.torn:
        click.echo(f"{cargo.torn} byte di akhir berkas terpotong dan dilewati.")


def _forwarded(config: Config, end: UnitEnd, cargo: Cargo) -> tuple[bytes, ...]:
    if not cargo.up:
        return ()
    url = config.center.url or end.enrolled.center
    link = Internet(url, enrolment.ca_file(config.secrets_dir), clock_trusted=end.clock_trusted)
    try:
        return carry(link, cargo.up, rest=time.sleep)
    finally:
        link.close()


def _write_answers(path: Path, answers: Sequence[bytes]) -> None:
    write_file(path, write_bundle(answers))
    click.echo(f"Tanda terima: {path} (bawa kembali dan impor di unit asal).")
