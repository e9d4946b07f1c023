"""`tagana ready`: the check before leaving, as the page Siap berangkat tells it."""

import secrets
from pathlib import Path

import click

from field_node.config import Config
from field_node.store.errors import StoreError
from field_node.web.opening import opened_desk
from field_node.web.peta.shelf import FOLDER, Shelf
from field_node.web.unit.card import Tone
from field_node.web.unit.check import Check
from field_node.web.unit.ready import checks, summary, worst_first

SIGNS = {Tone.GOOD: "baik", Tone.BAD: "BELUM SIAP", Tone.LOOK: "LIHAT"}
SIGNS |= {Tone.UNSURE: "BELUM PASTI", Tone.UNKNOWN: "TIDAK DIKETAHUI"}


@click.command("ready")
@click.pass_obj
def command(config: Config) -> None:
    """Memeriksa kelengkapan unit sebelum berangkat; keluar dengan 1 bila ada yang belum baik."""
    try:
        with opened_desk(config, chance=secrets.token_bytes) as desk:
            folder = config.web.maps_dir
            shelf = Shelf(config.data_dir / FOLDER if folder == Path() else folder)
            found = checks(desk, lambda: shelf.base() is not None or bool(shelf.brought()))
    except StoreError as error:
        raise click.ClickException(f"Data unit tidak terbuka: {error}") from error
    for one in worst_first(found):
        click.echo(line(one))
    total = summary(found)
    if not total.ready:
        unsure = f" {total.unsure} belum pasti," if total.unsure else ""
        click.echo(
            f"Belum siap: {total.bad} belum beres,{unsure} {total.unknown} tidak diketahui, {total.good} baik."
        )
        raise click.exceptions.Exit(1)
    click.echo(f"Siap berangkat: semua {total.good} hal baik.")


def line(one: Check) -> str:
    """One line, and below it what to do."""
    told = f"[{SIGNS[one.tone]:^15}] {one.what}: {one.found}"
    return f"{told}\n{'':18}-> {one.step}" if one.step else told
