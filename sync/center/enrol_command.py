"""The command `tagana center enroll`: one file, and a QR, for one new unit."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import segno

from field_node.config import Config
from field_node.records import type_by_slug
from sync.center import enrolment, state
from sync.center.authority import host_in
from sync.center.console import address_of, demand_free, demand_region, opened, sentences
from sync.center.scope import Scope
from sync.center.store import Center, write_secret


@click.command("enroll")
@click.option("--name", required=True, help="Nama unit")
@click.option("--wilayah", help="Kode wilayah Kemendagri, misalnya 32.03")
@click.option("--types", default="", help="Jenis data yang boleh dikirim, dipisah koma; kosong = semua")
@click.option(
    "--places", default="", help="Lokasi yang menjadi wewenangnya, misalnya 0-3,0-7; kosong = semua"
)
@click.option(
    "--menggantikan",
    "replaces",
    type=int,
    help="Nomor lama perangkat ini: alamat halamannya tetap, jadi yang tersimpan di tablet tidak tertinggal",
)
@click.option("--address", default="", help="Alamat pusat bagi unit; kosong = dari pengaturan")
@click.option("--out", type=click.Path(path_type=Path), help="Berkas pendaftaran; kosong = unit-N.json")
@click.option("--qr", "as_qr", is_flag=True, help="Buat juga gambar QR di sebelahnya")
@click.pass_obj
def enroll_command(config: Config, /, out: Path | None, *, as_qr: bool, **given: Any) -> None:
    """Mendaftarkan satu unit: satu berkas (dan QR) berisi semua yang diperlukannya."""
    within = Scope(_some(given["types"]), _some(given["places"]))
    _demand_types(within)
    with opened(config) as center, sentences():
        _demand_files(out or _usual(state.unit_to_come(center.reader)), as_qr=as_qr)
        enrolled = _enrolled(center, config, within, given)
    path = out or _usual(enrolled.keys.unit)
    write_secret(path, enrolled.to_json())
    click.echo(f"Unit {enrolled.keys.unit} ({enrolled.name}): {path}")
    if given["replaces"] is not None:
        _tell_replaced(given["replaces"], enrolled)
    if as_qr:
        _write_qr(enrolled, path.with_suffix(".png"))


def _enrolled(center: Center, config: Config, within: Scope, given: Mapping[str, Any]) -> enrolment.Enrolled:
    demand_region(given["wilayah"])
    return enrolment.enroll(
        center,
        given["name"],
        address=given["address"] or address_of(config),
        now=int(time.time()),
        wilayah=given["wilayah"],
        within=within,
        replaces=given["replaces"],
    )


def _tell_replaced(old: int, enrolled: enrolment.Enrolled) -> None:
    click.echo(f"Alamat halamannya tetap milik unit {old}: {host_in(enrolled.leaf_cert.encode())}.")
    click.echo(f"Sesudah unit {old} berhenti dipakai: tagana center revoke {old}")


def _usual(unit: int) -> Path:
    return Path(f"unit-{unit}.json")


def _demand_files(path: Path, *, as_qr: bool) -> None:
    """Before a number is used up."""
    for each in (path, path.with_suffix(".png")) if as_qr else (path,):
        demand_free(each)


def _write_qr(enrolled: enrolment.Enrolled, path: Path) -> None:
    try:
        enrolled.qr().save(str(path), scale=4)
    except segno.DataOverflowError as error:
        raise click.ClickException("Terlalu panjang untuk satu QR: pakai berkasnya.") from error
    path.chmod(0o600)
    click.echo(f"QR: {path}")


def _some(text: str) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) or None


def _demand_types(within: Scope) -> None:
    for slug in within.types or ():
        try:
            type_by_slug(slug)
        except KeyError as error:
            raise click.ClickException(f"Tidak ada jenis data '{slug}'.") from error
