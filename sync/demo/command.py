"""`tagana run`: starts all parts, says where they are, starts again what dies, ends them."""

import fcntl
import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

import click

from field_node import daemon, logs
from field_node.config import Config
from sync.children import Children
from sync.demo.prepare import prepared
from sync.demo.site import DemoUnit, Site, chosen_site, written_settings
from sync.demo.talk import Talk
from sync.enrolment import write_whole

GPS = "sim:gladi-banjir.gpx"
READY_S, LOOK_S = 60.0, 0.1
RESTART_LOOK_S = 0.2


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
    """Mencoba di mesin ini: tiga unit, satu pusat dan udara radio buatan, data simulasi."""
    logs.start("warning")
    folder.mkdir(parents=True, exist_ok=True)
    stop = daemon.stop_on_signals()
    with _alone(folder.resolve()) as home:
        click.echo("Menyiapkan tiga unit, pusat dan radio (simulasi) ...")
        site = chosen_site(home)
        configs = written_settings(site, gps)
        token = prepared(configs, site, now=int(time.time()))
        run(site, configs, token, stop)


def run(site: Site, configs: Sequence[Config], token: str, stop: Event) -> None:
    """Until `stop`: start all, tell where they are, start again what dies; then end them."""
    children = Children(time.monotonic)
    talk = Talk(configs[1], configs[2], time.monotonic)
    try:
        _start(children, site, stop)
        if not stop.is_set():
            _announce(children, site, token)
        _watch(children, site, talk, token, stop)
    finally:
        site.run_file.unlink(missing_ok=True)
        children.stop()
        click.echo("Berhenti. Data tetap di " + str(site.folder))


def _watch(children: Children, site: Site, talk: Talk, token: str, stop: Event) -> None:
    while not stop.wait(RESTART_LOOK_S):
        talk.step()
        if children.mend():
            _write_run_file(children, site, token)


def _start(children: Children, site: Site, stop: Event) -> None:
    """What people wait for first: the center and the pages; then what works behind them."""
    main = site.units[0]
    children.start("center", _command(site, main, "center", "serve"), _log_of(site, "center"))
    for unit in site.units:
        _start_part(children, site, unit, "web")
    air = [sys.executable, "-m", "hardware.radio.air", "--scenario", str(site.air_file)]
    children.start("air", air, _log_of(site, "air"))
    _wait(children, site.center + "healthz", stop)
    for unit in site.units:
        _start_part(children, site, unit, "sync")
    for unit in (one for one in site.units if one.gps):
        _start_part(children, site, unit, "gps")
    for unit in site.units:
        _wait(children, unit.url + "health", stop)


def _start_part(children: Children, site: Site, unit: DemoUnit, part: str) -> None:
    name = part if unit.number == 1 else f"{part}-{unit.number}"
    children.start(name, _command(site, unit, part), _log_of(site, name))


def _command(site: Site, unit: DemoUnit, *words: str) -> list[str]:
    return [sys.executable, "-m", "field_node.cli", "--config", str(site.settings_of(unit)), *words]


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
    for unit in site.units:
        way = "internet dan radio" if unit.internet else "hanya radio"
        click.echo(f"{unit.name + ':':<28}{unit.url}  ({way})")
    click.echo(f"{'Pusat komando:':<28}{site.center}")
    click.echo("Data simulasi: Gladi banjir. Ctrl-C menghentikan.")


def _write_run_file(children: Children, site: Site, token: str) -> None:
    told = {
        "unit": site.units[0].url,
        "units": [
            {"name": unit.name, "role": unit.role, "url": unit.url, "internet": unit.internet}
            for unit in site.units
        ],
        "center": site.center,
        "pull_token": token,
        "pids": children.pids(),
    }
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
