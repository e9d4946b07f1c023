"""One unit on the mesh: hears everybody, carries for others where it can, and speaks within its budget."""

import logging
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from field_node.store import outbox
from field_node.store.merging import superseded
from field_node.store.outbox import Attempt, Pending
from hardware.radio.radio import Priority
from sync.codec.digest import encode_digest
from sync.errors import CannotSend
from sync.frames import CENTER_KINDS, LORA_MTU, SEAL_OVERHEAD, Kind
from sync.links.lora import Lora
from sync.mesh.gateway import Gateway
from sync.mesh.hearing import overhear
from sync.mesh.packing import MOST, NotComing, one_frame
from sync.mesh.plan import Air, Choice, Item, Tried, after_sent, after_slip, missing, next_choice
from sync.mesh.showing import Showing
from sync.mesh.telling import RadioTeller
from sync.sending import Packed
from sync.session import SOS, Chance
from sync.unit_end import UnitEnd

TICK_S = 0.5
LOOK_S = 5.0  # so often all that waits is looked at; calls for help at each step
LOOKED_AT, FEW = 1_024, 16  # waiting entries at a time
DIGEST_S = 30 * 60.0  # so often a unit says what it has of the center
SMALL = 40  # bytes of a frame that is worth packing
SOON_S = 60.0  # after something of the center was heard
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshWorld:
    """What a step is handed: monotonic seconds, chance, and whether the internet carries our own entries now."""

    monotonic: Callable[[], float]
    chance: Chance
    online: Callable[[], bool]


class MeshEnd:
    """`gateway` is None for a unit that never has another way. Nothing here waits."""

    def __init__(
        self,
        end: UnitEnd,
        lora: Lora,
        *,
        gateway: Gateway | None,
        world: MeshWorld,
        teller: RadioTeller | None = None,
    ) -> None:
        self.lora, self.gateway = lora, gateway
        self._end, self._world, self._teller = end, world, teller
        self._showing = Showing(end.store, end.enrolled.keys.unit)
        self._air = Air()
        self._since: dict[int, float] = {}
        self._tried: dict[int, Tried] = {}
        self._closed: Container[int] = frozenset()
        self._compared: frozenset[int] = frozenset()
        self._look_at = float("-inf")
        self._digest_at = world.monotonic() + world.chance(5.0, SOON_S)
        self._center_upto = 0
        self._times: dict[str, int | None] = {"sent_at": None, "heard_at": None, "receipt_at": None}

    def step(self) -> float:
        """Hear, carry, speak once; the seconds to rest."""
        for frame in self.lora.hear():
            self._hear(frame)
        if self.gateway:
            self.gateway.step(may_speak=self.lora.may_send(LORA_MTU))
        if self._end.stopped() is None and self.lora.health().works:
            self._speak()
        if self._teller and self._teller.is_due(self.lora.health()):
            self._teller.tell(self.lora, self.items(LOOKED_AT), self.gateway, self._times)
        return TICK_S

    def close(self) -> None:
        """Let go of the radio and of the way to the center."""
        self.lora.close()
        if self.gateway:
            self.gateway.close()

    def items(self, limit: int) -> list[Item]:
        """What waits for the radio: all that the center lacks, or, while the internet carries that, what neighbours should see."""
        now, online = self._world.monotonic(), self._world.online()
        waiting = outbox.pending(self._end.store, limit)
        found = {
            one.seq: int(one.urgency)
            for one in waiting
            if not (one.figures_there or one.closed or (online and one.urgency != SOS))
        }
        if limit == LOOKED_AT:
            overtaken = self._overtaken(waiting)
            found = {seq: way for seq, way in found.items() if seq not in overtaken}
            self._closed = self._not_coming([one for one in waiting if one.seq not in overtaken])
            found |= self._to_show() if online else {}
            self._forget_all_but(found)
        return [
            Item(seq, way, self._since.setdefault(seq, now), self._tried.get(seq))
            for seq, way in found.items()
        ]

    def _overtaken(self, waiting: Sequence[Pending]) -> frozenset[int]:
        """Statements that a newer one has overtaken before they went out: they leave the radio to it."""
        open_ = [one for one in waiting if not one.closed and self._is_to_go(one.seq)]
        seqs = frozenset(one.seq for one in open_)
        if seqs == self._compared:
            return frozenset()
        overtaken = superseded(self._end.store, open_)
        self._leave_out(overtaken)
        self._compared = seqs - overtaken
        return overtaken

    def _is_to_go(self, seq: int) -> bool:
        tried = self._tried.get(seq)
        return tried is None or missing(tried, self._air)

    def _to_show(self) -> dict[int, int]:
        return {seq: way for seq, way in self._showing.newest().items() if seq not in self._tried}

    def _forget_all_but(self, found: Container[int]) -> None:
        """What waits no longer; while the internet carries all, what was shown stays known."""
        self._since = {seq: since for seq, since in self._since.items() if seq in found}
        if not self._world.online():
            self._tried = {seq: tried for seq, tried in self._tried.items() if seq in found}

    def _hear(self, frame: bytes) -> None:
        self._times["heard_at"] = self._end.now()
        if frame[0] & 15 in CENTER_KINDS:
            self._hear_center(frame)
            return
        if int.from_bytes(frame[1:3], "big") == self._end.enrolled.keys.unit:
            return
        end = self._end
        heard = overhear(end.store, end.enrolled.keys, frame, floor=end.floor(), now=end.now())
        if self.gateway:
            self.gateway.carry(frame, proven=heard.proven)

    def _hear_center(self, frame: bytes) -> None:
        taken = self._end.take([frame], carrier="radio")
        now = self._world.monotonic()
        if taken.receipt:
            self._air = after_slip(self._air, now, highest=taken.highest, chance=self._world.chance)
            self._times["receipt_at"] = self._end.now()
        if taken.checked:
            self._digest_at = min(self._digest_at, now + self._world.chance(5.0, SOON_S))
        if self.gateway:
            self.gateway.overheard(frame)

    def _speak(self) -> None:
        """At most one packet: a call for help, what is carried for others, what is our own, what is here."""
        now = self._world.monotonic()
        if not self.lora.may_send(SMALL, sos=True):
            return
        calls = [one for one in self.items(FEW) if one.urgency == SOS]
        choice = self._chosen(calls, now)
        if choice is None and (self._pass_on() or now < self._look_at or not self.lora.may_send(SMALL)):
            return
        if choice is None:
            self._look_at = now + LOOK_S
            self._ask_for_news()
            choice = self._chosen(self.items(LOOKED_AT), now)
        if choice is not None:
            self._say(choice)
        elif now >= self._digest_at and not self._world.online():
            self._say_what_is_here(now)

    def _ask_for_news(self) -> None:
        """What the center issued since, and we have, others may lack."""
        before, self._center_upto = self._center_upto, self._end.holds().center_upto
        if self.gateway and self._center_upto > before > 0:
            self.gateway.news()

    def _chosen(self, items: Sequence[Item], now: float) -> Choice | None:
        return next_choice(
            items,
            self._air,
            now=now,
            channel_use=self.lora.health().channel_use or 0.0,
            paced=self.lora.budget.paced(now),
        )

    def _pass_on(self) -> bool:
        """A frame of the center for others goes before our own; whether one waits."""
        waiting = self.gateway.for_air() if self.gateway else None
        if waiting is None or self.gateway is None:
            return False
        if self.lora.may_send(len(waiting.frame)) and self.lora.send(waiting.frame, Priority.RELIABLE):
            self.gateway.sent(waiting.frame)
        return True

    def _say(self, choice: Choice) -> None:
        """Pack what was chosen and put it on air, as far as the budget goes."""
        if not self.lora.may_send(SMALL, sos=choice.sos, ask=choice.ask):
            return
        seqs = choice.seqs[:MOST]
        entries = outbox.entries_of(self._end.store, seqs)
        packed, misfits = one_frame(
            entries, start=self._end.enrolled.keys.start, closed=self._closed, sos=choice.sos
        )
        self._leave_out(misfits | (frozenset(seqs) - {entry.seq for entry in entries}))
        if packed is None or not self.lora.may_send(packed.size, sos=choice.sos, ask=choice.ask):
            return
        self._put(packed, Priority.ALERT if choice.sos else _PRIORITY[choice.background], ask=choice.ask)

    def _put(self, packed: Packed, priority: Priority, *, ask: bool = False) -> bool:
        """On air, and noted as such; False when it could not go."""
        try:
            frame, counter = self._end.seal_one(packed)
        except CannotSend as error:
            _log.warning("mesh: %s", error)
            return False
        if not self.lora.send(frame, priority, ask=ask):
            return False
        now = self._world.monotonic()
        self._times["sent_at"] = self._end.now()
        for seq in packed.seqs:
            before = self._tried.get(seq)
            self._tried[seq] = Tried(now, counter, before.times + 1 if before else 1)
        outbox.note_attempt(self._end.store, sorted(packed.seqs), at=self._end.now(), how=Attempt.RADIO_SENT)
        self._air = after_sent(self._air, now)
        return True

    def _say_what_is_here(self, now: float) -> None:
        packed = Packed(Kind.DIGEST, encode_digest(self._end.holds()), frozenset())
        if not self.lora.may_send(len(packed.contents) + SEAL_OVERHEAD) or self._put(
            packed, Priority.BACKGROUND
        ):
            self._digest_at = now + DIGEST_S + self._world.chance(0.0, SOON_S)

    def _not_coming(self, waiting: Sequence[Pending]) -> Container[int]:
        if len(waiting) >= LOOKED_AT:
            return frozenset()
        coming = frozenset(one.seq for one in waiting if not one.closed)
        return NotComing(coming, self._end.ledger.own_ends()[0])

    def _leave_out(self, seqs: frozenset[int]) -> None:
        """No packet holds these: they wait for the internet, and the center learns that they do not come by radio."""
        if seqs:
            outbox.note_closed(self._end.store, seqs)


_PRIORITY = {False: Priority.RELIABLE, True: Priority.BACKGROUND}
