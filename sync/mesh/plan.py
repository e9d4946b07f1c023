"""What goes on air next: by class, by what the center's slips show missing, as far as the channel is free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.session import CHATTER, COUNT, POSITION, SOS, STOCK, Chance, in_order

HOLD_S: Mapping[int, float] = {SOS: 0.0, COUNT: 60.0, STOCK: 180.0, POSITION: 0.0, CHATTER: 900.0}
"""How long an entry waits for company before it makes a frame leave."""
SOS_AGAIN_S = (15.0, 30.0, 60.0, 120.0)
SOS_ASKED = 3  # so many times an SOS asks the neighbours' radios for an ack, which triples its air
POSITION_S = 60.0  # the newest position waits at least so long after a frame
A_LOAD = 24  # entries that fill a frame; more trails and chatter than that only keep to the budget's pace
LATE_S = 90.0  # a slip that comes so long after a frame would know of it
ROUND_S = 600.0  # so often at least a gateway answers on a busy channel
FIRST_PAUSE_S, LONGEST_PAUSE_S, PAUSE_LONGER = 60.0, 3600.0, 1.25
PAUSE_GROWS = (
    1.5  # per cent of channel use above FREE that make the pause as long again: answers are rarer then
)
FREE = 8.0  # per cent of channel use at which a gateway finds the quiet moment for an answer at once
SPENT_GROWS = (
    2.5  # the same per cent, from 0 on, of who has spent his hour; and that one waits twice as long anyway
)
JITTER_S = 10.0  # several units hear the same slips
BUSY, FULL = 25.0, 40.0  # per cent of channel use: no trails and chatter; only SOS


@dataclass(frozen=True, slots=True)
class Tried:
    """The last time that an entry went on air: when (monotonic), under which counter, how often so far."""

    at: float
    counter: int
    times: int


@dataclass(frozen=True, slots=True)
class Item:
    """An own entry that the center lacks. `since`: when it was first seen waiting, monotonic seconds."""

    seq: int
    urgency: int
    since: float
    tried: Tried | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """What is known of the mesh. Times are monotonic seconds.

    `slip_at`, `slip_highest`: when the newest slip came, and the highest counter of ours that the center had then.
    `silent_since`: when the first frame went out that no slip has followed, or the last try into the silence.
    """

    slip_at: float = float("-inf")
    slip_highest: int = -1
    silent_since: float | None = None
    pause_s: float = FIRST_PAUSE_S
    sent_at: float = float("-inf")
    not_before: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Choice:
    """What to put into the next frame, first things first. `sos`: one alone. `ask`: with want_ack. `background`: no hurry. `probe`: into the silence."""

    seqs: tuple[int, ...]
    sos: bool = False
    ask: bool = False
    background: bool = False
    probe: bool = False


def next_choice(
    items: Sequence[Item], air: Air, *, now: float, channel_use: float, paced: bool, spare: bool
) -> Choice | None:
    """What should leave now; None while nothing is due. `paced`, `spare`: the budget has room for what is not urgent, for trails."""
    if sos := _sos(items, now):
        return Choice((sos.seq,), sos=True, ask=sos.tried is None or sos.tried.times < SOS_ASKED)
    if channel_use >= FULL or now < air.not_before:
        return None
    sendable = [one for one in items if one.urgency != SOS and (one.tried is None or missing(one.tried, air))]
    if not spare:
        sendable = _without_trail(sendable)
    if channel_use >= BUSY:
        sendable = [one for one in sendable if one.urgency <= STOCK]
    if any(_is_due(one, now) for one in sendable if one.urgency <= STOCK):
        return Choice(_ordered(sendable))
    soon = len(sendable) >= A_LOAD or now - air.sent_at >= POSITION_S
    if paced and soon and any(_is_due(one, now) for one in sendable):
        return Choice(_ordered(sendable), background=True)
    return _probe(items, air, now, _patience(channel_use, spare=spare))


def missing(tried: Tried, air: Air) -> bool:
    """A slip has come since that should name it and does not."""
    if air.slip_at <= tried.at:
        return False
    return air.slip_highest >= tried.counter or air.slip_at - tried.at >= LATE_S


def after_sent(air: Air, now: float, *, probe: bool) -> Air:
    """A frame went out; `probe`: into the silence."""
    if probe:
        pause_s = min(air.pause_s * PAUSE_LONGER, LONGEST_PAUSE_S)
        return replace(air, sent_at=now, silent_since=now, pause_s=pause_s)
    return replace(air, sent_at=now, silent_since=now if air.silent_since is None else air.silent_since)


def after_slip(air: Air, now: float, *, highest: int, chance: Chance) -> Air:
    """The center has spoken to us: what it does not name is due again, a moment later."""
    return replace(
        air,
        slip_at=now,
        slip_highest=max(highest, air.slip_highest),
        silent_since=None,
        pause_s=FIRST_PAUSE_S,
        not_before=now + chance(0.0, JITTER_S),
    )


def _sos(items: Iterable[Item], now: float) -> Item | None:
    due = [one for one in items if one.urgency == SOS and _sos_due(one, now)]
    return min(due, key=lambda one: (one.tried.at if one.tried else float("-inf"), one.seq), default=None)


def _sos_due(one: Item, now: float) -> bool:
    if one.tried is None:
        return True
    return now - one.tried.at >= SOS_AGAIN_S[min(one.tried.times, len(SOS_AGAIN_S)) - 1]


def _is_due(one: Item, now: float) -> bool:
    return one.tried is not None or now - one.since >= HOLD_S[one.urgency]


def _patience(channel_use: float, *, spare: bool) -> float:
    """How many times the pause an answer may take."""
    if spare:
        return 1 + max(0.0, channel_use - FREE) / PAUSE_GROWS
    return 2 * (1 + channel_use / SPENT_GROWS)


def _probe(items: Iterable[Item], air: Air, now: float, patience: float) -> Choice | None:
    """Into the silence: one frame that begins with what was tried least often, the most urgent of it first."""
    tried = [(one, one.tried) for one in items if one.tried is not None and one.urgency != SOS]
    if not tried:
        return None
    last = max(air.slip_at, *(how.at for _, how in tried))
    since = last if air.silent_since is None else air.silent_since
    if now - since < min(air.pause_s * patience, LONGEST_PAUSE_S):
        return None
    least = min(how.times for _, how in tried)
    first = _ordered(one for one, how in tried if how.times == least)
    rest = _ordered(one for one, how in tried if how.times > least)
    return Choice((*first, *rest), background=True, probe=True)


def _without_trail(items: Sequence[Item]) -> list[Item]:
    newest = max((one.seq for one in items if one.urgency == POSITION), default=None)
    return [one for one in items if one.urgency != POSITION or one.seq == newest]


def _ordered(items: Iterable[Item]) -> tuple[int, ...]:
    return tuple(one.seq for one in in_order(items))
