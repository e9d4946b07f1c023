"""The command `tagana center`: what the operator of a center does at the console."""

import os
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from field_node import logs
from field_node.config import Config
from field_node.daemon import notifier, stop_on_signals
from field_node.web.said.times import Zone
from sync.bundle import BundleReader, write_bundle
from sync.center import enrolment, tokens
from sync.center.alarms import alarms
from sync.center.answer import receipts
from sync.center.aside_commands import explain_command, held_command, retry_command
from sync.center.console import address_of, opened, sentences
from sync.center.dialect import writing
from sync.center.enrol_command import enroll_command
from sync.center.founding import init
from sync.center.issuing import issue_typed
from sync.center.listing import unit_lines
from sync.center.receive import Taken, take
from sync.center.recovery import backup_code_command
from sync.center.store import Center
from sync.errors import BadFrame
from sync.frames import INTERNET_MTU

IMPORT_PIECE = 512
"""Frames of a stick that are kept in one transaction."""


def now() -> int:
    return int(time.time())


@click.group("center")
def group() -> None:
    """Pusat komando: menjalankan, mendaftarkan unit, mengirim perintah."""


for _command in (enroll_command, backup_code_command, held_command, explain_command, retry_command):
    group.add_command(_command)


@group.command("init")
@click.option("--name", default="Pusat Komando", help="Nama pusat, dalam sertifikatnya")
@click.pass_obj
def init_command(config: Config, name: str) -> None:
    """Membuat operasi baru: kunci, sertifikat, basis data."""
    folder = config.center.data_dir
    try:
        init(folder, name, host=urlsplit(address_of(config)).hostname or "localhost", at=now())
    except FileExistsError as error:
        raise click.ClickException(f"Sudah ada pusat di {folder}.") from error
    with opened(config):
        click.echo(
            f"Pusat baru di {folder}. Salin folder secrets ke tempat aman yang terputus dari jaringan."
        )


@group.command("serve")
@click.pass_obj
def serve_command(config: Config) -> None:
    """Menjalankan pusat."""
    from sync.center.app import create_app
    from sync.center.serve import Server, serve

    logs.start(config.log_level)
    stop = stop_on_signals()
    with opened(config) as center:
        app = create_app(center, clock=time.time, timer=time.monotonic, stop=stop)
        place = config.center
        server = Server(app, place.host, place.port, trusted_proxy=place.trusted_proxy)
        click.echo(f"Pusat: {server.address}")
        serve(server, stop=stop, notify=notifier(os.environ.get("NOTIFY_SOCKET", "")), wake=center.wake)


@group.command("revoke")
@click.argument("unit", type=int)
@click.pass_obj
def revoke_command(config: Config, unit: int) -> None:
    """Mencabut satu unit: kirimannya ditahan, unit lain mendapat kunci baru."""
    with opened(config) as center, sentences():
        epoch = enrolment.revoke(center, unit, now=now())
    click.echo(f"Unit {unit} dicabut; kunci kelompok sekarang nomor {epoch}.")


@group.command("release")
@click.argument("unit", type=int)
@click.pass_obj
def release_command(config: Config, unit: int) -> None:
    """Mengakhiri karantina satu unit setelah kartunya diperiksa."""
    with opened(config) as center, sentences():
        taken = enrolment.release(center, unit, now=now())
    click.echo(f"Unit {unit} dilepas. {_counts([taken])}")


@group.command("units")
@click.pass_obj
def units_command(config: Config) -> None:
    """Menampilkan unit: kapan terakhir terdengar, lewat apa, dan siapa belum memakai kunci terbaru."""
    with opened(config) as center, center.reader.connect() as conn:
        for line in unit_lines(conn):
            click.echo(line.text(now()))


@group.command("alarms")
@click.option(
    "--banyak", "limit", default=50, show_default=True, type=click.IntRange(1), help="Paling banyak baris"
)
@click.pass_obj
def alarms_command(config: Config, limit: int) -> None:
    """Menampilkan yang harus dilihat orang: barang keluar tanpa SK, kiriman palsu, kartu ganda; terbaru dulu."""
    with opened(config) as center, center.reader.connect() as conn:
        found = alarms(conn, limit=limit)
    for one in found:
        click.echo(one.text(now()))
    if not found:
        click.echo("Belum ada alarm.")


@group.command("issue")
@click.argument("slug", metavar="JENIS")
@click.argument("values", metavar="ISIAN=NILAI...", nargs=-1)
@click.option("--kejadian", help="Kejadian, misalnya 0-1")
@click.option("--koreksi", help="Entri yang dikoreksi, misalnya 0-4")
@click.option("--alasan", help="Alasan koreksi")
@click.pass_obj
def issue_command(config: Config, /, slug: str, values: tuple[str, ...], **beside: str | None) -> None:
    """Mengeluarkan satu entri pusat: kejadian, lokasi, tugas, catatan, peringatan, saldo, kamus."""
    with opened(config) as center, sentences():
        entry = issue_typed(center, slug, values, now=now(), zone=Zone(config.zone), beside=beside)
    click.echo(f"{entry.ref}")


@group.group("token")
def token_group() -> None:
    """Token pembaca data."""


@token_group.command("add")
@click.option("--name", required=True, help="Siapa yang memakainya")
@click.option("--scope", "scopes", multiple=True, default=("pull",), help="pull, names")
@click.pass_obj
def token_add(config: Config, name: str, scopes: tuple[str, ...]) -> None:
    """Membuat token; hanya ditampilkan sekali ini."""
    with opened(config) as center, center.lock, writing(center.writer) as conn:
        try:
            token = tokens.add_token(conn, name, frozenset(scopes), now=now(), random=secrets.token_bytes)
        except ValueError as error:
            raise click.ClickException(f"Scope yang ada: {', '.join(tokens.SCOPES)}.") from error
    click.echo(token)


@token_group.command("list")
@click.pass_obj
def token_list(config: Config) -> None:
    """Menampilkan token, tanpa rahasianya."""
    with opened(config) as center, center.reader.connect() as conn:
        for token in tokens.list_tokens(conn):
            standing = "dicabut" if token.revoked_at else "berlaku"
            click.echo(f"{token.id}  {standing}  {' '.join(sorted(token.scopes))}  {token.name}")


@token_group.command("revoke")
@click.argument("token_id", metavar="ID")
@click.pass_obj
def token_revoke(config: Config, token_id: str) -> None:
    """Mencabut token."""
    with opened(config) as center, center.lock, writing(center.writer) as conn:
        done = tokens.revoke_token(conn, token_id, now=now())
    if not done:
        raise click.ClickException(f"Tidak ada token {token_id} yang berlaku.")
    click.echo(f"Token {token_id} dicabut.")


@group.command("import")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), help="Tulis tanda terima ke berkas ini")
@click.pass_obj
def import_command(config: Config, path: Path, out: Path | None) -> None:
    """Membaca berkas ekspor dari stik USB; dengan --out menulis tanda terimanya."""
    with opened(config) as center:
        try:
            heard = import_file(center, path, now())
        except BadFrame as error:
            raise click.ClickException(f"{path} bukan berkas ekspor.") from error
        if out is not None:
            out.write_bytes(write_bundle(receipts(center, heard, mtu=INTERNET_MTU, now=now())))
            click.echo(f"Tanda terima: {out}")


def import_file(center: Center, path: Path, at: int) -> tuple[int, ...]:
    """Takes a bundle of any size; the units heard in it. Raises BadFrame for what is no bundle."""
    reader = BundleReader()
    frames = reader.feed(path.read_bytes())
    left = reader.finish()
    pieces = (frames[start : start + IMPORT_PIECE] for start in range(0, len(frames), IMPORT_PIECE))
    taken = [take(center, piece, carrier="file", now=at) for piece in pieces]
    click.echo(_counts(taken))
    if left:
        click.echo(f"{left} byte di akhir berkas terpotong.")
    return tuple(sorted({unit for one in taken for unit in one.heard}))


def _counts(taken: Sequence[Taken]) -> str:
    """What became of the frames, and what was in those that are new."""
    counts = Counter[str]()
    for one in taken:
        counts.update(asdict(one.counts))
    positions = sum(one.positions for one in taken)
    entries = sum(each for one in taken for _, each in one.brought.values()) - positions
    return (
        f"{counts['new']} bingkai baru berisi {entries} catatan dan {positions} posisi;"
        f" {counts['known']} sudah ada, {counts['held']} ditahan, {counts['refused']} ditolak."
    )
