"""Where `sim:` drivers of other processes come in: one JSON line an order, an answer or an event, over TCP."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from hardware.errors import HardwareError, PayloadTooBig, RadioGone
from hardware.radio.air.live import Live
from hardware.radio.air.radio import AirRadio
from hardware.radio.radio import Fate, Heard, NotSent, Priority

HEALTH_S = 0.5
MOST_LINE = 1 << 16
TOLD = ("problem", "number", "firmware", "model", "region", "preset", "waiting", "channel_use", "air_use")


class Guest(asyncio.Protocol):
    """One driver. Its first line names its node; the newest guest of a node is the only one, as on a real radio."""

    def __init__(self, live: Live, enter: Callable[[str, "Guest"], AirRadio | None]) -> None:
        self._live = live
        self._enter = enter
        self._radio: AirRadio | None = None
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._gone: bool | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio.Protocol."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """As asyncio.Protocol."""
        del exc
        self._radio = None
        if self._timer is not None:
            self._timer.cancel()

    def data_received(self, data: bytes) -> None:
        """As asyncio.Protocol."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        try:
            for line in lines:
                self._order(json.loads(line))
        except (ValueError, KeyError, TypeError):
            self.leave()
        if len(self._rest) > MOST_LINE:
            self.leave()

    def leave(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def _order(self, order: Mapping[str, Any]) -> None:
        if "node" in order:
            self._come_in(str(order["node"]))
        elif self._radio is None:
            self.leave()
        else:
            self._live.meet()
            self._say(self._sent(self._radio, order))
            self._live.touch()
            self._tell_health()

    def _come_in(self, name: str) -> None:
        radio = self._radio = self._enter(name, self)
        if radio is None:
            self._say({"error": f'no node "{name}"'})
            self.leave()
            return
        radio.listen = self._pass_on
        self._tick()

    def _sent(self, radio: AirRadio, order: Mapping[str, Any]) -> dict[str, Any]:
        """What becomes of an order to send."""
        told = {"of": order["of"]}
        try:
            payload, priority = bytes.fromhex(order["send"]), Priority(order["priority"])
            packet = radio.send(payload, priority=priority, want_ack=bool(order["want_ack"]))
        except NotSent as error:
            return {**told, "refused": error.reason, "retry_after_s": error.retry_after_s}
        except (RadioGone, PayloadTooBig):
            return {**told, "gone": True}
        return {**told, "packet": packet}

    def _pass_on(self) -> None:
        """All that waits in the node's inbox."""
        try:
            while self._radio is not None and (one := self._radio.receive()) is not None:
                self._say(_event(one))
        except HardwareError:
            return

    def _tick(self) -> None:
        self._pass_on()
        self._tell_health()
        self._timer = asyncio.get_running_loop().call_later(HEALTH_S, self._tick)

    def _tell_health(self) -> None:
        if self._radio is None:
            return
        self._live.meet()
        health = self._radio.health()
        neighbours = [[one.number, one.name, one.snr, one.hops, one.heard_s_ago] for one in health.neighbours]
        told = {name: getattr(health, name) for name in TOLD}
        self._say({"health": told, "neighbours": neighbours})

    def _say(self, message: Mapping[str, Any]) -> None:
        if self._transport is not None:
            self._transport.write(json.dumps(message).encode() + b"\n")


def _event(one: Heard | Fate) -> dict[str, Any]:
    if isinstance(one, Fate):
        return {"fate": one.word, "packet": one.packet, "reason": one.reason}
    return {
        "heard": one.payload.hex(),
        "sender": one.sender,
        "snr": one.snr,
        "rssi": one.rssi,
        "hops": one.hops,
    }
