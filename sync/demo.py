"""`tagana run`: one unit and one command center on this machine, with the drill "Gladi banjir"."""

import fcntl
import json
import secrets
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

import click

from field_node import daemon, logs
from field_node.config import Config, load
from field_node.opened import opened_clock, opened_store
from field_node.setup import set_up
from sync import drill
from sync.center import enrolment as center_enrolment
from sync.center import tokens
from sync.center.dialect import writing
from sync.center.founding import init
from sync.center.store import KEYS_FILE, Center, open_center, secrets_dir
from sync.children import Children
from sync.enrolment import FILE_NAME, enroll, write_whole

UNIT_PORT, CENTER_PORT = 8080, 8090
GPS = "sim:gladi-banjir.gpx"
UNIT_NAME = "Unit gladi 1 (simulasi)"
READY_S, LOOK_S = 60.0, 0.1
RESTART_LOOK_S = 0.2


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of a demo and where it is served."""

    folder: Path
    unit_port: int
    center_port: int

    @property
    def unit(self) -> str:
        return f"http://127.0.0.1:{self.unit_port}/"

    @property
    def center(self) -> str:
        return f"http://127.0.0.1:{self.center_port}/"

    @property
    def settings(self) -> Path:
        return self.folder / "node.toml"

    @property
    def run_file(self) -> Path:
        return self.folder / "run.json"


@click.command("run")
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    help="Folder data",
)
@click.option("--gps", default=GPS, help='Penerima: "sim:...", "gpsd:HOST:PORT" atau "nmea:/dev/..."')
def command(folder: Path, gps: str) -> None:
    """Mencoba di mesin ini: satu unit dan satu pusat, data simulasi."""
    logs.start("warning")
    folder.mkdir(parents=True, exist_ok=True)
    stop = daemon.stop_on_signals()
    with _alone(folder.resolve()) as home:
        site = chosen_site(home)
        config = written_settings(site, gps)
        token = prepared(config, site)
        run(site, token, stop)


def run(site: Site, token: str, stop: Event) -> None:
    """Until `stop`: start all, tell where they are, start again what dies; then end them."""
    children = Children(time.monotonic)
    try:
        _start(children, site, stop)
        if not stop.is_set():
            _announce(children, site, token)
        _watch(children, site, token, stop)
    finally:
        site.run_file.unlink(missing_ok=True)
        children.stop()
        click.echo("Berhenti. Data tetap di " + str(site.folder))


def _watch(children: Children, site: Site, token: str, stop: Event) -> None:
    while not stop.wait(RESTART_LOOK_S):
        if children.mend():
            _write_run_file(children, site, token)


def _start(children: Children, site: Site, stop: Event) -> None:
    for name, words in (("center", ("center", "serve")), ("web", ("web",)), ("gps", ("gps",))):
        children.start(name, _command(site, *words), _log_of(site, name))
    _wait(children, site.center + "healthz", stop)
    children.start("sync", _command(site, "sync"), _log_of(site, "sync"))
    _wait(children, site.unit + "health", stop)


def _command(site: Site, *words: str) -> list[str]:
    return [sys.executable, "-m", "field_node.cli", "--config", str(site.settings), *words]


def _log_of(site: Site, name: str) -> Path:
    return site.folder / "log" / f"{name}.log"


def _wait(children: Children, url: str, stop: Event) -> None:
    """Until that address answers well. Raises ClickException after a minute."""
    until = time.monotonic() + READY_S
    while not stop.wait(LOOK_S):
        if _answers(url):
            return
        children.mend()
        if time.monotonic() > until:
            raise click.ClickException(f"{url} tidak menjawab; lihat catatan di folder log.")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own http address on this machine
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _announce(children: Children, site: Site, token: str) -> None:
    _write_run_file(children, site, token)
    click.echo(f"Unit (tablet):  {site.unit}")
    click.echo(f"Pusat komando:  {site.center}")
    click.echo("Data simulasi: Gladi banjir. Ctrl-C menghentikan.")


def _write_run_file(children: Children, site: Site, token: str) -> None:
    told = {"unit": site.unit, "center": site.center, "pull_token": token, "pids": children.pids()}
    write_whole(site.run_file, json.dumps(told, indent=1).encode(), mode=0o600)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """Two demos in one folder would share its stores. Raises ClickException."""
    with (folder / "lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(f"Sudah berjalan di {folder}.") from error
        yield folder


def chosen_site(folder: Path) -> Site:
    """The ports of the last run where they are free, else the usual ones, else any."""
    last = _last_ports(folder / "ports.json")
    unit = _free(last.get("unit"), UNIT_PORT)
    site = Site(folder, unit, _free(last.get("center"), CENTER_PORT))
    ports = {"unit": site.unit_port, "center": site.center_port}
    write_whole(folder / "ports.json", json.dumps(ports).encode(), mode=0o600)
    return site


def _last_ports(path: Path) -> Mapping[str, int]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: port for name, port in kept.items() if isinstance(port, int)}


def _free(*wanted: int | None) -> int:
    """The first of those ports that nobody listens on, else any free one."""
    return next(bound for port in (*wanted, 0) if port is not None and (bound := _bound(port)))


def _bound(port: int) -> int:
    """The port that could be had just now (any one for 0); 0 for none."""
    with socket.socket() as asker:
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asker.bind(("127.0.0.1", port))
        except OSError:
            return 0
        return int(asker.getsockname()[1])


def written_settings(site: Site, gps: str) -> Config:
    """The one file of settings for all processes, and what it says."""
    folder = site.folder
    tables: dict[str, dict[str, object]] = {
        "": {"data_dir": folder / "unit", "runtime_dir": folder / "runtime"},
        "web": {"host": "127.0.0.1", "port": site.unit_port},
        "gps": {"source": gps},
        "sync": {"every_s": 2},
        "center": {"url": site.center, "data_dir": folder / "center", "port": site.center_port},
    }
    lines = [f"{_head(name)}{_lines(table)}" for name, table in tables.items()]
    write_whole(site.settings, "\n".join(lines).encode(), mode=0o600)
    return load(site.settings)


def _head(name: str) -> str:
    return f"[{name}]\n" if name else ""


def _lines(table: Mapping[str, object]) -> str:
    values = {key: str(value) if isinstance(value, Path) else value for key, value in table.items()}
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def prepared(config: Config, site: Site) -> str:
    """Everything that the first start makes and later ones find; the token for the pull feed."""
    now = int(time.time())
    set_up(config)
    if not (secrets_dir(config.center.data_dir) / KEYS_FILE).exists():
        init(config.center.data_dir, "Pusat Gladi", host="127.0.0.1", at=now)
    center = open_center(config.center.data_dir, config.center.database)
    try:
        unit = _enrolled(config, center, site, now)
        said = drill.say(center, unit=unit, now=now)
        token = _token(center, site.folder / "pull_token", now)
    finally:
        center.close()
    with opened_store(config) as store:
        clock = opened_clock(store, config)
        drill.fill(store, clock, lumbung=said[drill.LUMBUNG], incident=said[drill.NAME])
    return token


def _enrolled(config: Config, center: Center, site: Site, now: int) -> int:
    """The unit's number; enrolled once."""
    file = site.folder / "unit-1.json"
    if not file.exists():
        given = center_enrolment.enroll(center, UNIT_NAME, address=site.center, now=now, wilayah="32.12")
        write_whole(file, given.to_json(), mode=0o600)
    if not (config.secrets_dir / FILE_NAME).exists():
        enroll(config, file.read_bytes(), replace_other=False)
    unit: int = json.loads(file.read_bytes())["unit"]
    return unit


def _token(center: Center, path: Path, now: int) -> str:
    if path.exists():
        return path.read_text()
    with center.lock, writing(center.writer) as conn:
        token = tokens.add_token(conn, "gladi", frozenset({"pull"}), now=now, random=secrets.token_bytes)
    write_whole(path, token.encode(), mode=0o600)
    return token
