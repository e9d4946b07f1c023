"""A node of the simulated air as a unit's radio."""

from collections.abc import Callable

from hardware.radio.air.links import Position
from hardware.radio.air.model import Air
from hardware.radio.air.queue import Waiting
from hardware.radio.air.radio import PRIVATE_APP, AirRadio


class AirNode:
    """`transmitted` is told the bytes of each own packet that goes on air, retries too."""

    def __init__(
        self, air: Air, number: int, position: Position | None, transmitted: Callable[[int], object]
    ) -> None:
        self.modem = air.modem
        self._air, self._transmitted = air, transmitted
        self.station = air.node(f"unit{number}", number=0x1000 + number, position=position)
        self.station.access.started = self._started

    def radio(self, listen: Callable[[], object]) -> AirRadio:
        """As in Node."""
        radio = self._air.radio(self.station)
        radio.listen, radio.names_neighbours = listen, False
        return radio

    def power(self, *, on: bool) -> None:
        """As in Node."""
        if on:
            self._air.back(self.station.name)
        else:
            self._air.away(self.station.name)

    def _started(self, one: Waiting) -> None:
        packet = one.packet
        if one.window is None and packet.sender == self.station.number and packet.portnum == PRIVATE_APP:
            self._transmitted(len(packet.payload))
