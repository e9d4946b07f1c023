"""The end of a live air that a simulated radio device holds: its `Antenna`, which others may listen in on."""

from hardware.radio.air.ether import Flight
from hardware.radio.air.links import noise_dbm
from hardware.radio.air.live import Live
from hardware.radio.air.queue import Waiting
from hardware.radio.air.station import Listener, Station, Word, as_heard
from hardware.radio.airtime import PRESETS
from hardware.radio.antenna import HOLDS, AirPacket, AirWord, Ear, Tuning


class AirAntenna:
    """An `Antenna` over one node. `also`: a second computer behind the same node."""

    def __init__(self, station: Station, live: Live) -> None:
        self.station = station
        self.also: Listener | None = None
        self._live = live
        self._ear: Ear | None = None
        self._lost_before = 0
        station.listener = self
        station.access.started = self._started

    def attach(self, ear: Ear) -> None:
        """As `Antenna.attach`."""
        self._ear = ear

    def tune(self, tuning: Tuning | None) -> None:
        """As `Antenna.tune`."""
        self._live.meet()
        station = self.station
        if tuning is None:
            station.tune(None, station.modem, station.role)
        else:
            station.power_dbm, station.duty_percent = tuning.power_dbm, tuning.duty_percent
            station.tune(band_of(tuning), PRESETS[tuning.preset], tuning.role)
            self._lost_before = station.count.dropped
        self._live.touch()

    def transmit(self, packet: AirPacket) -> int:
        """As `Antenna.transmit`."""
        self._live.meet()
        answer = self.station.send(packet)
        self._live.touch()
        return answer

    def free(self) -> int:
        """As `Antenna.free`."""
        return HOLDS - len(self.station.access.waits)

    def channel_use(self) -> float:
        """As `Antenna.channel_use`."""
        self._live.meet()
        return self.station.channel_use()

    def air_use(self) -> float:
        """As `Antenna.air_use`."""
        return self.station.air_use()

    def dropped(self) -> int:
        """As `Antenna.dropped`."""
        return self.station.count.dropped - self._lost_before

    def now(self) -> float:
        """As `Antenna.now`."""
        return self._live.now()

    def heard(self, flight: Flight, snr: float) -> int:
        """From the node: for the device, then for who listens in."""
        packet, reason = flight.packet, 0
        if self._ear is not None and packet is not None:
            reason = self._ear.heard(as_heard(packet, flight, snr, noise_dbm(self.station.modem)))
        if self.also is not None:
            self.also.heard(flight, snr)
        return reason

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """From the node: for the device, then for who listens in."""
        if self._ear is not None:
            self._ear.told(AirWord(word, packet, reason, answer))
        if self.also is not None:
            self.also.told(word, packet, reason, answer)

    def _started(self, one: Waiting) -> None:
        flight = self.station.access.on_air
        if one.window is None and flight is not None:
            self.told("started", one.packet.id)
            self._live.air.at(flight.ends, self._sent, one.packet.id)

    def _sent(self, packet: int) -> None:
        self.told("sent", packet)


def band_of(tuning: Tuning) -> tuple[str, str, str]:
    """What two nodes must have in common to hear each other."""
    return tuning.region, tuning.preset, tuning.slot
