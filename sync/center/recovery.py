"""The code with which a blank card opens the backup of a unit: only the center can tell it."""

from pathlib import Path

import click

from field_node.config import Config
from sync.backup.box import Facts, code_of, key_of_center, read_head
from sync.backup.errors import BackupError
from sync.center.console import opened
from sync.center.store import Center


def recovery_code(center: Center, path: Path) -> tuple[Facts, str]:
    """What the file says of itself, and its code. Raises BackupError, OSError."""
    with path.open("rb") as file:
        facts, _ = read_head(file)
    return facts, code_of(key_of_center(facts, center.keys.box_private))


@click.command("backup-code")
@click.argument("path", metavar="BERKAS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def backup_code_command(config: Config, path: Path) -> None:
    """Kode pemulihan bagi satu berkas cadangan, untuk kartu yang belum terdaftar."""
    try:
        with opened(config) as center:
            facts, code = recovery_code(center, path)
    except (BackupError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Unit {facts.unit} ({facts.name}), {facts.entries} catatan. Kode ini membuka cadangan itu saja:"
    )
    click.echo(code)
    click.echo("Sampaikan hanya kepada teknisi unit itu. Di kartu baru: tagana restore BERKAS --kode KODE")
