"""The settings: one table, one file, sentences for what is wrong."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from field_node.config import SETTINGS, Config, ConfigError, defaults, load


def at(config: object, name: str) -> object:
    for part in name.split("."):
        config = getattr(config, part)
    return config


def loaded(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "node.toml"
    file.write_text(text)
    return load(file)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert loaded(tmp_path, "") == defaults()


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row.name)
def test_every_row_has_its_place_in_config_and_a_default_that_passes_its_own_check(row) -> None:  # type: ignore[no-untyped-def]
    value = at(defaults(), row.name)
    assert row.default == "" or value == row.check(row.default)
    assert row.meaning


def test_a_dotted_name_is_a_key_in_a_table(tmp_path: Path) -> None:
    config = loaded(
        tmp_path,
        'zone = "WITA"\n[web]\nport = 0\nallowed_hosts = ["posko-07.tagana.internal"]\n[track]\nevery_s = 5\n',
    )
    assert (config.zone, config.web.port, config.track.every_s) == ("WITA", 0, 5.0)
    assert config.web.allowed_hosts == ("posko-07.tagana.internal",)


def test_empty_folders_follow_the_data_folder() -> None:
    config = defaults(data_dir=Path("/srv/unit"), center={"data_dir": Path("/srv/pusat")})
    assert config.secrets_dir == Path("/srv/unit/secrets")
    assert config.center.database == "sqlite:////srv/pusat/center.db"


def test_a_named_secrets_folder_and_database_stay_as_they_are() -> None:
    config = defaults(secrets_dir="/media/key", center={"database": "postgresql+psycopg:///tagana"})
    assert (config.secrets_dir, config.center.database) == (
        Path("/media/key"),
        "postgresql+psycopg:///tagana",
    )


def test_nobody_can_change_a_config() -> None:
    config = defaults()
    with pytest.raises(FrozenInstanceError):
        config.web.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("zona = 'WIB'", "zona", "mungkin maksudnya 'zone'"),
        ("[web]\nprot = 1", "web.prot", "mungkin maksudnya 'web.port'"),
        ("port = 1", "port", "mungkin maksudnya"),
        ("[wbe]\nport = 1", "wbe", "mungkin maksudnya 'web'"),
        ("xyzzy = 1", "xyzzy", "tidak dikenal."),
        ("web = 8080", "web", "harus tabel [web]"),
        ("[web]\nport = '80'", "web.port", "harus bilangan bulat 0 sampai 65535, bukan '80'"),
        ("[web]\nport = 70000", "web.port", "harus bilangan bulat 0 sampai 65535"),
        ("[web]\nport = true", "web.port", "harus bilangan bulat"),
        ("[web]\nallowed_hosts = 'posko'", "web.allowed_hosts", "harus daftar teks"),
        ("[web]\nallowed_hosts = [1]", "web.allowed_hosts", "harus daftar teks"),
        ("[track]\nevery_s = nan", "track.every_s", "harus bilangan 1 sampai 86400"),
        ("[track]\nmoved_m = '25 m'", "track.moved_m", "harus bilangan"),
        ("zone = 'CET'", "zone", 'harus salah satu dari "WIB", "WITA", "WIT"'),
        ("zone = ['WIB']", "zone", "harus salah satu dari"),
        ("data_dir = 3", "data_dir", "harus teks"),
        ("[gps]\nsource = '/dev/ttyAMA0'", "gps.source", 'harus alamat yang dimulai dengan "gpsd:"'),
        ("[center]\nurl = 'pusat.example'", "center.url", 'harus alamat "https://..."'),
        ("[center]\ntrusted_proxy = '*'", "center.trusted_proxy", "harus satu alamat IP"),
        ("[zone]\nx = 1", "zone", "harus salah satu dari"),
    ],
)
def test_a_wrong_setting_is_named_with_file_key_and_what_was_expected(
    tmp_path: Path, text: str, key: str, says: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'node.toml'}: ")
    assert f"'{key}'" in str(caught.value)
    assert says in str(caught.value)
    assert caught.value.permanent


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"tidak-ada\.toml: berkas pengaturan tidak bisa dibaca"):
        load(tmp_path / "tidak-ada.toml")


@pytest.mark.parametrize("content", [b"zone = ", b"\xff\xfe", b"zone = 'WIB'\nzone = 'WIT'"])
def test_what_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "node.toml"
    file.write_bytes(content)
    with pytest.raises(ConfigError, match="bukan TOML yang benar"):
        load(file)
