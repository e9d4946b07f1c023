"""One unit's way to the center: outbox -> link -> receipt, and what came down -> journal."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from field_node.config import Config
from field_node.store import status
from field_node.store.outbox import Pending
from sync import enrolment, session
from sync.enrolment import Enrolment
from sync.errors import CannotSend, LinkDown, SyncError
from sync.frames import INTERNET_MTU
from sync.links import Heard, LinkTrouble
from sync.links.errand import Lane
from sync.links.files import Files
from sync.links.internet import Internet
from sync.parking import WAIT_S, Parking
from sync.session import POSITION, STOCK
from sync.standing import LINK, Standing, Teller, remembered
from sync.traffic import Out, Traffic
from sync.unit_end import REVOKED, Taken, UnitEnd
from sync.wishes import Wishes

TICK_S = 0.25  # how soon a new record is seen
IDLE_S = 5.0
HANGS_S = 5.0  # TCP tries to connect after 0, 1, 3, 7, 15 s (RFC 6298): later tries lie too far apart
ASK_S = 900.0  # a revoked unit asks so seldom whether it still is
PATIENCE_S = 10.0
"""So much longer than the center may hold a question an answer may take before somebody is told."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a step is handed: monotonic seconds, chance, whether the network changed, how late an answer may be."""

    monotonic: Callable[[], float] = time.monotonic
    chance: session.Chance = random.Random().uniform
    network_changed: Callable[[], bool] = lambda: False
    patience_s: float = PATIENCE_S


class Uplink:
    """One unit and its lanes to one center. `every_s`: positions and chatter alone wait so long for company.

    No step waits for an answer. `after_contact` is done each time that the center has answered.
    """

    def __init__(
        self,
        end: UnitEnd,
        lanes: Sequence[Lane],
        *,
        parked: Lane | None,
        every_s: float,
        world: World,
        wishes: Wishes,
        after_contact: Callable[[], None] = lambda: None,
    ) -> None:
        self._end, self._traffic = end, Traffic(end, lanes, world.chance)
        self._every_s, self._world, self._wishes = every_s, world, wishes
        self._parking = Parking(parked, every_s=every_s, monotonic=world.monotonic)
        before = remembered(told.body if (told := status.read(end.store, LINK)) else {})
        self._standing = (
            before if before.center == end.enrolled.center else Standing(center=end.enrolled.center)
        )
        self._after_contact = after_contact
        self._teller = Teller(lambda body: status.say(end.store, LINK, body, end.now()), world.monotonic)
        self._sos_seen: frozenset[int] = frozenset()
        self._round_at = self._heard_at = self._changed_at = float("-inf")
        self._hello = True

    @property
    def waits(self) -> bool:
        """A bundle is on its way whose answer was not taken yet."""
        return bool(self._traffic.out)

    @property
    def online(self) -> bool:
        """The center answered the last question."""
        return self._standing.connected

    def at_rest(self) -> bool:
        """The center answers and was given all that was recorded but the trail: the line is free for what is no record."""
        if not self.online or self.waits:
            return False
        return self._end.is_given([one for one in self._end.waiting(0) if one.urgency != POSITION])

    def serves(self, enrolled: Enrolment) -> bool:
        """It is this unit that it sends for."""
        return self._end.enrolled.same_unit(enrolled)

    def close(self) -> None:
        """Let go of the connections; what is on its way ends with them."""
        self._traffic.close()
        self._parking.close()

    def step(self) -> float:
        """Takes the answers that came, or sends at most one bundle; returns the seconds to rest."""
        wished = self._wishes.grant(self._end)
        self._hello = wished or self._hello
        if self._hear():
            return 0.0
        if stopped := self._end.stopped():
            return self._stand_still(stopped)
        calls = self._wake(wished=wished)
        lane = self._traffic.free(beside=bool(calls) or self._hangs())
        if lane is not None and (calls or session.rest_s(self._traffic.state, self._now()) <= 0):
            return self._turn(lane, calls)
        return TICK_S

    # ---- what goes out

    def _stand_still(self, reason: str) -> float:
        """Nothing goes out but, seldom, the question whether the center still says so."""
        self._tell(self._standing.after_failure(self._end.now(), reason))
        lane = self._traffic.free(beside=False)
        if reason == REVOKED and lane and self._now() - self._round_at >= ASK_S:
            self._round_at = self._now()
            try:
                self._traffic.send(lane, (), [self._end.digest()], self._round_at)
            except CannotSend as error:
                _log.info("sync: a revoked unit cannot ask: %s", error)
        return IDLE_S

    def _wake(self, *, wished: bool) -> frozenset[int]:
        """SOS entries that no bundle took yet. No more rest when one is new, the network changed, or a person asked."""
        calling = self._end.calling()
        if changed := self._world.network_changed():
            self._changed_at = self._now()
            self._traffic.let_go()
        if wished or changed or calling - self._sos_seen:
            self._traffic.wake()
        self._sos_seen = calling
        return calling - self._traffic.flying()

    def _turn(self, lane: Lane, calls: frozenset[int]) -> float:
        """One bundle, or the question that may wait at the center."""
        try:
            due = self._traffic.due(calls)
            if not calls and not self._is_time(due):
                return self._park()
            sent, frames = self._traffic.bundle(due, calls)
            if not sent and not self._asks():
                return self._park() if self._end.room() else self._cannot(CannotSend("ahead_of_clock"))
        except CannotSend as error:
            return self._cannot(error)
        self._round_at, self._hello = self._now(), False
        self._traffic.send(lane, sent, frames, self._round_at)
        return 0.0

    def _asks(self) -> bool:
        """A bundle goes even if it holds nothing but the question."""
        return self._hangs() or (not self.waits and (self._hello or self._traffic.state.ask_first))

    def _hangs(self) -> bool:
        """One question is out that may find the line later than one over a lane that begins anew.

        It is of the network before this one, or waits for long after a failure.
        """
        if len(self._traffic.out) != 1:
            return False
        at, failing = self._traffic.out[0].at, self._traffic.state.failing_since is not None
        return at < self._changed_at or (failing and self._now() - at >= HANGS_S)

    def _is_time(self, due: Sequence[Pending]) -> bool:
        if self._asks() or self._traffic.state.ask_first:
            return self._asks()
        pressing = any(one.urgency <= STOCK for one in due) and not self._end.is_given(due)
        waited = self._now() - self._round_at >= self._every_s
        return self._traffic.again() or (bool(due) and (pressing or self._traffic.left_some or waited))

    def _cannot(self, error: CannotSend) -> float:
        """No counter may be used now, or ever again."""
        _log.warning("sync: %s", error)
        self._tell(replace(self._standing, code=error.reason))
        return min(IDLE_S, float(error.wait_s)) if error.wait_s else IDLE_S

    def _park(self) -> float:
        """While nothing waits here, the center is asked to answer as soon as it has something."""
        if not self.waits:
            self._parking.ask(self._end)
        return TICK_S

    # ---- what comes back

    def _hear(self) -> bool:
        """Whether an answer came, or word that none will."""
        came = self._traffic.take()
        for out, answer in came:
            self._ended(out, answer)
        news = self._parking.take()
        if news is not None:
            self._news(news)
        self._tell_late()
        return bool(came) or news is not None

    def _ended(self, out: Out, answer: Heard | SyncError) -> None:
        if isinstance(answer, Heard):
            self._answered(out, answer)
        elif isinstance(answer, LinkDown) and self._heard_at > out.at:
            _log.info("sync: no answer beside others: %s", answer)
            self._traffic.cut_beside(out.size)
        elif not self._end.stopped():
            self._hello = True
            self._failed(answer, out.size)

    def _answered(self, out: Out, heard: Heard) -> None:
        taken = self._taken(heard)
        self._traffic.settle(out, taken, self._heard_at)
        _log.info("sync: %d frames, %s", len(out.sent), dict(heard.counts))
        if self._end.stopped():
            return
        self._hello = self._hello or (heard.more and taken.entries > 0)
        code = "nothing_taken" if session.rest_s(self._traffic.state, self._heard_at) > 0 else ""
        self._tell(self._standing.after_contact(self._end.now(), receipt=taken.receipt, code=code))
        self._after_contact()

    def _news(self, answer: Heard | SyncError) -> None:
        """What became of the parked question."""
        if not isinstance(answer, Heard):
            self._failed(answer, 0)
            return
        taken = self._taken(answer)
        self._parking.said(taken.entries)
        self._traffic.wake()
        self._tell(self._standing.after_contact(self._end.now(), receipt=taken.receipt))
        self._after_contact()

    def _taken(self, heard: Heard) -> Taken:
        taken = self._end.take(heard.frames, carrier="internet", time=heard.time)
        self._heard_at = self._now()
        self._traffic.heard(taken, self._heard_at)
        return taken

    def _failed(self, error: SyncError, size: int) -> None:
        """No answer came to so many bytes. Raises what is no trouble of the link."""
        if not isinstance(error, LinkDown):
            raise error
        trouble = error if isinstance(error, LinkTrouble) else LinkTrouble("cut")
        _log.info("sync: no answer: %s", trouble)
        self._traffic.failed(size, self._now(), trouble.retry_after_s)
        self._tell(self._standing.after_failure(self._end.now(), trouble.problem))

    # ---- what the pages hear

    def _tell_late(self) -> None:
        """A question should long be answered, and nothing else was since."""
        parked, now = self._parking.waits_since, self._now()
        out = [(one.at, 0.0) for one in self._traffic.out] + (
            [(parked, WAIT_S)] if parked is not None else []
        )
        for at, held_s in out:
            if now - max(at, self._heard_at) > held_s + self._world.patience_s:
                self._tell(self._standing.while_waiting(self._end.now() - int(now - at)))
                return

    def _tell(self, standing: Standing) -> None:
        self._standing = standing
        self._teller.tell(standing)

    def _now(self) -> float:
        return self._world.monotonic()


def linked(end: UnitEnd, config: Config, *, mtu: int = INTERNET_MTU) -> Internet:
    """The way to the center of the settings, else of the enrolment. Raises InsecureAddress."""
    url, ca_file = _center(end, config)
    return Internet(url, ca_file, clock_trusted=end.clock_trusted, mtu=mtu)


def linked_files(end: UnitEnd, config: Config) -> Files:
    """The same for photos, over a connection of its own. Raises InsecureAddress."""
    url, ca_file = _center(end, config)
    return Files(url, ca_file, clock_trusted=end.clock_trusted)


def _center(end: UnitEnd, config: Config) -> tuple[str, Path | None]:
    return config.center.url or end.enrolled.center, enrolment.ca_file(config.secrets_dir)
