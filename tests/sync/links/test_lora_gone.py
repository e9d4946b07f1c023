"""A radio that goes in the middle of a packet: what it did with it nobody knows, and the budget takes the worse."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.errors import RadioGone
from hardware.radio.airtime import PRESETS
from hardware.radio.radio import Fate, Health, Heard, Priority
from sync.budget import Budget
from sync.links.lora import Lora

FRAME = bytes((0x41, 0, 7)) + bytes(60)


@dataclass
class Failing:
    """Goes in each `send`: after it has taken the packet, or because it was gone before."""

    gone: bool = False
    on_air: list[bytes] = field(default_factory=list)

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        if not self.gone:
            self.on_air.append(payload)
        self.gone = True
        raise RadioGone("unplugged")

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        return None

    def health(self) -> Health:
        return Health(problem="unplugged" if self.gone else "")

    def close(self) -> None:
        self.gone = True


def a_lora(radio: Failing, now: Callable[[], float], kept: list[float]) -> Lora:
    return Lora(radio, PRESETS["LONG_FAST"], Budget(36.0), monotonic=now, spent=kept.append)


def test_a_radio_that_goes_with_a_packet_in_hand_may_have_sent_it() -> None:
    radio, kept = Failing(), list[float]()
    lora = a_lora(radio, lambda: 10.0, kept)
    assert not lora.send(FRAME, Priority.ALERT, ask=True)
    assert len(radio.on_air) == 1
    assert lora.budget.used_s(10.0) == lora.cost_s(len(FRAME), ask=True) == sum(kept)
    assert not lora.may_send(len(FRAME), sos=True)


def test_a_radio_that_was_gone_before_has_sent_nothing() -> None:
    radio, kept = Failing(gone=True), list[float]()
    lora = a_lora(radio, lambda: 10.0, kept)
    assert not lora.send(FRAME, Priority.RELIABLE)
    assert lora.budget.used_s(10.0) == 0 and kept == []
