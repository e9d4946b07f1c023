"""One TOML file into one frozen Config; each setting is declared once, here and in `sections`.

A field of those classes is a row of SETTINGS: its default, its meaning and its check stand beside it, and its dotted name is its place
(`Config.web.port` is `web.port`, the key `port` in the table `[web]`).
"""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from field_node.sections import Backup, Center, Clock, Disk, Gps, Info, Power, Radio, Stok, Sync, Track, Web
from field_node.setting import Expected, Setting, folder, one_of, setting

DEFAULT_PATH = Path("/etc/tagana/node.toml")


class ConfigError(Exception):
    """The settings cannot be used; the message is an Indonesian sentence naming file, key and what was expected."""

    permanent = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of a unit and of a center, checked."""

    data_dir: Path = setting("/var/lib/tagana", "Folder data unit", folder)
    runtime_dir: Path = setting("/run/tagana", "Folder sementara di memori: berkas kunci antarproses", folder)
    secrets_dir: Path = setting("", "Folder kunci rahasia; kosong = secrets dalam data_dir", folder)
    log_level: str = setting("info", "Banyaknya catatan log", one_of("debug", "info", "warning", "error"))
    zone: str = setting("WIB", "Zona waktu yang ditampilkan di halaman", one_of("WIB", "WITA", "WIT"))
    web: Web = field(default_factory=Web)
    info: Info = field(default_factory=Info)
    gps: Gps = field(default_factory=Gps)
    track: Track = field(default_factory=Track)
    clock: Clock = field(default_factory=Clock)
    sync: Sync = field(default_factory=Sync)
    radio: Radio = field(default_factory=Radio)
    center: Center = field(default_factory=Center)
    disk: Disk = field(default_factory=Disk)
    power: Power = field(default_factory=Power)
    backup: Backup = field(default_factory=Backup)
    stok: Stok = field(default_factory=Stok)


def _section(of: Field[Any]) -> type | None:
    """The class of a nested table, None for a plain setting."""
    return of.type if isinstance(of.type, type) and is_dataclass(of.type) else None


def _rows(table: type, prefix: str = "") -> list[Setting]:
    rows: list[Setting] = []
    for of in fields(table):
        name, section = prefix + of.name, _section(of)
        rows += _rows(section, name + ".") if section else [Setting(name, **of.metadata)]
    return rows


SETTINGS: tuple[Setting, ...] = tuple(_rows(Config))


def load(path: Path) -> Config:
    """The settings in a TOML file over the defaults. Raises ConfigError."""
    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: berkas pengaturan tidak bisa dibaca ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: bukan TOML yang benar ({error}).") from error
    return _config(table, str(path))


def defaults(**tables: object) -> Config:
    """The defaults with some settings replaced, given in the shape of the file: `defaults(zone="WIT", web={"port": 0})`."""
    return _config({name: _toml(value) for name, value in tables.items()}, "defaults()")


def _toml(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _toml(inner) for name, inner in value.items()}
    return str(value) if isinstance(value, Path) else value


def _config(table: Mapping[str, object], where: str) -> Config:
    config = cast("Config", _made(Config, table, partial(_checked, where=where), ""))
    center = config.center
    return replace(
        config,
        secrets_dir=config.data_dir / "secrets" if config.secrets_dir == Path() else config.secrets_dir,
        center=replace(center, database=center.database or f"sqlite:///{center.data_dir / 'center.db'}"),
    )


def _made(
    of: type,
    table: Mapping[str, object],
    checked: Callable[[str, Field[Any] | None, object], object],
    prefix: str,
) -> object:
    known = {each.name: each for each in fields(of)}
    values: dict[str, object] = {}
    for name, value in table.items():
        section = _section(known[name]) if name in known else None
        if section and isinstance(value, Mapping):
            values[name] = _made(section, value, checked, f"{prefix}{name}.")
        else:
            values[name] = checked(prefix + name, known.get(name), value)
    return of(**values)


def _checked(name: str, of: Field[Any] | None, value: object, *, where: str) -> object:
    if of is None:
        raise ConfigError(f"{where}: pengaturan '{name}' tidak dikenal{_did_you_mean(name)}.")
    if _section(of):
        raise ConfigError(f"{where}: '{name}' harus tabel [{name}], bukan {value!r}.")
    try:
        return of.metadata["check"](value)
    except Expected as error:
        raise ConfigError(f"{where}: '{name}' harus {error}, bukan {value!r}.") from error


def _did_you_mean(name: str) -> str:
    rows = [row.name for row in SETTINGS]
    names = rows + sorted({row.rpartition(".")[0] for row in rows} - {""})
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    same_end = [known for known in names if known.split(".")[-1] == name.rsplit(".", maxsplit=1)[-1]]
    return f"; mungkin maksudnya '{(close or same_end)[0]}'" if close or same_end else ""
