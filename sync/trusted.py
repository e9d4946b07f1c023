"""The time that a unit's counters go by: what its sources say, and a leap only when two of them agree."""

from dataclasses import dataclass, field

from field_node.clock import UnitClock
from field_node.records.record import TimeQuality
from sync.ledger import Ledger
from sync.seal.counter import trusted_now

LAST = "last_trusted"
STEP_S = 3_600
"""How far the last trusted time moves on before it is written down again."""


@dataclass(slots=True)
class TrustedTime:
    """`first`: the moment of the enrolment, the first trusted time of this unit (UTC seconds)."""

    clock: UnitClock
    ledger: Ledger
    first: int
    _offsets: dict[TimeQuality, float] = field(default_factory=dict)

    def hear(self, utc: int, source: TimeQuality) -> None:
        """What a source says now; it goes on by the uptime of the machine."""
        self._offsets[source] = utc - self.clock.stamp().uptime_s

    def now(self) -> int | None:
        """UTC seconds to trust, None where no source may be believed."""
        stamp = self.clock.stamp()
        if stamp.quality >= TimeQuality.GPS:
            self._offsets[stamp.quality] = stamp.made_at - stamp.uptime_s
        last = max(self.ledger.get(LAST) or 0, self.first)
        readings = {source.name: int(offset + stamp.uptime_s) for source, offset in self._offsets.items()}
        trusted = trusted_now(readings, last_trusted=last)
        if trusted is not None and trusted - last >= STEP_S:
            self.ledger.put({LAST: trusted})
        return trusted
