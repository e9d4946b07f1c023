"""Orders to an air that runs, one a line: links cut and mended, loss, nodes away, the channel jammed."""

import json
import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from hardware.errors import HardwareError, UnknownDevice, unknown
from hardware.radio.air.host import Host
from hardware.radio.air.jam import Jam, Outsider
from hardware.radio.antenna import AirPacket

FOR_EVER_S = 1e9


class Orders:
    """What a test or the operator of a drill can do. Nodes by name, times in seconds of the air, loss 0 to 1."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._air = host.air
        self._jams: list[Jam] = []
        self._outsider: Outsider | None = None
        self._orders: dict[str, Callable[..., Any]] = {
            **self._on_links(),
            **self._on_nodes(),
            **self._on_all(),
        }

    def _on_links(self) -> dict[str, Callable[..., Any]]:
        air, pair = self._air, self._pair
        return {
            "cut": lambda one, other: air.cut(*pair(one, other)),
            "deafen": lambda one, other: air.cut(*pair(one, other), both=False),
            "mend": lambda one, other: air.mend(*pair(one, other)),
            "line": lambda *names: air.line([self._known(name) for name in names]),
            "loss": self._loss,
            "snr": lambda one, other, db: air.link(*pair(one, other), snr=float(db)),
            "fade": self._fade,
        }

    def _on_nodes(self) -> dict[str, Callable[..., Any]]:
        host, air = self._host, self._air
        return {
            "move": lambda name, east, north: air.move(self._known(name), (float(east), float(north))),
            "away": lambda name: host.away(self._known(name)),
            "back": lambda name: host.back(self._known(name)),
            "device": self._device,
            "nodes": lambda: {name: hosted.radio.station.number for name, hosted in host.nodes.items()},
        }

    def _on_all(self) -> dict[str, Callable[..., Any]]:
        return {
            "jam": self._jam,
            "calm": self._calm,
            "hear": self._hear,
            "speed": lambda times: self._host.live.set_speed(float(times)),
            "count": lambda: {name: asdict(count) for name, count in self._air.counts().items()},
        }

    def do(self, line: str) -> str:
        """One order; the answer is JSON: {"did": what it gives} or {"error": sentence}."""
        try:
            word, *rest = shlex.split(line) or [""]
            if word not in self._orders:
                raise unknown("order", word, self._orders)
            return json.dumps({"did": self._done(word, rest)})
        except (HardwareError, ValueError, TypeError) as error:
            return json.dumps({"error": str(error)})

    def _done(self, word: str, rest: Sequence[str]) -> Any:
        self._host.live.meet()
        given = self._orders[word](*rest)
        self._host.live.touch()
        return given

    def _known(self, name: str) -> str:
        if name not in self._host.nodes:
            raise unknown("node", name, self._host.nodes)
        return name

    def _pair(self, one: str, other: str) -> tuple[str, str]:
        return self._known(one), self._known(other)

    def _loss(self, *told: str) -> None:
        """`loss 0.3` on all links, `loss A B 0.3` on one."""
        *names, share = told
        if not 0 <= float(share) <= 1:
            raise UnknownDevice(f"a loss of {share} is none of 0 to 1")
        if names:
            self._air.link(*self._pair(names[0], names[1]), loss=float(share))
        else:
            self._air.set_loss(float(share))

    def _fade(self, one: str, other: str, good_s: str, bad_s: str) -> None:
        self._air.fade(*self._pair(one, other), good_s=float(good_s), bad_s=float(bad_s))

    def _jam(self, percent: str, for_s: str = "") -> None:
        """`jam 90 [SECONDS]`."""
        until = self._air.now + (float(for_s) if for_s else FOR_EVER_S)
        self._jams.append(Jam(self._air, float(percent), until))

    def _calm(self) -> None:
        while self._jams:
            self._jams.pop().stop()

    def _hear(self, payload: str, sender: str = "0xB0000009") -> None:
        """`hear HEX [NUMBER]`: somebody unseen sends this, readable for the first node."""
        if self._outsider is None:
            self._outsider = Outsider(self._air)
        key = next(iter(self._host.nodes.values())).radio.key
        number = self._air.chance.getrandbits(32)
        self._outsider.shout(
            AirPacket(id=number, sender=int(sender, 0), key=key, portnum=256, payload=bytes.fromhex(payload))
        )

    def _device(self, name: str, *order: str) -> Any:
        """`device NAME ORDER ...`: an order to the simulated device of a node."""
        from hardware.radio.device.control import Control

        server = self._host.nodes[self._known(name)].server
        if server is None:
            raise UnknownDevice(f'"{name}" has no device')
        return json.loads(Control(server).do(shlex.join(order)))
