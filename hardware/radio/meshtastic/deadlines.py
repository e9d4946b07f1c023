"""How long each silence of a radio or of its worker may last."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Seconds. The library's import takes 0.5 s on a PC, several times that on a Raspberry Pi (hello_s).

    step_s: between two words of a handshake, handshake_s: for all of it. answer_s: a packet's QueueStatus, which takes some ms.
    beat_s: between two heartbeats, from and to; busy_beat_s: while packets wait in the radio, as only `free` says when
    they have left. A connection that lived for steady_s is begun anew after first_pause_s again.
    """

    hello_s: float = 40.0
    step_s: float = 10.0
    handshake_s: float = 60.0
    answer_s: float = 2.0
    beat_s: tuple[float, float] = (20.0, 30.0)
    busy_beat_s: float = 1.0
    beat_answer_s: float = 10.0
    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0
    steady_s: float = 30.0
