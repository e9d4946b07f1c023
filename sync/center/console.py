"""What the commands of the center share: the opened center, sentences for what was wrong."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from field_node.config import Config
from field_node.records.kinds import InvalidValue
from field_node.records.notice import Goods, InvalidRecord, Notice, On, Since, Span
from field_node.web.said import texts, times
from sync.center.enrolment import AlreadyRevoked, NoSuchUnit
from sync.center.known import is_region
from sync.center.store import Center, NoOperation, open_center

TYPED: Mapping[str, str] = {"bukan_wewenang_pusat": "Jenis data ini hanya dicatat oleh unit."}
"""code -> sentence, of what only a console can get wrong."""


@contextmanager
def opened(config: Config) -> Iterator[Center]:
    """The center of the settings, closed when the block ends."""
    try:
        center = open_center(config.center.data_dir, config.center.database)
    except NoOperation as error:
        raise click.ClickException(f"Belum ada pusat di {error}: jalankan 'tagana center init'.") from error
    if center.restored:
        click.echo(told_of_restore(center), err=True)
    try:
        yield center
    finally:
        center.close()


def address_of(config: Config) -> str:
    """Where units find the center."""
    return config.center.url or f"http://{config.center.host}:{config.center.port}"


def told_of_restore(center: Center) -> str:
    """What the operator of a restored center must look at."""
    told = (
        "Basis data ini hasil pemulihan: unit akan mengirim ulang yang hilang. Periksa 'tagana center units'."
    )
    if not center.lost:
        return told
    first, last = center.lost[0], center.lost[-1]
    return (
        f"{told} Entri pusat 0-{first} sampai 0-{last} hilang di sini:"
        " lihat isinya di unit yang sempat menerima, lalu keluarkan lagi yang masih perlu."
    )


@contextmanager
def sentences() -> Iterator[None]:
    """What is wrong with a record or a number, said at the console."""
    try:
        yield
    except InvalidRecord as error:
        told = dict.fromkeys(remark(one) for one in error.notices if one.blocks)
        raise click.ClickException("Tidak diterima. " + " ".join(told)) from error
    except InvalidValue as error:
        raise click.ClickException(f"Tidak diterima. {_sentence(error.code, error.values)}") from error
    except AlreadyRevoked as error:
        raise click.ClickException(f"Unit {error} sudah dicabut.") from error
    except NoSuchUnit as error:
        raise click.ClickException(f"Tidak ada unit {error}.") from error


def remark(notice: Notice) -> str:
    """The sentence of a notice, behind the field it speaks of."""
    told = _sentence(notice.code, dict(notice.values))
    return f"{notice.field}: {told}" if notice.field else told


def _sentence(code: str, values: Mapping[str, Any]) -> str:
    told = {name: _told(value) for name, value in values.items()}
    return TYPED[code] if code in TYPED else texts.sentence(code, told)


def _told(value: Any) -> object:
    if isinstance(value, Span):
        return times.distance(value.seconds)
    if isinstance(value, Since):
        return f"{datetime.fromtimestamp(value.at, UTC):%Y-%m-%d %H.%M} UTC"
    if isinstance(value, On):
        return times.day_shown(value.day)
    return f"{value.amount} (satuan dasar)" if isinstance(value, Goods) else value


def demand_free(path: Path) -> None:
    """Raises a sentence where a file lies already, or its folder is not there."""
    if path.exists():
        raise click.ClickException(f"{path} sudah ada: pilih nama lain.")
    if not path.parent.is_dir():
        raise click.ClickException(f"Folder {path.parent} tidak ada.")


def demand_region(code: str | None) -> None:
    """Raises a sentence for a code that no region has."""
    if code is not None and not is_region(code):
        raise click.ClickException(texts.sentence("kode_wilayah_tidak_dikenal", {"kode": code}))
