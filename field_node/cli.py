"""The one command, `tagana`: its subcommands stand in one table and are imported only when they are called."""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

from field_node import logs
from field_node.config import DEFAULT_PATH, Config, ConfigError, defaults, load

CONFIG_ERROR = 78  # EX_CONFIG of sysexits.h; the systemd units do not restart on it


class Command(NamedTuple):
    """A subcommand: the click command at `target` ("module:name"), and what it is for."""

    name: str
    target: str
    help: str


COMMANDS = (
    Command("setup", "field_node.setup:command", "Menyiapkan penyimpanan unit dan kode wilayah"),
    Command("wilayah", "field_node.area_points:command", "Mengimpor titik tengah wilayah dari CSV"),
    Command("enroll", "sync.enrolment:enroll_command", "Mendaftarkan unit dengan berkas dari pusat"),
    Command("web", "field_node.web.serve:command", "Menjalankan halaman untuk tablet"),
    Command("pair", "field_node.pair:command", "Memasangkan tablet dari unit sendiri, juga bila PIN hilang"),
    Command("trust", "field_node.trust:command", "Sidik jari sertifikat, untuk dicocokkan dengan tablet"),
    Command("gps", "field_node.tracking:command", "Menjalankan pencatatan posisi"),
    Command("sync", "sync.station:command", "Menjalankan pengiriman ke pusat"),
    Command("radio", "sync.radio_commands:group", "Radio LoRa: memeriksa, menyetel, dan kunci kanal"),
    Command("export", "sync.links.file:export_command", "Menulis yang belum diterima pusat ke satu berkas"),
    Command("import", "sync.links.file:import_command", "Membaca berkas ekspor atau berkas tanda terima"),
    Command("backup", "sync.backup.commands:backup_command", "Mencadangkan data unit ke USB"),
    Command("restore", "sync.backup.commands:restore_command", "Memulihkan data unit dari cadangan"),
    Command("ready", "field_node.ready:command", "Memeriksa kelengkapan unit sebelum berangkat"),
    Command("doctor", "field_node.doctor:command", "Memeriksa keutuhan data unit"),
    Command(
        "center",
        "sync.center.commands:group",
        "Pusat komando: menjalankan, mendaftarkan unit, mengirim perintah",
    ),
    Command(
        "run", "sync.demo.command:command", "Mencoba di mesin ini: tiga unit, satu pusat, radio simulasi"
    ),
)


class UnusableSettings(click.ClickException):
    """The settings cannot be used: to be mended by a person, not by a restart."""

    exit_code = CONFIG_ERROR


class LazyGroup(click.Group):
    """A group whose help comes from COMMANDS, so that asking for help imports no subcommand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [command.name for command in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = next((command for command in COMMANDS if command.name == cmd_name), None)
        return _imported(found) if found else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Perintah"):
            formatter.write_dl([(command.name, command.help) for command in COMMANDS])


def _imported(command: Command) -> click.Command:
    module_name, _, name = command.target.partition(":")
    try:
        target = getattr(import_module(module_name), name)
    except (ImportError, AttributeError) as error:
        raise click.ClickException(
            f"Perintah '{command.name}' tidak ada dalam pemasangan ini ({error})."
        ) from error
    if not isinstance(target, click.Command):
        raise click.ClickException(f"Perintah '{command.name}' rusak: {command.target} bukan perintah.")
    return target


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", "path", type=click.Path(path_type=Path), help=f"Berkas pengaturan (bawaan {DEFAULT_PATH})"
)
@click.version_option(package_name="tagana-field-node", prog_name="tagana")
@click.pass_context
def main(ctx: click.Context, path: Path | None) -> None:
    """Tagana field node: mencatat di lapangan, mengirim ke pusat komando."""
    logs.keep_silent()
    ctx.obj = _settings(path)  # subcommands take it with @click.pass_obj


def _settings(path: Path | None) -> Config:
    """The named file, else the usual one, else the defaults."""
    try:
        if path is None and not DEFAULT_PATH.exists():
            return defaults()
        return load(path or DEFAULT_PATH)
    except ConfigError as error:
        raise UnusableSettings(str(error)) from error


if __name__ == "__main__":
    main()
