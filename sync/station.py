"""The unit's sync process, `tagana sync`: waits for an enrolment, then one uplink; and its command."""

import os
from collections.abc import Mapping

import click

from field_node import daemon, logs
from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.store import status
from field_node.store.connection import Store
from sync import enrolment
from sync.enrolment import Enrolment, NotEnrolled
from sync.errors import CannotSend
from sync.links import InsecureAddress
from sync.links.parked import Parked
from sync.renewal import Renewal
from sync.routes import Changes
from sync.standing import Standing, Teller
from sync.unit_end import UnitEnd
from sync.uplink import IDLE_S, Uplink, World, linked
from sync.wishes import Wishes


class Station:
    """The process: waits for an enrolment, then sends; begins anew when the device becomes another unit."""

    def __init__(self, store: Store, clock: UnitClock, config: Config, world: World) -> None:
        self._store, self._clock, self._config, self._world = store, clock, config, world
        self._uplink: Uplink | None = None
        self._changed_at = 0
        self._teller = Teller(self._say, world.monotonic)

    def step(self) -> float:
        """One step of the uplink, or a look for an enrolment; the seconds to rest."""
        changed_at = self._file_changed_at()
        if changed_at != self._changed_at or self._uplink is None:
            self._changed_at = changed_at
            self._begin()
        return self._uplink.step() if self._uplink else IDLE_S

    def _begin(self) -> None:
        try:
            enrolled = enrolment.read(self._config.secrets_dir)
            if self._uplink is None or not self._uplink.serves(enrolled):
                self._uplink = self._made(enrolled)
        except NotEnrolled:
            self._cannot("belum_terdaftar")
        except InsecureAddress:
            self._cannot("insecure")
        except CannotSend as error:
            self._cannot(error.reason)

    def _made(self, enrolled: Enrolment) -> Uplink:
        config = self._config
        end = UnitEnd(self._store, self._clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        link = linked(end, config)
        return Uplink(
            end,
            link,
            parked=Parked(linked(end, config)),
            every_s=config.sync.every_s,
            world=self._world,
            wishes=Wishes(config.data_dir / "ekspor"),
            after_contact=Renewal(end, link.leaf).look,
        )

    def _cannot(self, code: str) -> None:
        self._uplink = None
        self._teller.tell(Standing(code=code))

    def _say(self, body: Mapping[str, object]) -> None:
        status.say(self._store, "link", body, self._clock.stamp().made_at)

    def _file_changed_at(self) -> int:
        try:
            return (self._config.secrets_dir / enrolment.FILE_NAME).stat().st_mtime_ns
        except OSError:
            return 0


@click.command("sync")
@click.pass_obj
def command(config: Config) -> None:
    """Menjalankan pengiriman ke pusat."""
    logs.start(config.log_level)
    stop = daemon.stop_on_signals()
    world = World(network_changed=Changes().seen)
    with opened_store(config) as store:
        station = Station(store, opened_clock(store, config), config, world)
        daemon.run(station.step, stop=stop, notify=daemon.notifier(os.environ.get("NOTIFY_SOCKET", "")))
