"""The radio's part of a unit's process: opened when it can be, from its settings."""

import logging
import random
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from field_node.config import Config
from field_node.store import status
from hardware.errors import UnknownDevice
from hardware.radio import open_radio
from hardware.radio.airtime import PRESETS
from sync.budget import allowed_s
from sync.frames import LORA_MTU
from sync.links.errand import Lane, Ring
from sync.links.lora import Lora
from sync.mesh.end import MeshEnd, MeshWorld
from sync.mesh.shelf import opened_gateway
from sync.mesh.telling import RADIO, Airtime, RadioTeller
from sync.radio_setup import BadRadioKey, RadioTaken, holding_radio, wanted
from sync.unit_end import UnitEnd
from sync.uplink import linked

AGAIN_S = 10.0  # `tagana radio` may have the radio for a moment
TAKEN = "Radio sedang dipakai perintah lain di unit ini. Dicoba lagi sendiri."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """`online`: the internet carries our own entries now. `ring`: something came, in a link's thread."""

    online: Callable[[], bool]
    ring: Ring
    monotonic: Callable[[], float]
    chance: random.Random


class OnAir:
    """One unit on the mesh, or the reason why it is not; for settings that name a radio."""

    def __init__(self, config: Config, way: Way) -> None:
        self._config, self._way = config, way
        self._end: UnitEnd | None = None
        self._mesh: MeshEnd | None = None
        self._held = ExitStack()
        self._try_at = float("-inf")

    def begin(self, end: UnitEnd | None) -> None:
        """Speak for that unit from now on; for none when it is None."""
        self.close()
        self._end, self._try_at = end, float("-inf")

    def step(self) -> float:
        """One step of the mesh, or a try to open it; the seconds to rest."""
        now = self._way.monotonic()
        if self._mesh is None and self._end and now >= self._try_at:
            self._try_at = now + AGAIN_S
            self._open(self._end)
        return self._mesh.step() if self._mesh else AGAIN_S

    def close(self) -> None:
        """Let go of the radio."""
        self._mesh = None
        self._held.close()

    def _open(self, end: UnitEnd) -> None:
        try:
            with ExitStack() as opening:
                opening.enter_context(holding_radio(self._config))
                mesh = opened_mesh(self._config, end, self._way)
                opening.callback(mesh.close)
                self._held = opening.pop_all()
        except RadioTaken:
            self._cannot(end, TAKEN)
        except (UnknownDevice, BadRadioKey) as error:
            self._cannot(end, str(error))
        else:
            self._mesh = mesh

    def _cannot(self, end: UnitEnd, sentence: str) -> None:
        _log.warning("mesh: not opened: %s", sentence)
        body = {"problem": "settings", "sentence": sentence, "device": self._config.radio.device}
        status.say(end.store, RADIO, body, end.now())


def opened_mesh(config: Config, end: UnitEnd, way: Way) -> MeshEnd:
    """Does not touch the radio yet. Raises UnknownDevice, BadRadioKey, InsecureAddress."""
    settings = config.radio
    airtime = Airtime(end.store, end.stamp)

    def allowed() -> float:
        return allowed_s(settings.gateway_duty_percent if way.online() else settings.duty_percent)

    lora = Lora(
        open_radio(settings.device, wanted=wanted(config), chance=way.chance),
        PRESETS[settings.preset],
        airtime.budget(allowed(), monotonic=way.monotonic()),
        monotonic=way.monotonic,
        spent=airtime.spent,
    )
    lane = Lane(linked(end, config, mtu=LORA_MTU), way.ring)
    chance = way.chance.uniform
    return MeshEnd(
        end,
        lora,
        gateway=opened_gateway(end.store, lane, monotonic=way.monotonic, chance=chance),
        world=MeshWorld(monotonic=way.monotonic, chance=chance, online=way.online, allowed_s=allowed),
        teller=RadioTeller(end.store, device=settings.device, now=end.now, monotonic=way.monotonic),
    )
