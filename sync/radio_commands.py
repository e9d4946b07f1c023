"""The command `tagana radio`: is the connected radio set as the operation needs it, set it, and the channel's key."""

import contextlib
import secrets
import sys
from collections.abc import Iterator, Sequence
from typing import TextIO

import click

from field_node.asking import demand_yes
from field_node.config import Config
from field_node.sections import UNVERIFIED
from field_node.store.errors import StoreError
from hardware.errors import UnknownDevice
from hardware.radio import Wanted, open_radio
from hardware.radio.meshtastic.apply import Bench, CannotConnect, bench
from hardware.radio.provision.examine import Finding, examine
from hardware.radio.provision.found import KEY_BYTES, Found
from sync import radio_setup
from sync.radio_setup import BadRadioKey, RadioTaken
from sync.radio_status import radio_now, spoken
from sync.radio_words import PROBLEMS, SETTINGS

NO_KEY = (
    "Unit ini belum punya kunci kanal. Di unit pertama: 'tagana radio key --new'. Di unit lain: "
    "'tagana radio key --show > BERKAS' di unit yang sudah punya, lalu 'tagana radio key --import BERKAS' di sini."
)
device_option = click.option("--device", default="", help="Alamat radio; bawaan radio.device di node.toml")


@click.group("radio")
def group() -> None:
    """Radio LoRa: memeriksa dan menyetel, serta kunci kanal."""


@group.command("check")
@device_option
@click.pass_obj
def check(config: Config, device: str) -> None:
    """Mengatakan apa yang salah pada radio yang terpasang."""
    wanted = _wanted(config)
    with _radio(config, device) as radio:
        found = radio.read()
    findings = examine(found, wanted)
    _introduce(found)
    _show(findings)
    click.echo(f"Wilayah, pita, daya dan batas waktu pancar: {UNVERIFIED}.")
    sys.exit(1 if findings else 0)


@group.command("apply")
@device_option
@click.option("--yes", is_flag=True, help="Tanpa bertanya")
@click.pass_obj
def apply(config: Config, device: str, yes: bool) -> None:
    """Menyetel radio yang terpasang; menunjukkan dulu apa yang akan berubah."""
    wanted = _wanted(config)
    if not wanted.key:
        raise click.ClickException(NO_KEY)
    with _radio(config, device) as radio:
        found = radio.read()
        _introduce(found)
        left = examine(found, wanted)
        if left:
            _show(left)
            click.echo(f"Wilayah, pita, daya dan batas waktu pancar: {UNVERIFIED}.")
            _ask(yes)
            left = radio.apply(wanted)
    _conclude(left)


@group.command("status")
@click.pass_obj
def show_status(config: Config) -> None:
    """Keadaan radio menurut tagana sync: sambungan, jatah pancar, antrean, tanda terima terakhir."""
    try:
        radio = radio_now(config)
    except FileNotFoundError as error:
        raise click.ClickException("Unit ini belum disiapkan: jalankan tagana setup.") from error
    except (OSError, StoreError) as error:
        raise click.ClickException(f"Penyimpanan unit tidak terbuka: {error}") from error
    click.echo("\n".join(spoken(radio)))
    sys.exit(0 if radio.works else 1)


@group.command("key")
@click.option("--new", is_flag=True, help="Membuat kunci acak untuk operasi ini")
@click.option("--import", "source", type=click.File(), help="Mengambil kunci dari berkas, - dari layar")
@click.option("--replace", is_flag=True, help="Mengganti kunci yang sudah ada")
@click.option("--show", is_flag=True, help="Menampilkan kunci: siapa pun yang melihatnya bisa membaca kanal")
@click.pass_obj
def key(config: Config, new: bool, source: TextIO | None, replace: bool, show: bool) -> None:
    """Kunci kanal radio operasi: sidiknya, atau membuat dan mengambilnya."""
    given = _given_key(new, source)
    with _sentences():
        kept = radio_setup.radio_key(config.secrets_dir)
    if given is not None:
        if kept is not None and kept != given and not replace:
            raise click.ClickException(
                "Sudah ada kunci lain di unit ini; tambahkan --replace bila memang diganti."
            )
        radio_setup.keep_key(config.secrets_dir, given)
        kept = given
    if kept is None:
        raise click.ClickException(NO_KEY)
    click.echo(f"Sidik kunci kanal: {radio_setup.fingerprint(kept)} (harus sama di semua unit)")
    if show:
        click.echo(radio_setup.shown_key(kept))


def _given_key(new: bool, source: TextIO | None) -> bytes | None:
    if new and source is not None:
        raise click.UsageError("Pilih salah satu: --new atau --import.")
    with _sentences():
        if source is not None:
            return radio_setup.parsed_key(source.read(1024))
    return secrets.token_bytes(KEY_BYTES) if new else None


def _wanted(config: Config) -> Wanted:
    with _sentences():
        return radio_setup.wanted(config)


@contextlib.contextmanager
def _radio(config: Config, device: str) -> Iterator[Bench]:
    """The radio, held by this command alone."""
    address = device or config.radio.device
    if not address:
        raise click.ClickException("Tidak ada radio: isi radio.device di node.toml, atau beri --device.")
    if address.startswith("sim:"):
        raise click.ClickException("Radio simulasi tidak punya pengaturan.")
    with _sentences(), radio_setup.holding_radio(config):
        open_radio(address).close()  # an address that can never work is said at once
        radio = bench(address)
        try:
            yield radio
        finally:
            radio.close()


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    """What can go wrong, as sentences."""
    try:
        yield
    except RadioTaken as error:
        raise click.ClickException(
            "Radio sedang dipakai proses pengiriman. Hentikan dulu: systemctl stop tagana-sync"
        ) from error
    except UnknownDevice as error:
        raise click.ClickException(f"Alamat radio tidak benar: {error}") from error
    except BadRadioKey as error:
        raise click.ClickException(str(error)) from error
    except CannotConnect as error:
        raise click.ClickException(PROBLEMS[error.reason]) from error


def _introduce(found: Found) -> None:
    edges = found.edges_mhz()
    where = f"{edges[0]:g}-{edges[1]:g} MHz" if edges else "frekuensi tidak diketahui"
    click.echo(f"Radio !{found.number:08x}, {found.model}, firmware {found.firmware}, {where}")


def _show(findings: Sequence[Finding]) -> None:
    for finding in findings:
        weight = "SALAH" if finding.blocks else "sebaiknya"
        click.echo(f"  {weight:<9} {SETTINGS[finding.code]}: {finding.is_} -> {finding.should}")
    if not findings:
        click.echo("Semua pengaturan radio benar.")
    elif any(finding.blocks for finding in findings):
        click.echo("Selama masih ada yang SALAH, tidak ada yang dipancarkan.")


def _ask(yes: bool) -> None:
    if not yes:
        demand_yes("Setel radio seperti di atas? Radio akan mulai ulang.")


def _conclude(left: Sequence[Finding]) -> None:
    if left:
        click.echo("Masih berbeda setelah disetel:")
    _show(left)
    sys.exit(1 if left else 0)
