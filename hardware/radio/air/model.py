"""A simulated air: nodes that behave as Meshtastic radios on one channel, on one virtual clock, by one seed."""

import random
import zlib
from collections.abc import Callable, Iterable
from typing import Any

from hardware.radio.air.count import Count, total
from hardware.radio.air.ether import Ether
from hardware.radio.air.links import Fading, Links, Position, Tie
from hardware.radio.air.radio import AirRadio
from hardware.radio.air.settings import Settings
from hardware.radio.air.station import Station, World
from hardware.radio.air.time import Timeline
from hardware.radio.airtime import PRESETS, Modem


class Air:
    """Many radios, one channel. Nothing happens between calls: `run_until`, `advance` and `next_at` move its clock.

    The same seed and the same calls give the same air, packet by packet.
    """

    def __init__(
        self, seed: int, modem: Modem = PRESETS["LONG_FAST"], *, settings: Settings | None = None
    ) -> None:
        self.modem = modem
        self.band: object = modem
        self.settings = settings = settings or Settings()
        self.chance = random.Random(seed)
        self.timeline = Timeline()
        self.stations: dict[str, Station] = {}
        self._names: dict[int, str] = {}
        self._links = Links(settings, self.chance)
        self.ether = Ether(self.timeline, self._links, self.chance, settings.capture_db)
        self.world = World(self.ether, self.timeline, self.chance, settings)

    @property
    def now(self) -> float:
        """Seconds since the air began."""
        return self.timeline.now

    def at(self, when: float, call: Callable[[Any], object], given: Any = None) -> None:
        """`call(given)` at a moment of the virtual clock, at once if that has passed."""
        self.timeline.at(max(when, self.now), call, given)

    def next_at(self) -> float:
        """When something happens next on the air; infinity if nothing does."""
        return self.timeline.next_at()

    def run_until(self, moment: float) -> None:
        """Let everything happen up to this moment."""
        self.timeline.run_until(moment)

    def advance(self, seconds: float) -> None:
        """`run_until` so much later."""
        self.timeline.run_until(self.timeline.now + seconds)

    def node(
        self, name: str, *, number: int | None = None, position: Position | None = None, **how: Any
    ) -> Station:
        """A node without a computer, on air at once; it relays. `role`, `duty_percent`, `power_dbm` as `how`."""
        role = how.pop("role", "CLIENT")
        number = zlib.crc32(name.encode()) | 1 if number is None else number
        station = Station(name, number, self.world)
        for field, value in how.items():
            setattr(station, field, value)
        self.stations[name] = station
        self._names.setdefault(number, name)
        self.ether.nodes.append(station)
        station.place(position)
        station.tune(self.band, self.modem, role)
        return station

    def join(
        self, name: str, *, number: int | None = None, position: Position | None = None, **how: Any
    ) -> AirRadio:
        """A node with a computer: its `Radio`. Options as in `node`."""
        return self.radio(self.node(name, number=number, position=position, **how))

    def radio(self, station: Station) -> AirRadio:
        """The computer's end of a node; takes the place of the listener before."""
        return AirRadio(station, self.world, self.name_of)

    def name_of(self, number: int) -> str:
        """The node with this number; "" if none has it."""
        return self._names.get(number, "")

    def move(self, name: str, position: Position) -> None:
        """Put a node somewhere else."""
        self.stations[name].place(position)

    def away(self, name: str) -> None:
        """Switch a node off: it forgets its queue and all packets it knew."""
        station = self.stations[name]
        station.tune(None, station.modem, station.role)

    def back(self, name: str) -> None:
        """Switch a node on again."""
        station = self.stations[name]
        station.tune(self.band, self.modem, station.role)

    def link(
        self,
        sender: str,
        hearer: str,
        *,
        snr: float | None = None,
        loss: float | None = None,
        both: bool = True,
    ) -> None:
        """Say how well one hears the other, whatever their positions; `both`: the other direction too."""
        for one, other in ((sender, hearer), (hearer, sender))[: 1 + both]:
            self._links.tie(one, other, Tie(snr=snr, loss=loss))
        self.ether.shift()

    def set_loss(self, share: float) -> None:
        """So much of all receptions is lost from here on, but for links that have a loss of their own."""
        self._links.loss = share
        self.ether.shift()

    def fade(
        self, sender: str, hearer: str, *, good_s: float, bad_s: float, loss: float = 1.0, both: bool = True
    ) -> None:
        """Make a link good and bad by turns, both directions at once; these are the mean times."""
        fading = Fading(good_s, bad_s, loss, random.Random(self.chance.getrandbits(64)))
        for one, other in ((sender, hearer), (hearer, sender))[: 1 + both]:
            self._links.tie(one, other, Tie(fading=fading))
        self.ether.shift()

    def cut(self, sender: str, hearer: str, *, both: bool = True) -> None:
        """From here on neither hears the other; not `both`: only the hearer is deaf."""
        self._silence(sender, hearer, True, both)

    def mend(self, sender: str, hearer: str, *, both: bool = True) -> None:
        """Undo `cut`."""
        self._silence(sender, hearer, False, both)

    def _silence(self, sender: str, hearer: str, cut: bool, both: bool) -> None:
        for one, other in ((sender, hearer), (hearer, sender))[: 1 + both]:
            self._links.silence(one, other, cut=cut)
        self.ether.shift()

    def line(self, names: Iterable[str]) -> None:
        """Cut all links but those between neighbours in this row."""
        row = list(names)
        for place, one in enumerate(row):
            for other in row[place + 2 :]:
                self.cut(one, other)

    def counts(self) -> dict[str, Count]:
        """What happened, node by node."""
        return {name: station.count for name, station in self.stations.items()}

    def total(self) -> Count:
        """What happened in all."""
        return total(self.counts().values())
