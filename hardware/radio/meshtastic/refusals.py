"""What a radio's QueueStatus says of a packet, and when it may be tried again."""

import re

from hardware.radio.meshtastic.worker_wire import Message
from hardware.radio.radio import NotSent, Refusal

REFUSALS: dict[
    int, Refusal
] = {  # QueueStatus.res: Routing.Error, and ErrorCode of meshtastic/firmware MeshTypes.h
    7: "too_large",
    9: "duty_cycle",
    32: "queue_full",
    33: "off_air",
    34: "off_air",
    38: "rate_limit",
}
DUTY_PAUSE_S = 60.0  # where it does not say when


def refusal(status: Message, notice: str) -> NotSent:
    """Why the radio did not queue a packet. `notice`: what it said for people meanwhile."""
    reason = REFUSALS.get(status["res"], "other")
    return NotSent(reason, f"res {status['res']}", retry_after_s=_pause_s(reason, notice))


def _pause_s(reason: Refusal, notice: str) -> float | None:
    if reason != "duty_cycle":
        return None
    minutes = re.search(r"(\d+) min", notice)
    return float(minutes[1]) * 60 if minutes else DUTY_PAUSE_S
