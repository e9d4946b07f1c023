"""The radio as a link: one frame is one packet; counts its own airtime and hears each frame once."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

from hardware.errors import HardwareError, RadioGone
from hardware.radio.airtime import Modem, time_on_air_s
from hardware.radio.radio import Fate, Health, Heard, NotSent, Priority, Radio
from sync.budget import Budget
from sync.frames import LORA_MTU, may_carry

REMEMBERED = 4_096  # frames; the radio's own history forgets, so old packets surface again
MOST_AT_ONCE = 64  # packets taken in one step
TRIES = 3  # of a packet with want_ack (meshtastic/firmware NextHopRouter)
RETRY_S, RETRY_SLOTS = 4.5, 56  # besides two times on air
BREATH_S = 0.5  # between two of our packets
RESTS_S = {"queue_full": 2.0, "duty_cycle": 60.0, "rate_limit": 10.0}
REST_S = 15.0
_log = logging.getLogger(__name__)

Spent = Callable[[float], None]


class Lora:
    """One radio. `spent` is told the seconds of each transmission, to be kept across restarts."""

    mtu = LORA_MTU
    full = False

    def __init__(
        self, radio: Radio, modem: Modem, budget: Budget, *, monotonic: Callable[[], float], spent: Spent
    ) -> None:
        self.budget = budget
        self._radio, self._modem = radio, modem
        self._once_s = lru_cache(LORA_MTU)(partial(time_on_air_s, modem))
        self._monotonic, self._spent = monotonic, spent
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._asking: dict[int, tuple[float, float]] = {}
        self._ready_at = float("-inf")

    def hear(self) -> list[bytes]:
        """Frames heard since, each once; what can be no frame is dropped without an answer."""
        heard = list[bytes]()
        for _ in range(MOST_AT_ONCE):
            event = self._event()
            if event is None:
                break
            if isinstance(event, Heard) and self._is_news(event.payload):
                heard.append(event.payload)
        return heard

    def cost_s(self, size: int, *, ask: bool = False) -> float:
        """Seconds on air that a frame may take, all tries."""
        return self._once_s(size) * (TRIES if ask else 1)

    def may_send(self, size: int, *, sos: bool = False, ask: bool = False) -> bool:
        """The radio is free, and the budget has room."""
        now = self._monotonic()
        return now >= self._ready_at and self.budget.wait_s(self.cost_s(size, ask=ask), now, sos=sos) == 0

    def send(self, frame: bytes, priority: Priority, *, ask: bool = False) -> bool:
        """Hand it to the radio; False when it did not take it. `ask`: tried up to three times until a neighbour repeats it."""
        now, worked = self._monotonic(), self._radio.health().works
        try:
            number = self._radio.send(frame, priority=priority, want_ack=ask)
        except NotSent as refused:
            if refused.reason != "no_answer":
                self._rest(now, refused)
                return False
            number = -1
        except HardwareError as error:
            _log.info("radio: not sent: %s", error)
            if worked and isinstance(error, RadioGone):  # it may have gone with the packet on air
                self._account(now, -1, self.cost_s(len(frame)), ask=ask)
            self._ready_at = now + REST_S
            return False
        self._account(now, number, self.cost_s(len(frame)), ask=ask)
        self._is_news(frame)
        return True

    def allow(self, seconds: float) -> None:
        """So long we may be on air in any hour."""
        if seconds != self.budget.allowed_s:
            self.budget = replace(self.budget, allowed_s=seconds)

    def health(self) -> Health:
        """As the radio last told; also takes over its own count of airtime."""
        health = self._radio.health()
        told_s = self.budget.told_s if health.air_use is None else health.air_use / 100 * 3600
        if told_s != self.budget.told_s:
            self.budget = self.budget.told(told_s)
        return health

    def close(self) -> None:
        """Let go of the radio."""
        self._radio.close()

    def _event(self) -> Heard | Fate | None:
        try:
            event = self._radio.receive(0)
        except RadioGone:
            return None
        if isinstance(event, Fate):
            self._settle(event)
        return event

    def _is_news(self, frame: bytes) -> bool:
        if not may_carry(frame) or len(frame) > self.mtu or frame in self._known:
            return False
        self._known[frame] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return True

    def _account(self, now: float, number: int, once_s: float, *, ask: bool) -> None:
        seconds = once_s * (TRIES if ask else 1)
        self.budget = self.budget.after(seconds, now)
        self._spent(seconds)
        self._ready_at = now + once_s + BREATH_S
        if ask:
            self._asking = {number: (now, once_s)}

    def _settle(self, fate: Fate) -> None:
        """A packet that was repeated early was not tried to the end: the rest was not on air."""
        at, once_s = self._asking.pop(fate.packet, (0.0, 0.0))
        if fate.word != "repeated" or not once_s:
            return
        retry_s = 2 * once_s + RETRY_SLOTS * self._modem.slot_s + RETRY_S
        tries = min(TRIES, 1 + int((self._monotonic() - at) / retry_s))
        unused_s = (TRIES - tries) * once_s
        self.budget = self.budget.less(unused_s, at)
        self._spent(-unused_s)

    def _rest(self, now: float, refused: NotSent) -> None:
        _log.info("radio: not taken: %s", refused)
        self._ready_at = now + (refused.retry_after_s or RESTS_S.get(refused.reason, REST_S))
