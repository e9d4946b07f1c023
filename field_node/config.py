"""One TOML file into one frozen Config; each setting is declared once, in the classes below.

A field of these classes is a row of SETTINGS: its default, its meaning and its check stand beside it, and its dotted name is its place
(`Config.web.port` is `web.port`, the key `port` in the table `[web]`).
"""

import difflib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from field_node.setting import (
    Expected,
    Setting,
    address,
    band,
    folder,
    number,
    one_of,
    proxy,
    setting,
    short,
    texts,
    url,
    whole,
)

DEFAULT_PATH = Path("/etc/tagana/node.toml")
UNVERIFIED = "BELUM DIVERIFIKASI dengan peraturan Indonesia: diputuskan petugas radio Kemensos"
"""What every legal limit of the radio says of itself: the texts of Permen Kominfo 2/2023 and Kepmen 260/2024 were not read."""


class ConfigError(Exception):
    """The settings cannot be used; the message is an Indonesian sentence naming file, key and what was expected."""

    permanent = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The pages for the tablets."""

    host: str = setting("127.0.0.1", "Alamat tempat halaman unit mendengarkan; nginx berdiri di depannya")
    port: int = setting(8080, "Port halaman unit; 0 = port bebas mana saja", whole(0, 65535))
    threads: int = setting(8, "Banyaknya permintaan yang dilayani sekaligus", whole(1, 64))
    allowed_hosts: tuple[str, ...] = setting(
        ("localhost", "127.0.0.1"),
        "Nama yang boleh dipakai tablet untuk membuka halaman; nama lain ditolak",
        texts,
    )
    idle_minutes: int = setting(
        10,
        "Orang yang masuk di tablet harus mengisi PIN lagi sesudah sekian menit tidak dipakai",
        whole(1, 720),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """The page for residents."""

    contacts: tuple[str, ...] = setting(
        ("Command Center Kemensos: 171",),
        "Nomor yang boleh dihubungi warga; tampil di halaman Info warga",
        texts,
    )
    address: str = setting(
        "",
        "Alamat halaman Info warga bagi ponsel di hotspot, untuk QR di poster; kosong = alamat yang sedang dibuka",
        url,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gps:
    """Where fixes come from."""

    source: str = setting(
        "gpsd:127.0.0.1:2947",
        'Penerima GPS: "gpsd:HOST:PORT", "nmea:/dev/ttyAMA0" atau "sim:BERKAS" untuk gladi',
        address("gpsd", "nmea", "sim"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """How positions are thinned."""

    every_s: float = setting(30, "Jarak waktu paling rapat antara dua posisi, detik", number(1, 86400))
    moved_m: float = setting(25, "Perpindahan yang membuat posisi baru dicatat, meter", number(0, 100000))
    accuracy_m: float = setting(50, "Posisi yang lebih kabur dari ini tidak dicatat, meter", number(1, 10000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Which clocks are believed."""

    trust: str = setting(
        "auto",
        '"auto": percaya jam yang disetel GPS atau jaringan; "none": tidak percaya jam mesin',
        one_of("auto", "none"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """The way to the center."""

    every_s: float = setting(
        15, "Jarak antara dua percobaan kirim bila ada antrean, detik", number(0.05, 3600)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """The LoRa radio, a Meshtastic device; the same on each unit of an operation but for `device`."""

    device: str = setting(
        "",
        'Radio LoRa: "serial:/dev/tagana-radio", "tcp:HOST:PORT" atau "sim:..." untuk gladi; kosong = tanpa radio',
        address("serial", "tcp", "sim", empty=True),
    )
    region: str = setting(
        "KR",
        "Wilayah radio menurut Meshtastic. Firmware tidak punya wilayah Indonesia; KR tidak bisa keluar dari 920-923 MHz. "
        + UNVERIFIED,
        short(12),
    )
    preset: str = setting(
        "LONG_FAST",
        "Modulasi, harus sama pada semua radio satu operasi",
        one_of(
            "SHORT_TURBO",
            "SHORT_FAST",
            "SHORT_SLOW",
            "MEDIUM_FAST",
            "MEDIUM_SLOW",
            "LONG_TURBO",
            "LONG_FAST",
            "LONG_MODERATE",
            "LONG_SLOW",
        ),
    )
    channel: str = setting("Tagana", "Nama kanal radio, paling banyak 11 huruf", short(11))
    channel_num: int = setting(
        6, "Nomor slot frekuensi mulai 1; 0 = dipilih firmware dari nama kanal", whole(0, 255)
    )
    band_mhz: tuple[float, float] = setting(
        (920.0, 923.0),
        "Pita tempat setiap pancaran harus berada, MHz; bila di luarnya radio tidak dipakai. " + UNVERIFIED,
        band,
    )
    tx_power_dbm: int = setting(20, "Daya pancar paling besar, dBm. " + UNVERIFIED, whole(1, 30))
    duty_percent: float = setting(
        1, "Bagian waktu yang boleh dipakai memancar dalam 60 menit, persen. " + UNVERIFIED, number(0.1, 100)
    )
    gateway_duty_percent: float = setting(
        1,
        "Sama, untuk unit yang juga meneruskan data unit lain karena punya internet, persen. " + UNVERIFIED,
        number(0.1, 100),
    )
    hop_limit: int = setting(3, "Berapa kali paket boleh diteruskan radio lain", whole(1, 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Center:
    """On a unit: where the center is. On the center: its own place."""

    url: str = setting("", "Unit: alamat pusat; kosong = dari berkas pendaftaran", url)
    data_dir: Path = setting("/var/lib/tagana-center", "Pusat: folder data", folder)
    database: str = setting("", "Pusat: alamat basis data SQLAlchemy; kosong = SQLite dalam center.data_dir")
    host: str = setting("127.0.0.1", "Pusat: alamat tempat mendengarkan")
    port: int = setting(8090, "Pusat: port; 0 = port bebas mana saja", whole(0, 65535))
    trusted_proxy: str = setting(
        "",
        'Pusat: alamat nginx di depannya, misalnya "127.0.0.1"; alamat klien lalu diambil dari X-Forwarded-For. '
        "Kosong = tidak ada proxy",
        proxy,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """Room that is kept."""

    reserve_mb: int = setting(
        50, "Sisa ruang, MB; di bawah ini jejak posisi baru tidak lagi disimpan", whole(0, 1_000_000)
    )


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
