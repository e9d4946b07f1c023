"""One thing of the unit as a page tells it: how it is, what is known, from whom and how old, what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from field_node.web.desk import Desk
from field_node.web.said.language import _, later

Facts = list[tuple[str, str]]
SILENT_S = 120
"""A process that has said nothing for longer is not running."""


class Tone(Enum):
    """How something is. `UNKNOWN` is never good: nobody looked. Nor is `UNSURE`: what was seen may be of another day."""

    GOOD = later("baik")
    LOOK = later("perlu dilihat")
    BAD = later("belum siap")
    UNSURE = later("belum pasti")
    UNKNOWN = later("tidak diketahui")

    @property
    def mark(self) -> str:
        """The class of its mark."""
        others = {Tone.GOOD: "enough", Tone.BAD: "grave", Tone.UNKNOWN: "wait"}
        return others.get(self, "check")

    @property
    def icon(self) -> str:
        """Never colour alone."""
        others = {Tone.GOOD: "diterima", Tone.BAD: "tolak", Tone.UNKNOWN: "cari", Tone.UNSURE: "jam"}
        return others.get(self, "periksa")

    @property
    def word(self) -> str:
        """In the language of whoever asks."""
        return _(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """`source`: who said it; `age`: when, in words, "" for what this process sees itself. `link`: endpoint and its label."""

    title: str
    icon: str
    tone: Tone
    headline: str
    facts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    age: str = ""
    steps: tuple[str, ...] = ()
    link: tuple[str, str] | None = None


def fresh(desk: Desk, name: str, within_s: int = SILENT_S) -> Mapping[str, Any] | None:
    """What a process said of that name, unless it said it too long ago."""
    said = desk.status(name)
    return said if said is not None and abs(desk.now - int(said["at"])) <= within_s else None


def by_age(desk: Desk, tone: Tone) -> Tone:
    """Nothing is well by its age while the clock may be wrong."""
    return Tone.UNSURE if tone is Tone.GOOD and not desk.clock.trusted() else tone


def age_of(desk: Desk, name: str) -> str:
    """When it was said; "" when nobody ever did."""
    said = desk.status(name)
    return desk.age(int(said["at"])) if said else ""
