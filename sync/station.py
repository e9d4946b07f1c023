"""The unit's sync process, `tagana sync`: waits for an enrolment, then one uplink; and its command."""

import logging
import os
import random
from collections.abc import Mapping
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import click

from field_node import daemon, logs
from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.presence import Presence
from field_node.stating import Stating, rules_of
from field_node.store import status
from field_node.store.connection import Store
from sync import enrolment
from sync.backup.place import place_of
from sync.backup.turns import Turns
from sync.codec.contexts import NEWEST
from sync.enrolment import Enrolment, EnrolmentError, NotEnrolled
from sync.errors import CannotSend
from sync.links import InsecureAddress
from sync.links.errand import Lane, Ring, no_bell
from sync.photos.courier import Courier
from sync.photos.opening import courier_of
from sync.renewal import Renewal
from sync.routes import Changes
from sync.session import WIDEST
from sync.standing import LINK, Teller, remembered
from sync.unit_end import UnitEnd
from sync.uplink import IDLE_S, Uplink, World, linked
from sync.wishes import Wishes

if TYPE_CHECKING:
    from sync.mesh.opening import OnAir

_log = logging.getLogger(__name__)


class Station:
    """The process: waits for an enrolment, then sends; begins anew when the device becomes another unit.

    `ring` is called, in a link's thread, when there is something to step for. `guarded`: systemd waits for signs of life.
    """

    _courier: Courier | None = None

    def __init__(
        self,
        store: Store,
        clock: UnitClock,
        config: Config,
        world: World,
        *,
        ring: Ring = no_bell,
        guarded: bool = False,
    ) -> None:
        self._store, self._clock, self._config, self._world = store, clock, config, world
        self._ring = ring
        self._uplink: Uplink | None = None
        self._on_air = self._opened_air() if config.radio.device else None
        self._renewal: Renewal | None = None
        self._backups = Turns(store, clock, config, world.monotonic)
        self._stating = Stating(store, clock, rules_of(config.stok), monotonic=world.monotonic)
        self._changed_at, self._stopped_by = 0, ""
        self._teller = Teller(self._say, world.monotonic)
        said = {"guarded": guarded, "codec": NEWEST}
        self._presence = Presence(store, "sync", now=self._now, monotonic=world.monotonic, beside=said)

    def step(self) -> float:
        """One step of the uplink, or a look for an enrolment; the seconds to rest."""
        self._presence.look()
        self._backups.step()
        self._stating.look()
        changed_at = self._file_changed_at()
        if changed_at != self._changed_at or self._uplink is None:
            self._changed_at = changed_at
            self._begin()
        if self._renewal:
            self._renewal.hear()
        rest_s = self._uplink.step() if self._uplink else IDLE_S
        rest_s = min(rest_s, self._courier.step()) if self._courier else rest_s
        return min(rest_s, self._on_air.step()) if self._on_air else rest_s

    def close(self) -> None:
        """Let go of the radio and of the connections, and of a backup that is being made."""
        self._backups.close()
        if self._on_air:
            self._on_air.close()
        if self._uplink:
            self._uplink.close()

    def _opened_air(self) -> "OnAir":
        from sync.mesh.opening import OnAir, Way  # a unit without a radio starts sooner without it

        way = Way(
            online=lambda: self._uplink is not None and self._uplink.online,
            ring=self._ring,
            monotonic=self._world.monotonic,
            chance=random.Random(),
        )
        return OnAir(self._config, way)

    def _begin(self) -> None:
        try:
            enrolled = self._read()
            if self._uplink is None or not self._uplink.serves(enrolled):
                self._uplink = self._made(enrolled)
                self._stopped_by = ""
        except NotEnrolled:
            self._cannot("belum_terdaftar")
        except EnrolmentError as error:
            self._cannot("pendaftaran_rusak", str(error))
        except InsecureAddress:
            self._cannot("insecure")
        except CannotSend as error:
            self._cannot(error.reason)

    def _read(self) -> Enrolment:
        """With the files beside it as it says, where they can be written. Raises EnrolmentError."""
        folder = self._config.secrets_dir
        enrolled = enrolment.read(folder)
        try:
            enrolment.mend(folder, enrolled)
        except OSError as error:
            _log.warning("sync: beside the enrolment nothing can be written: %s", error)
        return enrolled

    def _made(self, enrolled: Enrolment) -> Uplink:
        config = self._config
        end = UnitEnd(self._store, self._clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        lanes = [Lane(linked(end, config), self._ring) for _ in range(WIDEST + 1)]
        self._renewal = Renewal(end, linked(end, config).leaf, self._ring)
        if self._uplink:
            self._uplink.close()
        if self._on_air:
            self._on_air.begin(end)
        uplink = Uplink(
            end,
            lanes[:WIDEST],
            parked=lanes[WIDEST],
            every_s=config.sync.every_s,
            world=self._world,
            wishes=Wishes(config.data_dir / "ekspor", place_of(config.backup.place)),
            after_contact=self._after_contact,
        )
        self._courier = courier_of(end, config, uplink, self._world, ring=self._ring)
        return uplink

    def _after_contact(self) -> None:
        if self._renewal:
            self._renewal.look()
        if self._courier:
            self._courier.wake()

    def _cannot(self, code: str, why: str = "") -> None:
        if self._stopped_by != code:
            _log.error("sync: nothing is sent: %s %s", code, why)
            self._stopped_by = code
        if self._uplink:
            self._uplink.close()
        if self._on_air:
            self._on_air.begin(None)
        self._uplink = self._renewal = self._courier = None
        told = status.read(self._store, LINK)
        self._teller.tell(replace(remembered(told.body if told else {}), code=code))

    def _say(self, body: Mapping[str, object]) -> None:
        status.say(self._store, LINK, body, self._now())

    def _now(self) -> int:
        return self._clock.stamp().made_at

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
    bell = Event()
    stop = daemon.stop_on_signals(bell)
    world = World(network_changed=Changes().seen)
    notify = daemon.notifier(os.environ.get("NOTIFY_SOCKET", ""))
    with opened_store(config) as store:
        guarded = "WATCHDOG_USEC" in os.environ  # sd_watchdog_enabled(3)
        clock = opened_clock(store, config)
        station = Station(store, clock, config, world, ring=bell.set, guarded=guarded)
        try:
            daemon.run(station.step, stop=stop, notify=notify, bell=bell)
        finally:
            station.close()
