"""Fixes in, thinned positions into the journal: the process `tagana gps`."""

import logging
import os
import time
from collections.abc import Callable

import click

from field_node import daemon, logs
from field_node.clock import BUILT, UnitClock
from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.presence import Presence
from field_node.records.ground import accuracy_class
from field_node.records.position import Position
from field_node.records.record import TimeQuality
from field_node.store import journal, status
from field_node.store.connection import Store
from field_node.store.errors import NotEnrolled
from field_node.thinning import Thinning
from field_node.watching import Watching, disk_room, has_address
from hardware.errors import NoFix
from hardware.gps import Clock as GpsClock
from hardware.gps import Fix, Gps, open_gps
from hardware.power import open_power

READ_S = 3.0  # suits a receiver of 1 Hz
LOST_S = 5.0  # so long a fix still counts as the state of now
TOLD_EVERY_S = 10.0
LEARN_EVERY_S = 60.0
KMH = 3.6  # of a metre per second
SEARCHING = frozenset({"no_sky", "not_yet", "stale", "unplausible"})
LOCKED, SEARCHES, ABSENT = "terkunci", "mencari", "tidak_ada"
_log = logging.getLogger(__name__)


class Tracking:
    """One receiver and the unit's journal. `has_room`: whether the disk takes more of the trail."""

    def __init__(
        self,
        gps: Gps,
        store: Store,
        clock: UnitClock,
        *,
        thinning: Thinning,
        monotonic: Callable[[], float],
        has_room: Callable[[], bool],
        source: str = "",
    ) -> None:
        self._gps = gps
        self._store = store
        self._clock = clock
        self._thinning = thinning
        self._monotonic = monotonic
        self._has_room = has_room
        self._source = source
        self._fix: Fix | None = None
        self._fix_at = self._told_at = self._learnt_at = float("-inf")
        self._state = ""

    def step(self) -> float:
        """One answer of the receiver, whatever it is; the receiver paces the loop. Returns the seconds to rest."""
        try:
            fix = self._gps.read(READ_S)
        except NoFix as error:
            if error.permanent:
                raise
            self._missed(error.reason)
            return 0.0
        self._fix, self._fix_at = fix, self._monotonic()
        self._learn(fix)
        self._record(fix)
        self._tell(LOCKED, "")
        return 0.0

    def _missed(self, reason: str) -> None:
        if self._monotonic() - self._fix_at >= LOST_S:
            self._tell(SEARCHES if reason in SEARCHING else ABSENT, reason)

    def _learn(self, fix: Fix) -> None:
        now = self._monotonic()
        if now - self._learnt_at >= LEARN_EVERY_S and not fix.flags & {"clock", "jump"}:
            self._learnt_at = now
            self._clock.learn(fix.time, TimeQuality.GPS)

    def _record(self, fix: Fix) -> None:
        verdict = self._thinning.judge(fix)
        if not verdict.keep or not self._has_room():
            return
        stamp = self._clock.stamp()._replace(made_at=int(fix.time), quality=TimeQuality.GPS)
        try:
            journal.append(self._store, position(fix, jump=verdict.jump), stamp=stamp)
        except NotEnrolled:
            _log.info("a position is left out: this device has no number yet")

    def _tell(self, state: str, reason: str) -> None:
        now = self._monotonic()
        if state == self._state and now - self._told_at < TOLD_EVERY_S:
            return
        if state != self._state:
            _log.info("gps: %s %s", state, reason)
        self._state, self._told_at = state, now
        said = {
            "state": state,
            "reason": reason,
            "connected": state != ABSENT,
            "source": self._source,
        } | _of(self._fix)
        status.say(self._store, "gps", said, self._clock.stamp().made_at)


def position(fix: Fix, *, jump: bool) -> Position:
    """The fix as a record; what the receiver did not say stays unsaid."""
    accuracy, speed, course = fix.accuracy_m, fix.speed_mps, fix.course_deg
    return Position(
        lat=fix.lat,
        lon=fix.lon,
        waktu=int(fix.time),
        akurasi=None if accuracy is None else accuracy_class(accuracy),
        sumber_gps="unit",
        janggal=True if jump or fix.flags else None,
        akurasi_m=None if accuracy is None else min(9_999, round(accuracy)),
        kecepatan=None if speed is None else min(1_500, round(speed * KMH)),
        arah=None if course is None else round(course) % 360,
        satelit=fix.satellites,
    )


def _of(fix: Fix | None) -> dict[str, object]:
    """The last fix for the pages, {} before the first."""
    if fix is None:
        return {}
    return {
        "fix_at": int(fix.time),
        "lat": round(fix.lat, 5),
        "lon": round(fix.lon, 5),
        "accuracy_m": fix.accuracy_m,
        "satellites": fix.satellites,
        "flags": sorted(fix.flags),
    }


def label(source: str) -> str:
    """The setting gps.source as the pages show it; a simulated one says so."""
    scheme, _, rest = source.partition(":")
    return f"simulasi ({rest.partition('?')[0]})" if scheme == "sim" else source


def _has_room(config: Config) -> bool:
    return disk_room(config.data_dir)[0] > config.disk.reserve_mb << 20


def _looks(config: Config, store: Store, clock: UnitClock) -> tuple[Callable[[], None], ...]:
    """What this process says beside positions. Raises UnknownDevice."""

    def now() -> int:
        return clock.stamp().made_at

    watching = Watching(
        store,
        open_power(config.power.source),
        source=label(config.power.source),
        room=lambda: disk_room(config.data_dir),
        floor=config.disk.reserve_mb << 20,
        is_up=has_address,
        now=now,
        monotonic=time.monotonic,
    )
    guarded = "WATCHDOG_USEC" in os.environ  # sd_watchdog_enabled(3)
    presence = Presence(store, "gps", now=now, monotonic=time.monotonic, guarded=guarded)
    return watching.look, presence.look


def _tracking(config: Config, store: Store, clock: UnitClock, gps: Gps) -> Tracking:
    return Tracking(
        gps,
        store,
        clock,
        thinning=Thinning(config.track.every_s, config.track.moved_m, config.track.accuracy_m),
        monotonic=time.monotonic,
        has_room=lambda: _has_room(config),
        source=label(config.gps.source),
    )


@click.command("gps")
@click.pass_obj
def command(config: Config) -> None:
    """Menjalankan pencatatan posisi."""
    logs.start(config.log_level)
    stop = daemon.stop_on_signals()
    with opened_store(config) as store:
        clock = opened_clock(store, config)
        given = GpsClock(utc=lambda: clock.stamp().made_at, trusted=clock.trusted, wait=stop.wait)
        gps = open_gps(config.gps.source, clock=given, not_before=BUILT)
        tracking, looks = _tracking(config, store, clock, gps), _looks(config, store, clock)

        def step() -> float:
            for look in looks:
                look()
            return 0.0 if stop.is_set() else tracking.step()

        daemon.run(step, stop=stop, notify=daemon.notifier(os.environ.get("NOTIFY_SOCKET", "")))
        gps.close()
