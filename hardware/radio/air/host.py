"""An air in an event loop with its nodes: each may have a simulated device on a TCP port, and a guest by `sim:`."""

import asyncio
import random
import time
from dataclasses import dataclass
from typing import Any

from hardware.radio.air.antenna import AirAntenna, band_of
from hardware.radio.air.door import Guest
from hardware.radio.air.live import Live
from hardware.radio.air.model import Air
from hardware.radio.air.radio import AirRadio
from hardware.radio.air.scenario import NodePlan, Scenario
from hardware.radio.airtime import PRESETS
from hardware.radio.antenna import Tuning

BOOT_S = 0.3


@dataclass(slots=True)
class Hosted:
    """One node: its end for guests, and with a device its server (`DeviceServer`) and address."""

    radio: AirRadio
    server: Any = None
    address: str = ""
    guest: Guest | None = None


class Host:
    """All in the loop. `nodes` by name."""

    def __init__(self, scenario: Scenario, loop: asyncio.AbstractEventLoop, *, speed: float = 1.0) -> None:
        self.scenario = scenario
        self.air = Air(scenario.seed, PRESETS[scenario.preset], settings=scenario.settings)
        self.live = Live(self.air, loop, speed=speed)
        self.nodes: dict[str, Hosted] = {}
        self._loop = loop
        self._speed = speed
        self._key = b""
        for plan in scenario.nodes:
            self._host(plan)
        for hosted in self.nodes.values():
            hosted.radio.key = self._key

    def _host(self, plan: NodePlan) -> None:
        radio = self.air.join(plan.name, number=plan.number or None, position=plan.position, role=plan.role)
        hosted = self.nodes[plan.name] = Hosted(radio)
        radio.region, radio.preset = self.scenario.region, self.scenario.preset
        if plan.device:
            self._equip(hosted, plan)

    def _equip(self, hosted: Hosted, plan: NodePlan) -> None:
        """Put a simulated device in front of the node; the modules behind it take half a second to load."""
        from hardware.radio.device.core import Device, Pace
        from hardware.radio.device.server import DeviceServer
        from hardware.radio.device.setup import good_setup

        station, scenario = hosted.radio.station, self.scenario
        setup = good_setup(
            station.number, name=plan.name, channel=scenario.channel, psk=bytes.fromhex(scenario.psk)
        )
        _adapt(setup, scenario, plan)
        antenna = AirAntenna(station, self.live)
        antenna.also, self._key = hosted.radio, setup.key_of(0)
        pace = Pace(speed=self._speed, boot_s=BOOT_S)
        chance = random.Random(self.air.chance.getrandbits(64))
        device = Device(setup, antenna, self._loop, chance=chance, utc=time.time, pace=pace)
        self._share_band(setup.tuning())
        antenna.tune(None)
        device.boot()
        hosted.server = DeviceServer(device, self._loop)
        hosted.address = hosted.server.listen(port=plan.port)

    def _share_band(self, tuning: Tuning | None) -> None:
        """Nodes without a device are on the channel of those with one."""
        if tuning is None:
            return
        self.air.band = band_of(tuning)
        bare = [hosted.radio.station for hosted in self.nodes.values() if hosted.server is None]
        for station in bare:
            station.tune(self.air.band, self.air.modem, station.role)

    def enter(self, name: str, guest: Guest) -> AirRadio | None:
        """The end of a node for this guest, who takes the place of the one before; None: no such node."""
        hosted = self.nodes.get(name)
        if hosted is None:
            return None
        if hosted.guest is not None:
            hosted.guest.leave()
        hosted.guest = guest
        return hosted.radio

    def away(self, name: str) -> None:
        """Switch a node off; its device too."""
        self.live.meet()
        if self.nodes[name].server is not None:
            self.nodes[name].server.device.shut_down()
        self.air.away(name)
        self.live.touch()

    def back(self, name: str) -> None:
        """Switch a node on again; a device needs a moment to start."""
        self.live.meet()
        if self.nodes[name].server is not None:
            self.nodes[name].server.device.boot()
        else:
            self.air.back(name)
        self.live.touch()

    def close(self) -> None:
        """Take all doors away."""
        self.live.stop()
        for hosted in self.nodes.values():
            if hosted.guest is not None:
                hosted.guest.leave()
            if hosted.server is not None:
                hosted.server.close()


def _adapt(setup: Any, scenario: Scenario, plan: NodePlan) -> None:
    """Preset, region and role by their names in the protobufs."""
    lora, device = setup.local.lora, setup.local.device
    lora.modem_preset = lora.ModemPreset.Value(scenario.preset)
    lora.region = lora.RegionCode.Value(scenario.region)
    device.role = device.Role.Value(plan.role)
