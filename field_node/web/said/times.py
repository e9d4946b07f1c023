"""Instants and days as people in Indonesia read and type them; inside, time stays UTC."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from field_node.web.said.language import _, many

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
HOURS_AHEAD = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Keppres 41/1987; no daylight saving."""
STALE_S = 86_400 * 2
_EPOCH = date(1970, 1, 1)
_LAST_S = 253_370_764_800  # the year 9999: datetime has no later one


@dataclass(frozen=True, slots=True)
class Zone:
    """One of the three zones of Indonesia."""

    name: str

    def at(self, utc_s: int) -> datetime:
        """The wall time there. Instants after the year 9999 stop there."""
        return datetime.fromtimestamp(min(utc_s, _LAST_S), UTC).astimezone(self._offset())

    def _offset(self) -> timezone:
        return timezone(timedelta(hours=HOURS_AHEAD[self.name]), self.name)

    def instant(self, text: str) -> int:
        """`2026-11-22T17:00`, with seconds or without, as typed there -> UTC seconds. Raises ValueError."""
        form = "%Y-%m-%dT%H:%M" if len(text) == len("2026-11-22T17:00") else "%Y-%m-%dT%H:%M:%S"
        naive = datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
        return int(naive.replace(tzinfo=self._offset()).timestamp())

    def typed(self, utc_s: int, *, seconds: bool = False) -> str:
        """The value of a datetime-local field."""
        return self.at(utc_s).strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")

    def long(self, utc_s: int) -> str:
        """22 Nov 2026 17.00 WIB"""
        return f"{_day(self.at(utc_s))} {self.short(utc_s)} {self.name}"

    def short(self, utc_s: int) -> str:
        """17.00"""
        return self.at(utc_s).strftime("%H.%M")

    def age(self, utc_s: int | None, now: int) -> str:
        """How long ago, in words; None = never."""
        if utc_s is None:
            return _("belum pernah")
        past = now - utc_s
        if past < -60:
            return _("%(waktu)s (di depan jam unit)") % {"waktu": self.long(utc_s)}
        return _recent(past) or self._older(utc_s, now)

    def _older(self, utc_s: int, now: int) -> str:
        days = (self.at(now).date() - self.at(utc_s).date()).days
        if days <= 0:
            return _hours_ago((now - utc_s) // 3600)
        if days == 1:
            return _("kemarin %(jam)s") % {"jam": f"{self.short(utc_s)} {self.name}"}
        told = many("%(n)s hari lalu", "%(n)s hari lalu", days) % {"n": days}
        return _("%(umur)s (usang)") % {"umur": told} if now - utc_s > STALE_S else told


def _recent(past_s: int) -> str:
    if past_s < 60:
        return _("baru saja")
    if past_s < 3600:
        return many("%(n)s menit lalu", "%(n)s menit lalu", past_s // 60) % {"n": past_s // 60}
    return _hours_ago(past_s // 3600) if past_s < 43_200 else ""


def _hours_ago(hours: int) -> str:
    return many("%(n)s jam lalu", "%(n)s jam lalu", hours) % {"n": hours}


def distance(seconds: int) -> str:
    """A stretch of time in words: `kurang dari 1 menit`, `57 menit`, `13 jam`, `40 hari`."""
    return _length(*_measured(seconds)) if seconds >= 60 else _("kurang dari 1 menit")


def ago(past_s: int) -> str:
    """How long it is over: `baru saja`, `57 menit lalu`, `40 hari lalu`; never the wall time of a reader elsewhere."""
    number, word = _measured(past_s)
    return many(AGO[word], AGO[word], number) % {"n": number} if number else _("baru saja")


def _measured(seconds: int) -> tuple[int, str]:
    for size, word in ((86_400, "hari"), (3_600, "jam")):
        if seconds >= 2 * size:
            return seconds // size, word
    return seconds // 60, "menit"


def wait(seconds: float) -> str:
    """A short time to wait, never less than it is: `45 detik`, `4 menit 10 detik`."""
    whole = math.ceil(seconds)
    parts = [(whole // 60, "menit"), (whole % 60, "detik")]
    return " ".join(_length(number, word) for number, word in parts if number) or _length(0, "detik")


LENGTHS = {"hari": "%(n)s hari", "jam": "%(n)s jam", "menit": "%(n)s menit", "detik": "%(n)s detik"}
AGO = {"hari": "%(n)s hari lalu", "jam": "%(n)s jam lalu", "menit": "%(n)s menit lalu"}


def _length(number: int, word: str) -> str:
    return many(LENGTHS[word], LENGTHS[word], number) % {"n": number}


def _day(when: date) -> str:
    return f"{when.day} {_(MONTHS[when.month - 1])} {when.year}"


def day_shown(days: int) -> str:
    """22 Nov 2026, from days since 1970."""
    return _day(_EPOCH + timedelta(days=days))


def day_typed(days: int) -> str:
    """The value of a date field."""
    return (_EPOCH + timedelta(days=days)).isoformat()


def day_read(text: str) -> int:
    """`2026-11-22` -> days since 1970. Raises ValueError."""
    return (date.fromisoformat(text) - _EPOCH).days
