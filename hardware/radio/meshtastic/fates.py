"""What became of packets that the radio has taken: acks and NAKs matched with them, and an end to waiting."""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.meshtastic.worker_wire import Message
from hardware.radio.radio import Fate

NONE, MAX_RETRANSMIT = 0, 5
NAKS = {  # Routing.Error of the Meshtastic protobufs
    1: "no_route",
    2: "got_nak",
    3: "timeout",
    4: "no_interface",
    6: "no_channel",
    7: "too_large",
    8: "no_response",
    9: "duty_cycle",
    32: "bad_request",
    33: "not_authorized",
    34: "pki_failed",
    35: "pki_unknown_pubkey",
    38: "rate_limit",
    39: "pki_send_fail_public_key",
}
INTERVALS = 5
IDLE_SLOTS, RELAY_SLOTS, FIXED_S = (
    8,
    48,
    4.5,
)  # 2^CW of an idle channel; meshtastic/firmware RadioInterface.cpp


def retry_s(preset: str, size: int) -> float:
    """Seconds between two tries of a `want_ack` packet of `size` bytes on an idle channel."""
    modem = PRESETS.get(preset, PRESETS["LONG_SLOW"])
    return 2 * time_on_air_s(modem, size) + (IDLE_SLOTS + RELAY_SLOTS) * modem.slot_s + FIXED_S


@dataclass(frozen=True, slots=True)
class _Waiting:
    until: float
    want_ack: bool


class Fates:
    """Packets whose fate is open. `monotonic`: seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._open: dict[int, _Waiting] = {}

    def taken(self, packet: int, *, want_ack: bool, retry_after_s: float) -> None:
        """The radio has queued it: a NAK may come, with `want_ack` also an ack."""
        self._open[packet] = _Waiting(self._monotonic() + INTERVALS * retry_after_s, want_ack)

    def forget(self, packet: int | None) -> None:
        """The radio did not take it."""
        if packet is not None:
            self._open.pop(packet, None)

    def said(self, routing: Message, own: int) -> Fate | None:
        """What an ack or NAK means; None for those of others, of packets not ours, and repetitions."""
        packet, error = routing["id"], routing["error"]
        if routing["from"] != own or packet not in self._open:
            return None
        waiting = self._open.pop(packet)
        if error == NONE:
            return Fate(packet, "repeated") if waiting.want_ack else None
        if error == MAX_RETRANSMIT:
            return Fate(packet, "unheard")
        return Fate(packet, "refused", NAKS.get(error, f"error_{error}"))

    def overdue(self) -> list[Fate]:
        """Those that got no word in time."""
        now = self._monotonic()
        return self._ended([packet for packet, waiting in self._open.items() if waiting.until <= now])

    def lost(self) -> list[Fate]:
        """All of them: the radio that knew is another one now."""
        return self._ended(list(self._open))

    def _ended(self, packets: list[int]) -> list[Fate]:
        waited = [packet for packet in packets if self._open.pop(packet).want_ack]
        return [Fate(packet, "unknown") for packet in waited]

    def next_end(self) -> float | None:
        """The moment at which the next one is overdue."""
        return min((waiting.until for waiting in self._open.values()), default=None)
