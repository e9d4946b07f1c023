"""What the pages hear of the radio: the row `radio`, and the airtime that a restart must not forget."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from field_node.clock import Stamp
from field_node.records.record import TimeQuality
from field_node.store import status
from field_node.store.connection import Store
from hardware.radio.radio import Health
from sync.budget import FOR_SOS, WINDOW_S, Budget
from sync.links.lora import Lora
from sync.mesh.gateway import Gateway
from sync.mesh.plan import Item
from sync.radio_words import PROBLEMS, SETTINGS

TOLD_EVERY_S = 15.0
AIRTIME, RADIO = "airtime", "radio"
USUAL_ENTRY_BYTES = 8  # of an entry among others in a packet, until we have sent some
PACKET_ENTRIES = 20


class RadioTeller:
    """Says the row when a word of it changes, and every 15 seconds."""

    def __init__(
        self, store: Store, *, device: str, now: Callable[[], int], monotonic: Callable[[], float]
    ) -> None:
        self._store, self._device, self._now, self._monotonic = store, device, now, monotonic
        self._said: tuple[object, ...] = ()
        self._said_at = float("-inf")

    def is_due(self, health: Health) -> bool:
        """Something that a person looks for is another, or the row is old."""
        same = (health.problem, health.problems, health.number) == self._said
        return not same or self._monotonic() - self._said_at >= TOLD_EVERY_S

    def tell(
        self,
        lora: Lora,
        items: Iterable[Item],
        gateway: Gateway | None,
        times: Mapping[str, int | None],
    ) -> None:
        """Writes the row. `times`: `sent_at`, `heard_at`, `receipt_at`, UTC seconds."""
        health = lora.health()
        self._said, self._said_at = (health.problem, health.problems, health.number), self._monotonic()
        body = {
            **asdict(health),
            "device": self._device,
            "sentence": PROBLEMS.get(health.problem, health.problem),
            "wrong_settings": [SETTINGS.get(code, code) for code in health.problems],
            **_budget(lora.budget, self._monotonic()),
            "queue": queue(items, lora, self._monotonic()),
            "gateway": None if gateway is None else {"carried": gateway.carried, "waiting": gateway.waiting},
            **times,
        }
        status.say(self._store, RADIO, body, self._now())


def _budget(budget: Budget, now: float) -> dict[str, float]:
    """Seconds on air in the last hour, of how many, and how many of those are kept for SOS."""
    used, allowed = budget.used_s(now), budget.allowed_s
    return {
        "used_s": round(used, 1),
        "allowed_s": round(allowed, 1),
        "for_sos_s": round(allowed * FOR_SOS, 1),
    }


def queue(items: Iterable[Item], lora: Lora, now: float) -> list[dict[str, object]]:
    """By class, most urgent first: how many wait for the air, how many wait for a receipt, and in how many seconds all went out."""
    found = list(items)
    told, ahead = list[dict[str, object]](), 0
    for urgency in sorted({one.urgency for one in found}):
        of_class = [one for one in found if one.urgency == urgency]
        unsent = sum(one.tried is None for one in of_class)
        ahead += unsent
        through_s = round(through(ahead, lora, now)) if unsent else None
        told.append(
            {"class": urgency, "unsent": unsent, "on_air": len(of_class) - unsent, "through_s": through_s}
        )
    return told


def through(entries: int, lora: Lora, now: float) -> float:
    """Seconds until so many entries have gone out at the pace that the budget allows: an estimate."""
    packets = -(-entries // PACKET_ENTRIES)
    seconds = lora.cost_s(min(lora.mtu, 17 + entries * USUAL_ENTRY_BYTES)) * packets
    left = lora.budget.left_s(now)
    if seconds <= left:
        return seconds
    rate = lora.budget.allowed_s * (1 - FOR_SOS) / WINDOW_S
    return (seconds - left) / rate if rate > 0 else WINDOW_S * 24


class Airtime:
    """The airtime of the last hour, kept in the store: neither a restart nor a clock that is set begins a new hour."""

    def __init__(self, store: Store, stamp: Callable[[], Stamp]) -> None:
        self._store, self._stamp = store, stamp

    def budget(self, allowed: float, *, monotonic: float) -> Budget:
        """What was spent before, as if it went out at these monotonic times."""
        now = self._stamp()
        rows = self._recent(now)
        return Budget(allowed, tuple(sorted((monotonic - _age_s(then, now), each) for then, each in rows)))

    def spent(self, seconds: float) -> None:
        """So much went out now; below 0: so much of the last that went out did not."""
        now = self._stamp()
        rows = self._recent(now)
        if seconds >= 0:
            rows.append((now, round(seconds, 3)))
        elif rows:
            rows[-1] = rows[-1][0], max(0.0, round(rows[-1][1] + seconds, 3))
        status.say(self._store, AIRTIME, {"rows": rows}, now.made_at)

    def _recent(self, now: Stamp) -> list[tuple[Stamp, float]]:
        said = status.read(self._store, AIRTIME)
        rows = [(Stamp(*then), seconds) for then, seconds in said.body.get("rows", ())] if said else []
        return [(then, seconds) for then, seconds in rows if _age_s(then, now) < WINDOW_S]


def _age_s(then: Stamp, now: Stamp) -> float:
    """How long ago that was at least: by uptime, which nobody sets. An earlier boot ended before this one began."""
    if then.boot == now.boot:
        return now.uptime_s - then.uptime_s
    knew_time = min(then.quality, now.quality) >= TimeQuality.GPS
    return max(now.uptime_s, now.made_at - then.made_at if knew_time else 0.0)
