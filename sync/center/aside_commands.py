"""What was set aside, at the console: which entries, why, and the center's word about them to their unit."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import click
from sqlalchemy import Connection, select

from field_node.config import Config
from field_node.records import TYPES
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.record import Record
from field_node.records.verification import Verification
from sync.center.console import opened, sentences
from sync.center.issue import issue
from sync.center.keep import FORK
from sync.center.schema import ENTRY
from sync.center.scope import NOT_ITS_ENTRY, NOT_ITS_PLACE, NOT_ITS_TYPE
from sync.center.store import Center
from sync.center.typed import table_of
from sync.center.updated import take_older

WHY = {
    NOT_ITS_TYPE: "Unit ini tidak berwenang mengirim jenis data ini",
    NOT_ITS_PLACE: "Lokasi itu di luar wewenang unit ini",
    NOT_ITS_ENTRY: "Mengubah catatan yang bukan dibuat unit ini",
    FORK: "Datang dengan dua isi yang berbeda di bawah satu nomor",
}
"""Why the center sets something aside -> the sentence for people."""
_C = ENTRY.c


@dataclass(frozen=True, slots=True)
class Aside:
    """`reason`: a key of WHY; `told`: what the center said of it to its unit, None while it said nothing."""

    ref: Ref
    slug: str
    reason: str
    told: str | None

    def text(self) -> str:
        """One line for the console."""
        said = "belum diberi alasan" if self.told is None else f"alasan: {self.told}"
        return f"{self.ref}  {self.slug}  {WHY.get(self.reason, self.reason)}  ({said})"


def set_aside(conn: Connection, unit: int | None, *, limit: int) -> list[Aside]:
    """The newest so many, of one unit or of all."""
    rows = select(_C.unit, _C.seq, _C.type, _C.held).where(_C.held.is_not(None))
    rows = rows if unit is None else rows.where(_C.unit == unit)
    found = conn.execute(rows.order_by(_C.arrival.desc(), _C.seq.desc()).limit(limit)).all()
    return [_aside(conn, Ref(*name), TYPES[number], reason or "") for *name, number, reason in found]


def _aside(conn: Connection, ref: Ref, record_type: type[Record], reason: str) -> Aside:
    return Aside(ref, record_type.about.slug, reason, _told(conn, ref))


def _told(conn: Connection, ref: Ref) -> str | None:
    said = table_of(Verification).c
    of = said.of_unit == 0, said.entri_unit == ref.unit, said.entri_seq == ref.seq
    newest = select(said.alasan).where(*of).order_by(said.of_seq.desc()).limit(1)
    row = conn.execute(newest).first()
    return None if row is None else row.alasan or ""


def explain(center: Center, refs: tuple[Ref, ...], reason: str | None, *, now: int) -> Iterator[str]:
    """Says to the units why these were set aside; a line for each. Raises ClickException for what was not."""
    with center.reader.connect() as conn:
        why = {ref: _why(conn, ref) for ref in refs}
    for ref, code in why.items():
        said = reason or WHY[code]
        entry = issue(center, Verification(entri=ref, status="ditolak", alasan=said), now=now)
        yield f"{entry.ref}: {ref} ditolak, {said}"


def _why(conn: Connection, ref: Ref) -> str:
    rows = select(_C.held).where(_C.unit == ref.unit, _C.seq == ref.seq).order_by(_C.version)
    found = list(conn.execute(rows).scalars())
    if not any(found):
        raise click.ClickException(f"{ref} tidak ditahan." if found else f"{ref} tidak ada di pusat ini.")
    if found[0] is None:
        raise click.ClickException(
            f"{ref} datang dengan dua isi dan yang pertama dihitung. Periksa keduanya, lalu katakan sendiri:"
            f" tagana center issue verifikasi entri={ref} status=diverifikasi|ditolak alasan=..."
        )
    return str(found[0])


@click.command("held")
@click.argument("unit", type=int, required=False)
@click.option(
    "--banyak", "limit", default=50, show_default=True, type=click.IntRange(1), help="Paling banyak baris"
)
@click.pass_obj
def held_command(config: Config, unit: int | None, limit: int) -> None:
    """Menampilkan catatan yang ditahan ("perlu diperiksa"), mengapa, dan apa yang sudah dikatakan kepada unitnya."""
    with opened(config) as center, center.reader.connect() as conn:
        found = set_aside(conn, unit, limit=limit)
    for one in found:
        click.echo(one.text())
    if not found:
        click.echo("Tidak ada catatan yang ditahan.")


@click.command("explain")
@click.argument("names", metavar="ENTRI...", nargs=-1, required=True)
@click.option("--alasan", help="Kosong = alasan yang diketahui pusat")
@click.pass_obj
def explain_command(config: Config, names: tuple[str, ...], alasan: str | None) -> None:
    """Mengirim kepada unit mengapa catatannya ditahan, misalnya 5-12; tampil di catatan itu."""
    try:
        refs = tuple(Ref.parse(name) for name in names)
    except InvalidValue as error:
        raise click.ClickException("Nama entri ditulis unit-nomor, misalnya 5-12.") from error
    with opened(config) as center, sentences():
        for line in explain(center, refs, alasan, now=int(time.time())):
            click.echo(line)


@click.command("retry")
@click.pass_obj
def retry_command(config: Config) -> None:
    """Sesudah pembaruan: mencoba lagi bingkai yang belum terbaca oleh versi sebelumnya."""
    with opened(config) as center:
        counts = take_older(center, now=int(time.time()))
    click.echo(f"{counts.new} bingkai kini terbaca, {counts.held} tetap tersegel.")
