"""The command `tagana`: quick help, late imports, sentences instead of tracebacks."""

import resource
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from field_node import cli
from field_node.config import Config

HEAVY = (
    "flask",
    "sqlalchemy",
    "meshtastic",
    "sqlite_utils",
    "requests",
    "cryptography",
    "sync",
    "hardware",
    "gpsd",
)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)


def seconds_of_help() -> float:
    """Processor time: what else the machine does is no matter here."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    python("-m", "field_node.cli", "--help")
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def test_help_lists_every_command_with_its_sentence() -> None:
    out = CliRunner().invoke(cli.main, ["--help"]).output
    assert all(command.name in out and command.help.split(",")[0] in out for command in cli.COMMANDS)


def test_help_is_there_within_300_ms() -> None:
    assert min(seconds_of_help() for _ in range(3)) < 0.3


def test_help_imports_no_library_of_a_subcommand() -> None:
    report = python("-X", "importtime", "-m", "field_node.cli", "--help").stderr
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in report.splitlines()}
    assert "click" in imported
    assert imported.isdisjoint(HEAVY)


@pytest.mark.parametrize(
    "target", ["no_such.module:command", "field_node.cli:no_such_name", "field_node.cli:Command"]
)
def test_a_missing_command_is_a_sentence_and_no_traceback(
    target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "COMMANDS", (cli.Command("ganjil", target, "Tidak ada"),))
    result = CliRunner().invoke(cli.main, ["ganjil"])
    assert result.exit_code == 1
    assert "'ganjil'" in result.output
    assert "Traceback" not in result.output


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(cli.main, ["gps-nya"]).exit_code == 2


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_every_row_of_the_table_leads_to_a_command_with_help(command: cli.Command) -> None:
    result = CliRunner().invoke(cli.main, [command.name, "--help"])
    assert result.exit_code == 0, result.output


@click.command()
@click.pass_obj
def show_zone(config: Config) -> None:
    click.echo(config.zone)


def test_a_command_gets_the_settings_of_the_named_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "COMMANDS", (cli.Command("zona", f"{__name__}:show_zone", ""),))
    file = tmp_path / "node.toml"
    file.write_text('zone = "WIT"')
    assert CliRunner().invoke(cli.main, ["--config", str(file), "zona"]).output == "WIT\n"


def test_wrong_settings_end_with_the_code_that_systemd_does_not_restart_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "COMMANDS", (cli.Command("zona", f"{__name__}:show_zone", ""),))
    file = tmp_path / "node.toml"
    file.write_text("zona = 'WIT'")
    result = CliRunner().invoke(cli.main, ["--config", str(file), "zona"])
    assert result.exit_code == cli.CONFIG_ERROR
    assert "mungkin maksudnya 'zone'" in result.output


def test_a_command_that_fails_says_one_sentence_and_logs_nothing_beside_it(tmp_path: Path) -> None:
    settings = tmp_path / "node.toml"
    settings.write_text(
        f'data_dir = "{tmp_path}/data"\nruntime_dir = "{tmp_path}/run"\n[backup]\nplace = "dir:{tmp_path}"\n'
    )
    command = [sys.executable, "-m", "field_node.cli", "--config", str(settings), "backup"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stdout + said.stderr == (
        "Error: Cadangan tidak jadi: Perangkat belum terdaftar: jalankan 'tagana enroll BERKAS'.\n"
    )
