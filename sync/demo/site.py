"""Where the parts of a demo lie and listen: the ports of the last run, the settings of each process."""

import json
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from field_node.config import Config, load
from sync.enrolment import write_whole

UNIT_PORT, CENTER_PORT, RADIO_PORT = 8080, 8090, 4403
NO_INTERNET = (
    "http://127.0.0.1:9/"  # the port where everything is thrown away: these units have only their radio
)
PRESET, REGION, CHANNEL = "SHORT_FAST", "KR", "Gladi"
"""A tenth of LongFast's time on air, so that somebody who tries it need not wait."""


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """One unit: its processes, its page, the port of its simulated radio (0: none). `internet`: it has a way to the center."""

    name: str
    role: str
    internet: bool
    gps: bool
    number: int
    folder: Path
    port: int = 0
    radio_port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def radio(self) -> str:
        return f"radio-{self.number}"


@dataclass(frozen=True, slots=True)
class Site:
    """The folder of a demo, its units and where its center is served."""

    folder: Path
    units: tuple[DemoUnit, ...]
    center_port: int

    @property
    def center(self) -> str:
        return f"http://127.0.0.1:{self.center_port}/"

    @property
    def run_file(self) -> Path:
        return self.folder / "run.json"

    @property
    def air_file(self) -> Path:
        return self.folder / "air.toml"

    def settings_of(self, unit: DemoUnit) -> Path:
        """The one file of settings for the processes of a unit; that of the first also serves the center's commands."""
        return self.folder / ("node.toml" if unit.number == 1 else f"node-{unit.number}.toml")


PLAN = (  # name, role, internet, gps
    ("Unit gladi 1 (simulasi)", "gateway", True, True),
    ("Posko gladi (simulasi)", "posko", False, True),
    ("Lumbung gladi (simulasi)", "lumbung", False, False),
)


def chosen_site(folder: Path) -> Site:
    """The ports of the last run where they are free, else the usual ones, else any."""
    last = _last_ports(folder / "ports.json")
    ports = _Ports(last)
    units = tuple(_unit(folder, number, ports) for number in range(1, len(PLAN) + 1))
    site = Site(folder, units, ports.take("center", CENTER_PORT))
    write_whole(folder / "ports.json", json.dumps(ports.taken).encode(), mode=0o600)
    return site


def _unit(folder: Path, number: int, ports: "_Ports") -> DemoUnit:
    suffix = "" if number == 1 else f"-{number}"
    port = ports.take(f"unit{suffix}", UNIT_PORT + number - 1)
    radio_port = ports.take(f"radio-{number}", RADIO_PORT + number - 1)
    return DemoUnit(*PLAN[number - 1], number, folder / f"unit{suffix}", port, radio_port)


class _Ports:
    """Gives each name a port of its own."""

    def __init__(self, last: Mapping[str, int]) -> None:
        self._last = last
        self.taken: dict[str, int] = {}

    def take(self, name: str, usual: int) -> int:
        """The last one of that name, the usual one, else any that is free."""
        free = (
            bound for port in (self._last.get(name), usual, 0) if port is not None and (bound := _bound(port))
        )
        self.taken[name] = next(port for port in free if port not in self.taken.values())
        return self.taken[name]


def _last_ports(path: Path) -> Mapping[str, int]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: port for name, port in kept.items() if isinstance(port, int)}


def _bound(port: int) -> int:
    """The port that could be had just now (any one for 0); 0 for none."""
    with socket.socket() as asker:
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asker.bind(("127.0.0.1", port))
        except OSError:
            return 0
        return int(asker.getsockname()[1])


def written_settings(site: Site, gps: str) -> list[Config]:
    """The settings of each unit's processes, written and read back."""
    return [_written(site, unit, gps) for unit in site.units]


def _written(site: Site, unit: DemoUnit, gps: str) -> Config:
    center = {"data_dir": site.folder / "center", "port": site.center_port}
    tables: dict[str, dict[str, object]] = {
        "": {"data_dir": unit.folder, "runtime_dir": site.folder / "runtime" / str(unit.number)},
        "web": {"host": "127.0.0.1", "port": unit.port},
        "gps": {"source": gps},
        "sync": {"every_s": 2},
        "power": {"source": f"sim:battery={92 - 14 * unit.number}"},
        "backup": {"place": f"dir:{site.folder / 'usb'}"},
        "radio": {
            "device": f"tcp:127.0.0.1:{unit.radio_port}" if unit.radio_port else "",
            "region": REGION,
            "preset": PRESET,
            "channel": CHANNEL,
        },
        "center": {"url": site.center if unit.internet else NO_INTERNET, **center},
    }
    (site.folder / "usb").mkdir(exist_ok=True)
    path = site.settings_of(unit)
    write_whole(path, "\n".join(_toml(tables.items())).encode(), mode=0o600)
    return load(path)


def _toml(tables: Iterable[tuple[str, Mapping[str, object]]]) -> Iterator[str]:
    for name, table in tables:
        head = f"[{name}]\n" if name else ""
        yield head + "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    return json.dumps(str(value) if isinstance(value, Path) else value)


def write_air(site: Site, key: bytes) -> None:
    """The simulated air: a radio for each unit, on the operation's channel."""
    head = {"preset": PRESET, "region": REGION, "channel": CHANNEL, "psk": key.hex(), "seed": 1}
    lines = [f"{name} = {json.dumps(value)}" for name, value in head.items()]
    nodes = [f"[[nodes]]\nname = {json.dumps(unit.radio)}\nport = {unit.radio_port}\n" for unit in site.units]
    write_whole(site.air_file, "\n".join([*lines, "", *nodes]).encode(), mode=0o600)
