"""What the commands of the center share: the opened center, sentences for what was wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from field_node.config import Config
from field_node.records.kinds import InvalidValue
from field_node.records.record import InvalidRecord
from sync.center.enrolment import NoSuchUnit
from sync.center.store import Center, NoOperation, open_center


@contextmanager
def opened(config: Config) -> Iterator[Center]:
    """The center of the settings, closed when the block ends."""
    try:
        center = open_center(config.center.data_dir, config.center.database)
    except NoOperation as error:
        raise click.ClickException(f"Belum ada pusat di {error}: jalankan 'tagana center init'.") from error
    try:
        yield center
    finally:
        center.close()


@contextmanager
def sentences() -> Iterator[None]:
    """What is wrong with a record or a number, said at the console."""
    try:
        yield
    except InvalidRecord as error:
        raise click.ClickException(f"Tidak diterima: {error}.") from error
    except InvalidValue as error:
        raise click.ClickException(f"Tidak diterima: {error.code}.") from error
    except NoSuchUnit as error:
        raise click.ClickException(f"Tidak ada unit {error}.") from error
