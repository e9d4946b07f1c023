"""One unit on the mesh: hears everybody, carries for others where it can, and speaks within its budget."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from field_node.records.kinds import TRACK_START
from field_node.store import outbox
from field_node.store.outbox import Attempt
from hardware.radio.radio import Priority
from sync.codec.digest import encode_digest
from sync.errors import CannotSend
from sync.frames import CENTER_KINDS, LORA_MTU, Kind
from sync.links.lora import Lora
from sync.mesh.gateway import Gateway
from sync.mesh.hearing import overhear
from sync.mesh.packing import MOST, one_frame
from sync.mesh.plan import Air, Choice, Item, after_sent, after_slip, next_choice
from sync.mesh.telling import RadioTeller
from sync.mesh.waiting import Waiting
from sync.sending import Packed
from sync.session import Chance
from sync.unit_end import UnitEnd

TICK_S = 0.5
LOOK_S = 5.0  # so often all that waits is looked at; calls for help at each step
DIGEST_S = 30 * 60.0  # so often a unit says what it has of the center
DIGEST_GROWS = 8.0  # times that longer with the budget spent: a hundred units and their relays fill it
SMALL = 40  # bytes of a frame that is worth packing
LARGEST_PROBE = 90  # bytes of a frame that goes into the silence; instead of a larger one we ask what arrived
SOON_S = 60.0  # after something of the center was heard
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeshWorld:
    """What a step is handed: monotonic seconds, chance, whether the internet carries our own entries now, and how many
    seconds of any hour we may be on air.
    """

    monotonic: Callable[[], float]
    chance: Chance
    online: Callable[[], bool]
    allowed_s: Callable[[], float]


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
        self._waiting = Waiting(end, world.monotonic)
        self._air = Air()
        self._look_at = float("-inf")
        self._digest_at = world.monotonic() + world.chance(5.0, SOON_S)
        self._upto = self._center_upto = 0
        self._told: tuple[tuple[int, int], float] = (0, 0), 0.0
        self._times: dict[str, int | None] = {"sent_at": None, "heard_at": None, "receipt_at": None}

    def step(self) -> float:
        """Hear, carry, speak once; the seconds to rest."""
        self.lora.allow(self._world.allowed_s())
        for frame in self.lora.hear():
            self._hear(frame)
        if self.gateway:
            may_speak, may_answer = (self.lora.may_send(LORA_MTU, sos=sos) for sos in (False, True))
            self.gateway.step(may_speak=may_speak, may_answer_sos=may_answer)
        if self._end.stopped() is None and self.lora.health().works:
            self._speak()
        if self._teller and self._teller.is_due(self.lora.health()):
            self._teller.tell(self.lora, self._all(), self.gateway, self._times)
        return TICK_S

    def close(self) -> None:
        """Let go of the radio and of the way to the center."""
        self.lora.close()
        if self.gateway:
            self.gateway.close()

    def _hear(self, frame: bytes) -> None:
        self._times["heard_at"] = at = self._end.now()
        if frame[0] & 15 in CENTER_KINDS:
            self._hear_center(frame)
            return
        if int.from_bytes(frame[1:3], "big") == self._end.enrolled.keys.unit:
            return
        end = self._end
        heard = overhear(end.store, end.enrolled.keys, frame, floor=end.floor(), now=at)
        if self.gateway:
            self.gateway.carry(frame, proven=heard.proven)

    def _hear_center(self, frame: bytes) -> None:
        taken = self._end.take([frame], carrier="radio")
        now = self._world.monotonic()
        if taken.receipt:
            self._upto = taken.upto
            self._air = after_slip(self._air, now, highest=taken.highest, chance=self._world.chance)
            self._times["receipt_at"] = self._end.now()
        if taken.checked:
            self._digest_at = min(self._digest_at, now + self._world.chance(5.0, SOON_S))
        if self.gateway and not taken.bad:
            self.gateway.overheard(frame)

    def _speak(self) -> None:
        """At most one packet: a call for help, what is carried for others, what is our own, what is here."""
        now = self._world.monotonic()
        if not self.lora.may_send(SMALL, sos=True):
            return
        calls = self._waiting.calls()
        choice = self._chosen(calls, now) if calls else None
        if choice is None and (self._pass_on() or now < self._look_at or not self.lora.may_send(SMALL)):
            return
        if choice is None:
            self._look_at = now + LOOK_S
            self._ask_for_news()
            choice = self._chosen(self._all(), now)
            self._waiting.queue()
        if choice is not None:
            self._say(choice)
        elif not self._world.online() and self._is_time_for_digest(now):
            self._say_what_is_here(now)

    def _all(self) -> list[Item]:
        return self._waiting.all(self._air, online=self._world.online())

    def _ask_for_news(self) -> None:
        """What the center issued since, and we have, others may lack."""
        before, self._center_upto = self._center_upto, self._end.holds_by_radio().center_upto
        if self.gateway and self._center_upto > before > 0:
            self.gateway.news()

    def _chosen(self, items: Sequence[Item], now: float) -> Choice | None:
        return next_choice(
            items,
            self._air,
            now=now,
            channel_use=self.lora.health().channel_use or 0.0,
            paced=self.lora.budget.paced(now),
            spare=self.lora.budget.spare(now),
        )

    def _pass_on(self) -> bool:
        """A frame of the center for others goes before our own; whether one waits."""
        waiting = self.gateway.for_air() if self.gateway else None
        if waiting is None or self.gateway is None:
            return False
        free = self.lora.may_send(len(waiting.frame), sos=waiting.answers_sos)
        if free and self.lora.send(waiting.frame, Priority.RELIABLE):
            self.gateway.sent(waiting.frame)
        return True

    def _say(self, choice: Choice) -> None:
        """Pack what was chosen and put it on air, as far as the budget goes."""
        if not self.lora.may_send(SMALL, sos=choice.sos, ask=choice.ask):
            return
        seqs = choice.seqs[:MOST]
        told, beside = self._with_anchor(seqs)
        entries = outbox.entries_of(self._end.store, told)
        packed, misfits = one_frame(
            entries,
            start=self._end.enrolled.keys.start,
            closed=self._waiting.closed,
            together=beside,
            sos=choice.sos,
        )
        self._waiting.leave_out(misfits | (frozenset(seqs) - {entry.seq for entry in entries}))
        if packed is None or not self.lora.may_send(packed.size, sos=choice.sos, ask=choice.ask):
            return
        if choice.probe and packed.size > LARGEST_PROBE:
            self._say_what_is_here(self._world.monotonic(), probe=True)
            return
        priority = Priority.ALERT if choice.sos else _PRIORITY[choice.background]
        self._put(packed, priority, ask=choice.ask, probe=choice.probe)

    def _with_anchor(self, seqs: tuple[int, ...]) -> tuple[tuple[int, ...], frozenset[int]]:
        """Also the forms on both sides of a hole that no radio frame will fill, so that the frame can say so; once until a slip.

        And what has to share the frame for that.
        """
        forms = [seq for seq in seqs if seq < TRACK_START]
        hole = self._waiting.closed.hole(self._upto, min(forms, default=0))
        if hole is None or (hole == self._told[0] and self._air.slip_at <= self._told[1]):
            return seqs, frozenset()
        beside = [seq for seq in (hole[0] - 1, hole[1]) if seq not in seqs]
        if any(self._waiting.waits(seq) for seq in beside):
            return seqs, frozenset()
        self._told = hole, self._world.monotonic()
        return (*seqs[:1], *beside, *seqs[1:]), frozenset((*seqs[:1], hole[0] - 1, hole[1]))

    def _put(self, packed: Packed, priority: Priority, *, ask: bool = False, probe: bool = False) -> bool:
        """On air, and noted as such; False when it could not go."""
        try:
            frame, counter = self._end.seal_one(packed)
        except CannotSend as error:
            _log.warning("mesh: %s", error)
            return False
        if not self.lora.send(frame, priority, ask=ask):
            return False
        self._waiting.sent(packed.seqs, counter, sos=packed.kind is Kind.SOS)
        self._times["sent_at"] = self._end.now()
        outbox.note_attempt(self._end.store, sorted(packed.seqs), at=self._end.now(), how=Attempt.RADIO_SENT)
        self._air = after_sent(self._air, self._world.monotonic(), probe=probe)
        return True

    def _is_time_for_digest(self, now: float) -> bool:
        """Later where an answer is due anyway, and the more of the budget is spent."""
        if now < self._digest_at:
            return False
        spent = DIGEST_GROWS * self.lora.budget.used_s(now) / self.lora.budget.allowed_s
        return now >= self._digest_at + DIGEST_S * (spent + self._waiting.unanswered)

    def _say_what_is_here(self, now: float, *, probe: bool = False) -> None:
        packed = Packed(Kind.DIGEST, encode_digest(self._end.holds_by_radio()), frozenset())
        if self.lora.may_send(packed.size) and self._put(packed, Priority.BACKGROUND, probe=probe):
            self._digest_at = now + DIGEST_S + self._world.chance(0.0, SOON_S)


_PRIORITY = {False: Priority.RELIABLE, True: Priority.BACKGROUND}
