"""`tagana pair`: shows on the unit itself how a tablet gets in, also when nobody is left who lets others in."""

import secrets
from io import StringIO

import click
import segno

from field_node.asking import demand_yes
from field_node.config import Config
from field_node.opened import ENROLMENT, opened_clock, opened_store
from field_node.store import pairing, tablets, tries
from field_node.store.connection import Store
from field_node.store.errors import StoreError
from field_node.store.pairing import OFFER_S
from field_node.store.tick import tick
from field_node.web.access.badge import SECRET_SIZE, Badges, Claim, fresh_code
from field_node.web.access.certificates import leaf_in
from field_node.web.opening import Enrolled

LOSES = (
    "Catatan yang belum terkirim di tablet ikut terhapus saat tablet itu tersambung lagi: kirim atau ekspor dulu.\n"
    "Bila hanya PIN yang hilang, cukup `tagana pair` tanpa --reset."
)
LOCAL = ("localhost", "127.0.0.1", "::1")


def offered(store: Store, config: Config) -> tuple[str, str]:
    """A new offer of the unit itself, which may also add a Koordinator or Teknisi: token and code. Raises StoreError."""
    badges, nonce = Badges(store.locker.pages_key), secrets.token_bytes(SECRET_SIZE)
    code, now = fresh_code(secrets.token_bytes), tick(opened_clock(store, config))
    number = pairing.make(store, nonce, badges.code(code), now=now, founder=True)
    return badges.offer(Claim(number, nonce)), code


def shut_out(store: Store, config: Config) -> int:
    """Revokes every tablet and offer and lifts every pause; how many tablets these were. Raises StoreError."""
    pairing.withdraw_all(store)
    tries.forget_all(store)
    return tablets.revoke_all(store, at=opened_clock(store, config).stamp().made_at)


def address(config: Config) -> str:
    """Where tablets open this unit: behind nginx by a name of the settings or its certificate's, or right here while it has none."""
    leaf = leaf_in(str(Enrolled(config.secrets_dir / ENROLMENT)().get("leaf_cert", "")))
    names = (*config.web.allowed_hosts, *(leaf.names if leaf else ()))
    name = next((host for host in names if host not in LOCAL), "")
    return f"https://{name}" if name else f"http://{config.web.allowed_hosts[0]}:{config.web.port}"


def drawn(text: str) -> str:
    """The QR in characters."""
    out = StringIO()
    segno.make_qr(text, error="l").terminal(out=out, border=2, compact=True)
    return out.getvalue()


@click.command("pair")
@click.option(
    "--url", default="", help="Alamat unit untuk tablet; bawaan: nama dari pengaturan atau sertifikat"
)
@click.option("--reset", is_flag=True, help="Cabut dulu akses semua tablet dan hapus jeda PIN salah")
@click.pass_obj
def command(config: Config, url: str, reset: bool) -> None:
    """Memasangkan tablet dari unit ini sendiri: QR dan kode, juga bila PIN Koordinator dan Teknisi hilang."""
    if reset:
        click.echo(LOSES)
        demand_yes("Semua tablet harus dipasangkan lagi. Lanjutkan?")
    try:
        token, code = _made(config, reset=reset)
    except (StoreError, OSError) as error:
        raise click.ClickException(f"Penyimpanan unit tidak bisa dibuka ({error}).") from error
    _tell(url.rstrip("/") or address(config), token, code)


def _made(config: Config, *, reset: bool) -> tuple[str, str]:
    with opened_store(config) as store:
        if reset:
            click.echo(f"Akses {shut_out(store, config)} tablet dicabut.")
        return offered(store, config)


def _tell(base: str, token: str, code: str) -> None:
    link = f"{base}/pasang/{token}"
    click.echo(drawn(link))
    click.echo(f"Pindai QR dengan kamera tablet, atau buka {link}")
    click.echo(f"Tanpa kamera: buka {base}/pasang/kode dan ketik {code[:4]} {code[4:]}")
    click.echo(f"Berlaku {OFFER_S // 60} menit, untuk satu tablet. Di sana bisa ditambah Teknisi baru.")
