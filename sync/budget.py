"""Own airtime of the last hour against what is allowed; a part is kept for SOS."""

from dataclasses import dataclass, replace

WINDOW_S = 3600.0
FOR_SOS = 0.25  # of what is allowed
FOR_TRAILS = 0.5  # of what is allowed, relaying included: once it is spent old positions stay at home


@dataclass(frozen=True, slots=True)
class Budget:
    """`allowed_s`: seconds on air in any hour. `spent`: (when it went out, seconds), oldest first; times are monotonic.

    `told_s`: what the radio itself counts for the last hour, relaying included; the larger figure is believed, except
    for SOS: whoever floods the channel makes every radio relay, and must not silence calls for help by that.
    """

    allowed_s: float
    spent: tuple[tuple[float, float], ...] = ()
    told_s: float = 0.0

    def used_s(self, now: float, *, sos: bool = False) -> float:
        """Seconds on air in the last hour; for `sos` by our own count."""
        own_s = sum(seconds for at, seconds in self.spent if at > now - WINDOW_S)
        return own_s if sos else max(self.told_s, own_s)

    def left_s(self, now: float, *, sos: bool = False) -> float:
        """What may still be spent now; never below 0."""
        allowed = self.allowed_s if sos else self.allowed_s * (1 - FOR_SOS)
        return max(0.0, allowed - self.used_s(now, sos=sos))

    def wait_s(self, seconds: float, now: float, *, sos: bool = False) -> float:
        """How long until `seconds` may be spent, by our own count; `WINDOW_S` when they never may."""
        allowed = self.allowed_s if sos else self.allowed_s * (1 - FOR_SOS)
        used = self.used_s(now, sos=sos)
        if used + seconds <= allowed:
            return 0.0
        for at, each in self.spent:
            used -= each if at > now - WINDOW_S else 0.0
            if used + seconds <= allowed:
                return max(0.0, at + WINDOW_S - now)
        return WINDOW_S

    def paced(self, now: float) -> bool:
        """So much time has passed since the last packet that one like it each such time would keep to the budget."""
        if not self.spent:
            return True
        at, seconds = self.spent[-1]
        rate = self.allowed_s * (1 - FOR_SOS) / WINDOW_S
        return now - at >= seconds / rate if rate > 0 else False

    def spare(self, now: float) -> bool:
        """There is room for what may as well come later: where relays fill the hour, others wait for it."""
        return self.used_s(now) < FOR_TRAILS * self.allowed_s

    def after(self, seconds: float, now: float) -> "Budget":
        """This budget once `seconds` went out; what is older than an hour is forgotten."""
        recent = tuple(one for one in self.spent if one[0] > now - WINDOW_S)
        return replace(self, spent=(*recent, (now, seconds)))

    def less(self, seconds: float, at: float) -> "Budget":
        """This budget when what went out at `at` took `seconds` less than was spent."""
        return replace(self, spent=tuple((when, each - seconds * (when == at)) for when, each in self.spent))

    def told(self, seconds: float) -> "Budget":
        """This budget after the radio has told its own count."""
        return replace(self, told_s=seconds)


def allowed_s(percent: float) -> float:
    """Seconds an hour that `percent` of the time are."""
    return percent / 100 * WINDOW_S
