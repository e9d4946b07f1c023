"""One unit's way to the center: outbox -> link -> receipt, and what came down -> journal."""

import logging
import random
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from field_node.config import Config
from field_node.store import status
from field_node.store.outbox import Pending
from sync import enrolment, session
from sync.enrolment import Enrolment
from sync.errors import CannotSend, LinkDown
from sync.frames import Kind
from sync.links import Heard, Link, LinkTrouble
from sync.links.internet import Internet
from sync.links.parked import Parked
from sync.links.watched import PATIENCE_S, Watched
from sync.session import SOS, STOCK, Sealed, State
from sync.standing import Standing, Teller
from sync.unit_end import REVOKED, UnitEnd
from sync.wishes import Wishes

TICK_S = 0.25  # how soon a new record is seen
IDLE_S = 5.0
ASK_S = 900.0  # a revoked unit asks so seldom whether it still is
WAIT_S = 25.0  # how long the center may hold a question
LEAST_WAIT_S = 2.0  # an answer that came sooner and said nothing: the center does not hold questions now
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a step is handed: monotonic seconds, chance, whether the network changed, how late an answer may be."""

    monotonic: Callable[[], float] = time.monotonic
    chance: session.Chance = random.Random().uniform
    network_changed: Callable[[], bool] = lambda: False
    patience_s: float = PATIENCE_S


class Uplink:
    """One unit, one link. `every_s`: positions and chatter alone wait so long for company.

    `after_contact` is done each time that the center has answered.
    """

    def __init__(
        self,
        end: UnitEnd,
        link: Link,
        *,
        parked: Parked | None,
        every_s: float,
        world: World,
        wishes: Wishes,
        after_contact: Callable[[], None] = lambda: None,
    ) -> None:
        self._end, self._parked = end, parked
        self._link = Watched(link, self._waits, patience_s=world.patience_s)
        self._every_s, self._world, self._wishes = every_s, world, wishes
        self._state = State()
        self._standing = Standing(center=end.enrolled.center)
        self._after_contact = after_contact
        self._teller = Teller(lambda body: status.say(end.store, "link", body, end.now()), world.monotonic)
        self._sos_seen: frozenset[int] = frozenset()
        self._round_at = self._parked_at = self._park_from = float("-inf")
        self._heard_at, self._parked_utc = float("-inf"), 0
        self._hello = True
        self._left_some = False

    def serves(self, enrolled: Enrolment) -> bool:
        """It is this unit that it sends for."""
        return self._end.enrolled.same_unit(enrolled)

    def step(self) -> float:
        """At most one round; returns the seconds to rest."""
        wished = self._wishes.grant(self._end)
        if stopped := self._end.stopped():
            return self._stand_still(stopped)
        self._hear_parked()
        due = self._end.waiting(self._state.size)
        self._wake(due, wished=wished)
        if session.rest_s(self._state, self._world.monotonic()) > 0:
            return TICK_S
        if self._is_time(due) or wished or self._hello:
            return self._round(due)
        self._park()
        return TICK_S

    def _stand_still(self, reason: str) -> float:
        """Nothing goes out but, seldom, the question whether the center still says so."""
        if reason == REVOKED and self._world.monotonic() - self._round_at >= ASK_S:
            self._round_at = self._world.monotonic()
            self._ask_again()
        self._tell(self._standing.after_failure(self._end.now(), reason))
        return IDLE_S

    def _ask_again(self) -> None:
        try:
            heard = self._link.exchange([self._end.digest()], 0)
        except (LinkDown, CannotSend) as error:
            _log.info("sync: no answer for a revoked unit: %s", error)
            return
        self._end.take(heard.frames, carrier="internet", time=heard.time)

    def _wake(self, due: Sequence[Pending], *, wished: bool) -> None:
        """No more rest when the network is another one, an SOS is new, or a person asked."""
        sos = frozenset(one.seq for one in due if one.urgency == SOS)
        if wished or self._world.network_changed() or sos - self._sos_seen:
            self._state = session.woken(self._state)
        self._sos_seen = sos

    def _is_time(self, due: Sequence[Pending]) -> bool:
        if self._state.in_flight or self._state.ask_first:
            return True
        pressing = any(one.urgency <= STOCK for one in due) and not self._end.is_given(due)
        waited = self._world.monotonic() - self._round_at >= self._every_s
        return bool(due) and (pressing or self._left_some or waited)

    def _round(self, due: Sequence[Pending]) -> float:
        self._round_at = began = self._world.monotonic()
        try:
            sent, frames = self._bundle(due)
            heard = self._link.exchange(frames, 0)
        except CannotSend as error:
            return self._cannot(error)
        except LinkDown as down:
            self._failed(down, sum(map(len, frames)))
            return TICK_S
        self._answered(sent, heard, began)
        return 0.0

    def _bundle(self, due: Sequence[Pending]) -> tuple[tuple[Sealed, ...], list[bytes]]:
        """What goes out now: what a slip is waited for, and all frames in their order."""
        plan = session.next_round(self._state)
        digest = self._end.digest()
        if plan.digest_only:
            return (), [digest]
        flying = {seq for sealed in self._state.in_flight for seq in sealed.seqs}
        rest = [one for one in due if one.seq not in flying]
        fresh = self._sealed(rest, plan.room)
        self._left_some = _is_part(fresh, {one.seq for one in rest if not self._end.is_given([one])})
        self._state = session.sent(self._state, fresh)
        self._end.note_attempt(fresh)
        first = [one for one in (*fresh, *plan.again) if _kind(one) == Kind.SOS]
        other = [one for one in (*plan.again, *fresh) if _kind(one) != Kind.SOS]
        frames = [*first, *other[:1]], other[1:]
        return (*first, *other), [*_bytes(frames[0]), digest, *_bytes(frames[1])]

    def _sealed(self, due: Sequence[Pending], room: int) -> list[Sealed]:
        if not due or room <= 0 or not self._end.room():
            return []
        return self._end.sealed(due, room=room, mtu=self._link.mtu, full=self._link.full)

    def _answered(self, sent: tuple[Sealed, ...], heard: Heard, began: float) -> None:
        taken = self._end.take(heard.frames, carrier="internet", time=heard.time)
        if self._link.full and taken.receipt:
            self._end.note_given(sent)
        self._heard_at = self._world.monotonic()
        now, received = self._world.monotonic(), self._end.there(self._state.in_flight)
        self._state = session.answered(
            self._state,
            sent,
            received=received.__contains__,
            now=now,
            took_s=now - began,
            chance=self._world.chance,
        )
        self._state = replace(self._state, ask_first=taken.checked)
        _log.info("sync: %d frames, %s", len(sent), dict(heard.counts))
        self._hello = heard.more and taken.entries > 0
        code = "nothing_taken" if session.rest_s(self._state, now) > 0 else ""
        self._tell(self._standing.after_contact(self._end.now(), receipt=taken.receipt, code=code))
        self._after_contact()

    def _failed(self, down: LinkDown, size: int) -> None:
        trouble = down if isinstance(down, LinkTrouble) else LinkTrouble("cut")
        _log.info("sync: no answer: %s", trouble)
        self._state = session.failed(
            self._state,
            now=self._world.monotonic(),
            size=size,
            chance=self._world.chance,
            retry_after_s=trouble.retry_after_s,
        )
        self._tell(self._standing.after_failure(self._end.now(), trouble.problem))

    def _cannot(self, error: CannotSend) -> float:
        """No counter may be used now, or ever again."""
        _log.warning("sync: %s", error)
        self._tell(replace(self._standing, code=error.reason))
        return min(IDLE_S, float(error.wait_s)) if error.wait_s else IDLE_S

    def _park(self) -> None:
        """While nothing waits here, the center is asked to answer as soon as it has something."""
        if self._parked is None or self._parked.waits or self._world.monotonic() < self._park_from:
            return
        try:
            digest = self._end.digest()
        except CannotSend as error:
            self._cannot(error)
            return
        self._parked_at, self._parked_utc = self._world.monotonic(), self._end.now()
        self._parked.ask([digest], WAIT_S)

    def _hear_parked(self) -> None:
        answer = self._parked.take() if self._parked else None
        if answer is None and self._is_late():
            self._tell(self._standing.while_waiting(self._parked_utc))
        if isinstance(answer, LinkDown):
            self._failed(answer, 0)
        elif answer is not None:
            self._news(answer)

    def _is_late(self) -> bool:
        """The question at the center should long be answered, and nothing else was since."""
        last = max(self._parked_at, self._heard_at)
        late = self._world.monotonic() - last > WAIT_S + self._world.patience_s
        return late and self._parked is not None and self._parked.waits

    def _waits(self) -> None:
        late_s = int(self._world.monotonic() - self._round_at)
        self._tell(self._standing.while_waiting(self._end.now() - late_s))

    def _news(self, heard: Heard) -> None:
        taken = self._end.take(heard.frames, carrier="internet", time=heard.time)
        now = self._world.monotonic()
        if not taken.entries and now - self._parked_at < LEAST_WAIT_S:
            self._park_from = now + max(LEAST_WAIT_S, self._every_s)
        self._state = session.woken(self._state)
        self._tell(self._standing.after_contact(self._end.now(), receipt=taken.receipt))
        self._after_contact()

    def _tell(self, standing: Standing) -> None:
        self._standing = standing
        self._teller.tell(standing)


def _is_part(frames: Iterable[Sealed], seqs: Collection[int]) -> bool:
    """True when the frames hold some of `seqs` and there was no room for others: nothing to wait for."""
    held = {seq for sealed in frames for seq in sealed.seqs}.intersection(seqs)
    return 0 < len(held) < len(seqs)


def _kind(sealed: Sealed) -> int:
    return sealed.frame[0] & 15


def _bytes(frames: Iterable[Sealed]) -> list[bytes]:
    return [sealed.frame for sealed in frames]


def linked(end: UnitEnd, config: Config) -> Internet:
    """The way to the center of the settings, else of the enrolment. Raises InsecureAddress."""
    url = config.center.url or end.enrolled.center
    return Internet(url, enrolment.ca_file(config.secrets_dir), clock_trusted=end.clock_trusted)
