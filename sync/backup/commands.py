"""`tagana backup` and `tagana restore`: what the technician types."""

import time
from pathlib import Path

import click

from field_node import swap
from field_node.clock import kernel_synchronised
from field_node.config import Config
from field_node.opened import DATABASE, opened_clock, opened_store
from field_node.store import status
from field_node.store.errors import StoreError
from sync.backup.errors import BackupError
from sync.backup.job import BACKUP, ROW, Order, carry_out
from sync.backup.place import Found, Place, place_of
from sync.backup.restore import Restored, restore
from sync.errors import SyncError


@click.command("backup")
@click.option("--daftar", is_flag=True, help="Hanya menampilkan cadangan yang ada di USB")
@click.pass_obj
def backup_command(config: Config, daftar: bool) -> None:
    """Mencadangkan data unit ke USB, tersegel dan diperiksa ulang."""
    place = place_of(config.backup.place)
    if place is None:
        raise click.ClickException("Tempat cadangan belum diatur: isi backup.place di berkas pengaturan.")
    if daftar:
        click.echo("\n".join(map(told, _found(place))) or f"Tidak ada cadangan di {place.folder}.")
        return
    try:
        with opened_store(config) as store:
            well = carry_out(config, store, opened_clock(store, config), Order(BACKUP))
            said = status.read(store, ROW)
    except StoreError as error:
        raise click.ClickException(f"Cadangan tidak jadi: {error}") from error
    if not well or said is None:
        raise click.ClickException(f"Cadangan tidak jadi: {said.body['problem'] if said else ''}")
    last = said.body["last"]
    click.echo(f"{last['entries']} catatan dan {last['photos']} foto dicadangkan ke {last['file']}.")
    click.echo("Sudah dibaca ulang dan utuh. USB aman dicabut.")
    if last["lacking_photos"]:
        click.echo(f"{last['lacking_photos']} foto tidak ikut: berkasnya di unit hilang atau rusak.")


def _found(place: Place) -> list[Found]:
    try:
        return place.found()
    except BackupError as error:
        raise click.ClickException(str(error)) from error


def told(one: Found) -> str:
    """One line about a backup."""
    if one.facts is None:
        return f"{one.path}: tidak bisa dibaca sebagai cadangan"
    facts = one.facts
    when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(facts.made_at))
    return (
        f"{one.path}: unit {facts.unit} ({facts.name}), {when}, {facts.entries} catatan, {facts.photos} foto"
    )


@click.command("restore")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--kode", default="", help="Kode pemulihan dari pusat, bila perangkat ini belum terdaftar")
@click.option("--setuju-hilang", is_flag=True, help="Catatan yang hanya ada di perangkat ini boleh hilang")
@click.pass_obj
def restore_command(config: Config, path: Path, kode: str, setuju_hilang: bool) -> None:
    """Memulihkan data unit dari berkas cadangan."""
    done = _restored(config, path, kode, lose=setuju_hilang)
    facts = done.facts
    click.echo(
        f"Cadangan unit {facts.unit} ({facts.name}): {facts.entries} catatan, {done.photos} foto dibawa kembali."
    )
    if done.loss.entries:
        click.echo(
            f"{done.loss.entries} catatan hanya ada di perangkat ini dan disisihkan, {done.loss.unsent} belum diterima pusat."
        )
    click.echo(f"Nomor {done.left_out.start} sampai {done.left_out.stop - 1} tidak dipakai lagi.")
    _swap_in(config)


def _restored(config: Config, path: Path, kode: str, *, lose: bool) -> Restored:
    """It lies ready. Raises ClickException with a sentence."""
    try:
        return restore(config, path, code=kode, lose=lose, now=_now(config))
    except SyncError as error:
        raise click.ClickException(str(error)) from error
    except swap.SwapWaits as error:
        raise click.ClickException(
            "Pemulihan sebelumnya masih menunggu: systemctl restart tagana.target"
        ) from error
    except StoreError as error:
        raise click.ClickException(
            f"Data di perangkat ini tidak bisa dibuka: {error}. Jalankan tagana doctor."
        ) from error


def _swap_in(config: Config) -> None:
    before = _set_aside(config)
    try:
        swap.swap_in(config)
    except swap.SwapWaits:
        click.echo(
            "Proses unit masih berjalan: data dipasang begitu semuanya mulai lagi (systemctl restart tagana.target)."
        )
        return
    if why := swap.dropped(config.data_dir):
        raise click.ClickException(why.problem)
    for folder in sorted(_set_aside(config) - before):
        click.echo(f"Data yang sebelumnya ada disimpan di {folder}.")
    click.echo("Data dipasang. Nyalakan: systemctl start tagana.target")


def _set_aside(config: Config) -> set[Path]:
    """What restores put away; an empty folder is nothing."""
    return {one for one in config.data_dir.glob(f"{swap.OLD}-*") if any(one.iterdir())}


def _now(config: Config) -> int | None:
    """UTC seconds, None while no clock is right."""
    if not (config.data_dir / DATABASE).exists():
        return int(time.time()) if kernel_synchronised() else None
    with opened_store(config) as store:
        clock = opened_clock(store, config)
        return clock.stamp().made_at if clock.trusted() else None
